package io.patchbay.itests.fuzz;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is read: the recordings, of all vendors in all dialects. A fuzzer starts from them when it runs for real. */
public final class Seeds {
    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";
    private static final String LINES = "application/x-ndjson";
    /** Longer ones say nothing new, and slow a fuzzer down. */
    private static final int LARGEST = 16 * 1024;

    private Seeds() {}

    static List<Recording> recordings() {
        return Recordings.open().of("rig");
    }

    static Stream<byte[]> requests() {
        return forAFuzzer(Seeds::requests);
    }

    static Stream<byte[]> answers() {
        return forAFuzzer(Seeds::answers);
    }

    public static Stream<byte[]> streams() {
        return forAFuzzer(Seeds::streams);
    }

    public static Stream<byte[]> eventStreams() {
        return forAFuzzer(Seeds::eventStreams);
    }

    /** The bodies of requests. */
    static List<Bytes> requests(List<Recording> recordings) {
        return seeds(recordings, recording -> recording.method().equals("POST"), Recording::request);
    }

    /** The bodies of answers that are not streamed, errors among them. */
    static List<Bytes> answers(List<Recording> recordings) {
        return seeds(recordings, recording -> !isStream(recording), Recording::answer);
    }

    /** Streams, all of them as server-sent events. */
    static List<Bytes> streams(List<Recording> recordings) {
        return seeds(recordings, Seeds::isStream, Seeds::events);
    }

    /** Streams in AWS's encoding. */
    static List<Bytes> eventStreams(List<Recording> recordings) {
        return seeds(recordings, recording -> type(recording).equals(EVENT_STREAM), Recording::answer);
    }

    private static List<Bytes> seeds(List<Recording> recordings, Predicate<Recording> which,
            Function<Recording, Bytes> what) {
        return recordings.stream().filter(which).map(what).filter(bytes -> bytes.size() <= LARGEST).distinct().toList();
    }

    /** A test that only repeats what was found needs none, and is done in no time. */
    private static Stream<byte[]> forAFuzzer(Function<List<Recording>, List<Bytes>> seeds) {
        return System.getenv("JAZZER_FUZZ") == null
                ? Stream.of()
                : seeds.apply(recordings()).stream().map(Bytes::toArray);
    }

    private static Bytes events(Recording recording) {
        Bytes stream = recording.answer();
        return switch (type(recording)) {
            case EVENT_STREAM -> Bytes.utf8(EventStreams.frames(stream).stream()
                    .map(frame -> event(frame.type(), frame.data().utf8())).collect(Collectors.joining()));
            case LINES -> Bytes.utf8(stream.utf8().lines().map(line -> event("", line)).collect(Collectors.joining()));
            default -> stream;
        };
    }

    private static String event(String type, String data) {
        return (type.isEmpty() ? "" : "event: " + type + "\n") + "data: " + data + "\n\n";
    }

    private static boolean isStream(Recording recording) {
        return List.of("text/event-stream", EVENT_STREAM, LINES).contains(type(recording));
    }

    private static String type(Recording recording) {
        return recording.answerHeaders().first("content-type").orElse("").replaceFirst(";.*", "").strip();
    }
}
