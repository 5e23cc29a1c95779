package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextStreamTest {
    @Test
    void eachPieceIsAFrameBetweenABeginningAndAnEnd() {
        Answer answer = TextStream.answer("m", Stream.of("a ", "b"), () -> Usage.of(3, 2));

        List<List<ChatEvent>> said = new ArrayList<>();
        for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
            said.add(next.get().events());
        }

        assertThat(answer.streamed()).isTrue();
        assertThat(said).hasSize(4);
        assertThat(said.get(1)).containsExactly(new ChatEvent.TextDelta(0, "a "));
        assertThat(said.get(2)).containsExactly(new ChatEvent.TextDelta(0, "b"));
        assertThat(answer.next()).isEmpty();
    }

    @Test
    void togetherTheyAreTheWholeAnswer() {
        ChatResponse whole = TextStream.answer("m", Stream.of("a ", "b"), () -> Usage.of(3, 2)).whole();

        assertThat(whole.text()).isEqualTo("a b");
        assertThat(whole.model()).isEqualTo("m");
        assertThat(whole.candidates().getFirst().finish()).isEqualTo(FinishReason.STOP);
        assertThat(whole.usage()).isEqualTo(Usage.of(3, 2));
        assertThat(TextStream.answer("m", Stream.empty()).whole()).isEqualTo(ChatResponse.ofText("m", ""));
    }

    @Test
    void aPieceIsAskedForWhenItIsPulled() {
        AtomicInteger asked = new AtomicInteger();
        Answer answer = TextStream.answer("m", Stream.generate(() -> "piece " + asked.incrementAndGet()));

        answer.next();
        assertThat(asked).hasValue(0);
        answer.next();
        assertThat(asked).hasValue(1);
    }

    @Test
    void thePiecesAreClosedAtTheEndAndWhenTheAnswerIsGivenUp() {
        AtomicInteger closed = new AtomicInteger();

        TextStream.answer("m", Stream.of("a").onClose(closed::incrementAndGet)).whole();
        assertThat(closed).hasValue(1);

        Answer givenUp = TextStream.answer("m", Stream.of("a").onClose(closed::incrementAndGet));
        givenUp.close();
        givenUp.close();
        assertThat(closed).hasValue(2);
    }

    @Test
    void whatBreaksThePiecesBreaksTheAnswer() {
        GatewayException own = new GatewayException(ErrorKind.TIMEOUT, "Too late.");
        Answer foreign = TextStream.answer("m", Stream.generate(() -> {
            throw new UncheckedIOException(new IOException("gone"));
        }));
        Answer known = TextStream.answer("m", Stream.generate(() -> {
            throw own;
        }));

        assertThatThrownBy(foreign::whole).isInstanceOfSatisfying(GatewayException.class,
                e -> assertThat(e.kind()).isEqualTo(ErrorKind.UPSTREAM));
        assertThatThrownBy(known::whole).isSameAs(own);
    }
}
