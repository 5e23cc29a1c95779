package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private static final byte[] BODY = "{\"a\":1}\n{\"b\":\"ü\"}\r\n\n{\"c\":3}".getBytes(StandardCharsets.UTF_8);

    @Test
    void givesLinesWhateverTheCut() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            List<Integer> cuts = Pieces.cuts(random, BODY.length);

            List<Frame> frames = Pieces.frames(new LineFramer(1000), BODY, cuts);

            assertThat(frames).as("cuts %s", cuts).extracting(frame -> frame.data().utf8())
                    .containsExactly("{\"a\":1}", "{\"b\":\"ü\"}", "", "{\"c\":3}");
            assertThat(Pieces.joined(frames)).isEqualTo(BODY);
        }
    }

    @Test
    void refusesALineThatIsTooLong() {
        LineFramer framer = new LineFramer(10);
        framer.add(new byte[11]);

        assertThatThrownBy(framer::next).isInstanceOf(GatewayException.class).hasMessageContaining("10 bytes");
    }
}
