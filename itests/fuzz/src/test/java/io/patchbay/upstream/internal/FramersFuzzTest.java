package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.testkit.RandomCuts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come from an upstream, its framers cut them or refuse them in words; into the same frames however the
 * bytes are cut on their way, with none lost.
 */
class FramersFuzzTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LARGEST_FRAME = 1024 * 1024;
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    @MethodSource("io.patchbay.itests.fuzz.Seeds#streams")
    @FuzzTest(maxDuration = "10m")
    void serverSentEvents(byte[] stream) {
        holdsFor(stream, () -> new SseFramer(LARGEST_FRAME));
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#streams")
    @FuzzTest(maxDuration = "10m")
    void lines(byte[] stream) {
        holdsFor(stream, () -> new LineFramer(LARGEST_FRAME));
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#eventStreams")
    @FuzzTest(maxDuration = "10m")
    void eventStreams(byte[] stream) {
        holdsFor(stream, () -> new EventStreamFramer(LARGEST_FRAME));
    }

    /** A message whose checksums hold: the first byte says how many of the others are its headers. */
    @MethodSource("io.patchbay.itests.fuzz.Seeds#eventStreams")
    @FuzzTest(maxDuration = "10m")
    void eventStreamMessages(byte[] input) {
        byte[] rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        int headers = input.length == 0 ? 0 : Math.min(input[0] & 0xFF, rest.length);
        ByteBuffer message = ByteBuffer.allocate(PRELUDE + rest.length + CHECKSUM);
        message.putInt(message.capacity()).putInt(headers);
        message.putInt(checksum(message)).put(rest);
        message.putInt(checksum(message));
        holdsFor(message.array(), () -> new EventStreamFramer(LARGEST_FRAME));
    }

    private static int checksum(ByteBuffer written) {
        CRC32 checksum = new CRC32();
        checksum.update(written.duplicate().flip());
        return (int) checksum.getValue();
    }

    private static void holdsFor(byte[] stream, Supplier<Framer> framers) {
        Cut whole = assertTimeout(LIMIT, () -> Cut.of(framers.get(), List.of(Bytes.wrap(stream))));
        Cut pieces = assertTimeout(LIMIT,
                () -> Cut.of(framers.get(), new RandomCuts(stream.length).cut(Bytes.wrap(stream))));

        assertThat(pieces).isEqualTo(whole);
        assertThat(whole.bytes()).isEqualTo(Bytes.wrap(stream).slice(0, whole.bytes().size()));
        assertThat(whole.refused() || whole.bytes().size() == stream.length).isTrue();
    }

    /**
     * What became of a stream.
     *
     * @param said type and data of each frame that has data: a line end that is cut in two may be in this frame or the next
     * @param bytes the bytes of all frames
     * @param refused whether the rest is no good
     */
    private record Cut(List<List<Object>> said, Bytes bytes, boolean refused) {
        static Cut of(Framer framer, List<Bytes> pieces) {
            List<Frame> frames = new ArrayList<>();
            boolean refused = false;
            try {
                for (Bytes piece : pieces) {
                    framer.add(piece.toArray());
                    for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                        frames.add(frame);
                    }
                }
                Optional.ofNullable(framer.last()).ifPresent(frames::add);
            } catch (GatewayException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM);
                refused = true;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            frames.forEach(frame -> bytes.writeBytes(frame.bytes().orElseThrow().toArray()));
            List<List<Object>> said = frames.stream().filter(frame -> !frame.data().isEmpty())
                    .map(frame -> List.<Object>of(frame.type(), frame.data())).toList();
            return new Cut(said, Bytes.wrap(bytes.toByteArray()), refused);
        }
    }
}
