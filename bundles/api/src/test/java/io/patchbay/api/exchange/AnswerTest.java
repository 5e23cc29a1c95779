package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final List<ChatEvent> events = ChatResponse.ofText("m", "hello").events();
    private final Source source = new Source(events.stream().map(Frame::of).toList());
    private final Answer stream = Answer.stream(200, Headers.of("a", "1"), source);

    @Test
    void framesArePulledOneByOne() {
        assertThat(stream.next().orElseThrow().events()).containsExactly(events.getFirst());
        assertThat(source.pulled).isEqualTo(1);
        assertThat(stream.streamed()).isTrue();
        assertThat(stream.status()).isEqualTo(200);
    }

    @Test
    void aBodyIsOneFrameAndThenTheEnd() {
        Answer answer = Answer.whole(404, Headers.EMPTY, Bytes.utf8("gone"));

        assertThat(answer.streamed()).isFalse();
        assertThat(answer.next().flatMap(Frame::bytes)).contains(Bytes.utf8("gone"));
        assertThat(answer.next()).isEmpty();
        assertThat(answer.next()).isEmpty();
    }

    @Test
    void anAnswerInNoDialectHasNoBytes() {
        Frame frame = Answer.of(ChatResponse.ofText("m", "hello")).next().orElseThrow();

        assertThat(frame.bytes()).isEmpty();
        assertThat(frame.decoded()).isTrue();
        assertThat(frame.events()).isEqualTo(events);
    }

    @Test
    void headersChangeAndFramesStay() {
        Answer changed = stream.withHeader("b", "2");

        assertThat(changed.headers()).isEqualTo(Headers.of("a", "1").with("b", "2"));
        assertThat(changed.withHeaders(Headers.EMPTY).headers()).isEqualTo(Headers.EMPTY);
        assertThat(drain(changed)).isEqualTo(source.all);
    }

    @Test
    void mapReplacesEachFrameWhenItIsPulled() {
        List<Frame> seen = new ArrayList<>();
        Answer mapped = stream.map(frame -> {
            seen.add(frame);
            return Frame.of(frame.bytes().orElse(Bytes.utf8("x")), "", Bytes.EMPTY);
        });

        assertThat(seen).isEmpty();
        mapped.next();
        assertThat(seen).hasSize(1);
        assertThat(drain(mapped)).hasSize(events.size() - 1)
                .allSatisfy(frame -> assertThat(frame.bytes()).contains(Bytes.utf8("x")));
    }

    @Test
    void closeReachesTheSourceThroughEveryWrapping() {
        stream.map(frame -> frame).wrap(inner -> inner).withHeader("x", "y").close();

        assertThat(source.closed).isTrue();
    }

    @Test
    void wholePutsTheAnswerTogetherAndGivesTheSameFramesAgain() {
        assertThat(stream.whole()).isEqualTo(ChatResponse.ofText("m", "hello"));
        assertThat(stream.whole()).isEqualTo(ChatResponse.ofText("m", "hello"));
        assertThat(drain(stream)).isEqualTo(source.all);
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void whatIsLookedAtWholeMayStillBeWrapped() {
        stream.whole();

        Answer wrapped = stream.withHeader("x", "y").map(frame -> frame);

        assertThat(drain(wrapped)).isEqualTo(source.all);
    }

    @Test
    void aCutAnswerIsNeverWhole() {
        Answer cut = Answer.stream(200, Headers.EMPTY, new Source(source.all.subList(0, 3)));

        assertThatThrownBy(cut::whole).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void aFrameIsDecodedOnceAndOnlyIfAsked() {
        List<Frame> decoded = new ArrayList<>();
        Frame frame = Frame.of(Bytes.utf8("data: x\n\n"), "t", Bytes.utf8("x")).decodedBy(each -> {
            decoded.add(each);
            return events;
        });

        assertThat(frame.type()).isEqualTo("t");
        assertThat(frame.data()).isEqualTo(Bytes.utf8("x"));
        assertThat(frame.decoded()).isFalse();
        assertThat(decoded).isEmpty();
        assertThat(frame.events()).isEqualTo(events);
        assertThat(frame.events()).isEqualTo(events);
        assertThat(decoded).containsExactly(frame);
        assertThat(frame.withEvents(List.of()).bytes()).isEmpty();
    }

    private static List<Frame> drain(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private static final class Source implements FrameSource {
        private final List<Frame> all;
        private final Deque<Frame> left;
        private int pulled;
        private boolean closed;

        private Source(List<Frame> all) {
            this.all = all;
            left = new ArrayDeque<>(all);
        }

        @Override
        public Optional<Frame> next() {
            pulled++;
            return Optional.ofNullable(left.poll());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
