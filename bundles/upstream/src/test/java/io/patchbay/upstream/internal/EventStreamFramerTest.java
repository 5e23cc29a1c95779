package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.testkit.EventStreams;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EventStreamFramerTest {
    private static final Bytes EVENT = EventStreams.message(
            Map.of(":message-type", "event", ":event-type", "messageStart", ":content-type", "application/json"),
            Bytes.utf8("{\"role\":\"assistant\",\"ü\":1}"));
    private static final Bytes EMPTY = EventStreams.message(Map.of(), Bytes.EMPTY);
    private static final Bytes EXCEPTION = EventStreams.message(
            Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
            Bytes.utf8("{\"message\":\"Slow down.\"}"));
    private static final Bytes ERROR = EventStreams.message(
            Map.of(":message-type", "error", ":error-code", "InternalError", ":error-message", "Broken."),
            Bytes.EMPTY);

    @Test
    void givesMessagesWhateverTheCut() {
        byte[] body = join(EVENT, EMPTY, EXCEPTION, EVENT, ERROR).toArray();
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            List<Integer> cuts = Pieces.cuts(random, body.length);

            List<Frame> frames = Pieces.frames(new EventStreamFramer(1000), body, cuts);

            assertThat(frames).as("cuts %s", cuts).extracting(Frame::type).containsExactly("messageStart", "",
                    "exception:throttlingException", "messageStart", "error:InternalError");
            assertThat(frames).as("cuts %s", cuts).extracting(frame -> frame.data().utf8()).containsExactly(
                    "{\"role\":\"assistant\",\"ü\":1}", "", "{\"message\":\"Slow down.\"}",
                    "{\"role\":\"assistant\",\"ü\":1}", "Broken.");
            assertThat(Pieces.joined(frames)).isEqualTo(body);
        }
    }

    @Test
    void givesAMessageAsSoonAsItsLastByteIsThere() {
        EventStreamFramer framer = new EventStreamFramer(1000);
        framer.add(EVENT.slice(0, EVENT.size() - 1).toArray());
        assertThat(framer.next()).isNull();

        framer.add(EVENT.slice(EVENT.size() - 1, EVENT.size()).toArray());

        assertThat(framer.next()).isNotNull();
        assertThat(framer.last()).isNull();
    }

    @Test
    void skipsHeadersThatAreNoStrings() {
        byte[] headers = {1, 'a', 0, 1, 'b', 1, 1, 'c', 2, 7, 1, 'd', 3, 0, 7, 1, 'e', 4, 0, 0, 0, 7, 1, 'f', 5, 0, 0,
            0, 0, 0, 0, 0, 7, 1, 'g', 6, 0, 1, 7, 1, 'h', 8, 0, 0, 0, 0, 0, 0, 0, 7, 1, 'i', 9, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 11, ':', 'e', 'v', 'e', 'n', 't', '-', 't', 'y', 'p', 'e', 7, 0, 1, 'x'};

        assertThat(Pieces.frames(new EventStreamFramer(1000), message(headers), List.of()))
                .extracting(Frame::type).containsExactly("x");
    }

    @Test
    void aDamagedMessageIsAnError() {
        for (int at = 0; at < EVENT.size(); at++) {
            byte[] damaged = EVENT.toArray();
            damaged[at] ^= 0x10;
            assertFails(() -> Pieces.frames(new EventStreamFramer(1000), damaged, List.of()));
        }
        for (byte[] headers : new byte[][]{{5}, {1, 'a'}, {1, 'a', 7}, {1, 'a', 7, 0}, {1, 'a', 7, 0, 2, 'x'},
            {1, 'a', 10, 0}, {1, 'a', 4, 0}}) {
            assertFails(() -> Pieces.frames(new EventStreamFramer(1000), message(headers), List.of()));
        }
    }

    @Test
    void aCutStreamIsNoEnd() {
        for (int size = 1; size < EVENT.size(); size++) {
            byte[] cut = EVENT.slice(0, size).toArray();
            assertFails(() -> Pieces.frames(new EventStreamFramer(1000), cut, List.of()));
        }
    }

    @Test
    void refusesAMessageThatIsTooLongBeforeItIsThere() {
        EventStreamFramer framer = new EventStreamFramer(100);
        framer.add(EVENT.slice(0, 12).toArray());

        assertThatThrownBy(framer::next).isInstanceOf(GatewayException.class).hasMessageContaining("100 bytes");
    }

    private static void assertFails(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    private static byte[] message(byte[] headers) {
        ByteBuffer out = ByteBuffer.allocate(16 + headers.length);
        out.putInt(out.capacity()).putInt(headers.length);
        out.putInt(checksum(out)).put(headers);
        out.putInt(checksum(out));
        return out.array();
    }

    private static int checksum(ByteBuffer written) {
        CRC32 checksum = new CRC32();
        checksum.update(written.duplicate().flip());
        return (int) checksum.getValue();
    }

    private static Bytes join(Bytes... pieces) {
        Bytes joined = Bytes.EMPTY;
        for (Bytes piece : pieces) {
            joined = joined.splice(joined.size(), joined.size(), piece);
        }
        return joined;
    }
}
