package io.patchbay.itests.sdk;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.RandomCuts;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.Script;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** All vendors at once, each below a path of its own, who answer every request with the take that is played. */
final class Upstream implements AutoCloseable {
    /** The key of every vendor. */
    static final String KEY = "key-of-the-upstream";

    private static final String BUSY = "/busy";

    private final FakeUpstream server = FakeUpstream.start().otherwise(this::answer);
    private Map<String, Recording> recordings = Map.of();
    private volatile Script script = Script.json(500, "{}");

    /** Reads all takes; where the recordings are missing, the calling test is skipped and says so. */
    void load() {
        Recordings all = Recordings.open();
        recordings = Take.ALL.stream().map(Take::folder).distinct().flatMap(folder -> all.of(folder).stream())
                .collect(Collectors.toMap(Recording::name, recording -> recording));
    }

    /** The base URL of a vendor. */
    String url(Vendor vendor) {
        return server.url() + "/" + vendor + vendor.basePath;
    }

    /** The base URL at which every request is one too many. */
    String busyUrl() {
        return server.url() + BUSY;
    }

    /** Answers with a take from now on. */
    Played play(Take take) {
        Recording recording = Objects.requireNonNull(recordings.get(take.name()), take::name);
        play(recording.script(new RandomCuts(take.name().hashCode())));
        return Played.of(take.vendor(), recording);
    }

    /** Answers with a script from now on. */
    void play(Script other) {
        script = other;
    }

    /** What was asked last. */
    Received received(Vendor vendor) {
        ReceivedRequest last = server.received().getLast();
        return Received.of(vendor, last);
    }

    @Override
    public void close() {
        server.close();
    }

    private Script answer(ReceivedRequest request) {
        return request.path().startsWith(BUSY) ? Faults.OPENAI_CHAT.rateLimited("retry-after: 30") : script;
    }
}
