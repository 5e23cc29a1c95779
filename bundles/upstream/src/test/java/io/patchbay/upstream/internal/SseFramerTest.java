package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramerTest {
    private static final int MAX = 1 << 20;
    private static final String STREAM = """
            : a comment with ümlauts

            data: {"text":"grüß 😀"}

            event: message_start
            data: {"type":"message_start"}
            id: 7

            data:no space
            data:  two spaces
            data
            data:

            retry: 10
            datab: no field of ours
            event

            data: [DONE]

            """;

    private record Event(String type, String data) {}

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEventsWhateverTheLineEnd(String lineEnd) {
        byte[] body = bytes(STREAM.replace("\n", lineEnd));

        List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, List.of());

        assertThat(events(frames)).containsExactly(new Event("", ""), new Event("", "{\"text\":\"grüß 😀\"}"),
                new Event("message_start", "{\"type\":\"message_start\"}"),
                new Event("", "no space\n two spaces\n\n"), new Event("", ""), new Event("", "[DONE]"));
        assertThat(Pieces.joined(frames)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsTheSameWithEveryCutInTwo(String lineEnd) {
        byte[] body = bytes(STREAM.replace("\n", lineEnd));
        List<Event> whole = meaningful(Pieces.frames(new SseFramer(MAX), body, List.of()));

        IntStream.range(1, body.length).forEach(cut -> {
            List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, List.of(cut));
            assertThat(meaningful(frames)).as("cut at %d", cut).isEqualTo(whole);
            assertThat(Pieces.joined(frames)).as("cut at %d", cut).isEqualTo(body);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20260101})
    void readsTheSameWithRandomCutsAndMixedLineEnds(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder mixed = new StringBuilder();
            STREAM.lines().forEach(line -> mixed.append(line).append(List.of("\n", "\r\n").get(random.nextInt(2))));
            byte[] body = bytes(mixed.toString());
            List<Event> whole = meaningful(Pieces.frames(new SseFramer(MAX), body, List.of()));
            List<Integer> cuts = Pieces.cuts(random, body.length);

            List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, cuts);

            assertThat(meaningful(frames)).as("seed %d round %d cuts %s", seed, round, cuts).isEqualTo(whole);
            assertThat(Pieces.joined(frames)).isEqualTo(body);
        }
    }

    @Test
    void readsByteByByte() {
        byte[] body = bytes(STREAM);

        List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, IntStream.range(1, body.length).boxed().toList());

        assertThat(meaningful(frames)).isEqualTo(meaningful(Pieces.frames(new SseFramer(MAX), body, List.of())));
        assertThat(Pieces.joined(frames)).isEqualTo(body);
    }

    @Test
    void givesAnEventAsSoonAsItsBlankLineIsThere() {
        SseFramer framer = new SseFramer(MAX);

        framer.add(bytes("data: 1\r\n\r"));

        assertThat(framer.next()).isNotNull().extracting(frame -> frame.data().utf8()).isEqualTo("1");
        framer.add(bytes("\ndata: 2\n\n"));
        assertThat(framer.next()).isNotNull().satisfies(frame -> {
            assertThat(frame.data().utf8()).isEqualTo("2");
            assertThat(frame.bytes().orElseThrow().utf8()).isEqualTo("\ndata: 2\n\n");
        });
        assertThat(framer.next()).isNull();
    }

    @Test
    void skipsAByteOrderMarkAndKeepsItsBytes() {
        byte[] body = bytes("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n");

        List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, List.of(1, 2, 3));

        assertThat(events(frames)).containsExactly(new Event("", "1"), new Event("", ""));
        assertThat(Pieces.joined(frames)).isEqualTo(body);
    }

    @Test
    void givesWhatStandsAtTheEndWithoutABlankLine() {
        byte[] body = bytes("data: 1\n\ndata: 2\ndata: 3");

        List<Frame> frames = Pieces.frames(new SseFramer(MAX), body, List.of(12));

        assertThat(events(frames)).containsExactly(new Event("", "1"), new Event("", "2\n3"));
        assertThat(Pieces.joined(frames)).isEqualTo(body);
    }

    @Test
    void framesAreViewsOfThePieceTheyCameIn() {
        byte[] piece = bytes("data: 1\n\ndata: 2\n\n");
        SseFramer framer = new SseFramer(MAX);

        framer.add(piece);

        assertThat(List.of(framer.next(), framer.next())).allSatisfy(frame -> frame.data().read((array, _, _) -> {
            assertThat(array).isSameAs(piece);
            return true;
        }));
    }

    @Test
    void refusesAnEventThatIsTooLarge() {
        SseFramer framer = new SseFramer(100);
        framer.add(bytes("data: small\n\n"));
        assertThat(framer.next()).isNotNull();
        framer.add(bytes("data: " + "x".repeat(100)));

        assertThatThrownBy(framer::next).asInstanceOf(InstanceOfAssertFactories.type(GatewayException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM))
                .satisfies(e -> assertThat(e).hasMessageContaining("more than 100 bytes"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Event> events(List<Frame> frames) {
        return frames.stream().map(frame -> new Event(frame.type(), frame.data().utf8())).toList();
    }

    /** The events without frames that say nothing, such as the LF of a CR LF that was cut in two at the very end. */
    private static List<Event> meaningful(List<Frame> frames) {
        return events(frames).stream().filter(event -> !event.equals(new Event("", ""))).toList();
    }
}
