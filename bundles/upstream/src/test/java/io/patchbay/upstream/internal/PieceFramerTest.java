package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceFramerTest {
    @Test
    void eachPieceIsAFrame() {
        List<Frame> frames = Pieces.frames(new PieceFramer(), new byte[]{1, 2, 3, '\n', 5}, List.of(1, 3));

        assertThat(frames).extracting(frame -> frame.bytes().orElseThrow().toArray())
                .containsExactly(new byte[]{1}, new byte[]{2, 3}, new byte[]{'\n', 5});
        assertThat(frames).allSatisfy(frame -> assertThat(frame.data()).isEqualTo(frame.bytes().orElseThrow()));
    }

    @Test
    void nothingIsNoFrame() {
        PieceFramer framer = new PieceFramer();

        assertThat(framer.next()).isNull();
        assertThat(framer.last()).isNull();
    }
}
