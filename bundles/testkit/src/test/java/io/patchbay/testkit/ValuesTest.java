package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void aClockGoesOnWhenItIsTold() {
        FakeClock clock = new FakeClock();
        Instant before = clock.instant();

        clock.advance(Duration.ofMillis(1_500));

        assertThat(clock.instant()).isEqualTo(before.plusMillis(1_500));
        assertThat(clock.nanoTime()).isEqualTo(1_500_000_000L);
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsAreTheSameForTheSameSeedAndLoseNothing() {
        Bytes bytes = Bytes.utf8("grüße ".repeat(500));
        RandomCuts cuts = new RandomCuts(7);
        RandomCuts again = new RandomCuts(7);
        boolean insideACharacter = false;
        for (int round = 0; round < 50; round++) {
            List<Bytes> pieces = cuts.cut(bytes);
            assertThat(again.cut(bytes)).isEqualTo(pieces);
            assertThat(pieces).noneMatch(Bytes::isEmpty);
            assertThat(pieces.stream().reduce(Bytes.EMPTY, (a, b) -> a.splice(a.size(), a.size(), b))).isEqualTo(bytes);
            insideACharacter |= pieces.stream().anyMatch(piece -> piece.utf8().contains("\ufffd"));
        }
        assertThat(insideACharacter).isTrue();
        assertThat(cuts.cut(Bytes.EMPTY)).isEmpty();
    }

    @Test
    void damageIsTheSameForTheSameSeed() {
        Bytes bytes = Bytes.utf8("{\"model\":\"m\"}");
        RandomCuts cuts = new RandomCuts(7);
        RandomCuts again = new RandomCuts(7);
        int damaged = 0;
        for (int round = 0; round < 50; round++) {
            Bytes result = cuts.damage(bytes);
            assertThat(again.damage(bytes)).isEqualTo(result);
            damaged += result.equals(bytes) ? 0 : 1;
        }
        assertThat(damaged).isGreaterThan(30);
    }

    @Test
    void eventsAreSplitAtBlankLinesWhateverTheLineEnds() {
        List<Frame> frames = ServerSentEvents.frames(Bytes.utf8(
                ": hi\n\ndata: a\ndata: b \r\n\r\nevent: e\rdata:c\r\rdata: d"));

        assertThat(frames).extracting(frame -> frame.bytes().orElseThrow().utf8()).containsExactly(": hi\n\n",
                "data: a\ndata: b \r\n\r\n", "event: e\rdata:c\r\r", "data: d");
        assertThat(frames).extracting(frame -> frame.data().utf8()).containsExactly("", "a\nb ", "c", "");
        assertThat(frames).extracting(Frame::type).containsExactly("", "", "e", "");
    }

    @Test
    void theSampleRequestsModelCanBeReplaced() {
        WireRequest request = OpenAiChat.request(true);

        assertThat(request.withModel("x").body().utf8())
                .isEqualTo(request.body().utf8().replace("mock-1", "x"));
    }
}
