package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WholeFramerTest {
    @Test
    void givesTheBodyAsOneFrame() {
        Random random = new Random(42);
        byte[] body = new byte[5000];
        random.nextBytes(body);

        for (int round = 0; round < 100; round++) {
            List<Frame> frames = Pieces.frames(new WholeFramer(-1, 5000), body, Pieces.cuts(random, body.length));

            assertThat(frames).singleElement().satisfies(frame -> {
                assertThat(frame.bytes().orElseThrow().toArray()).isEqualTo(body);
                assertThat(frame.data()).isEqualTo(frame.bytes().orElseThrow());
            });
        }
    }

    @Test
    void anEmptyBodyIsNoFrame() {
        assertThat(new WholeFramer(0, 10).last()).isNull();
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        WholeFramer framer = new WholeFramer(-1, 10);
        framer.add(new byte[10]);

        assertThatThrownBy(() -> framer.add(new byte[1])).isInstanceOf(GatewayException.class)
                .hasMessageContaining("larger than 10 bytes");
        assertThatThrownBy(() -> new WholeFramer(11, 10)).isInstanceOf(GatewayException.class);
    }
}
