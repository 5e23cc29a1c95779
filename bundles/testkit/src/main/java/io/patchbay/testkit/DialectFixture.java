package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the contract tests of dialects share: the samples that the author of a dialect gives, and garbage. */
abstract class DialectFixture {
    static final long SEED = 20_260_101;
    static final int ROUNDS = 300;

    /** The dialect under test. */
    protected abstract Dialect dialect();

    /** Good requests, each of which names a model: every operation, streamed and not. */
    protected abstract List<RawRequest> requests();

    /** Bodies of good whole answers to chat requests. */
    protected abstract List<Bytes> wholeAnswers();

    /** Bodies of good, complete streams of answers to chat requests. */
    protected abstract List<Bytes> streams();

    /** Bodies of good answers to embedding requests; none unless overridden. */
    protected List<Bytes> embeddingAnswers() {
        return List.of();
    }

    /** Splits a stream into frames; as server-sent events unless overridden. */
    protected List<Frame> frames(Bytes stream) {
        return ServerSentEvents.frames(stream);
    }

    WireRequest request(boolean stream) {
        return requests().stream().map(dialect()::scan)
                .filter(each -> each.operation().equals(Operation.CHAT) && each.stream() == stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of a chat request with stream " + stream));
    }

    List<Glimpse> scan(List<Frame> frames) {
        FrameScanner scanner = dialect().scanner(request(true));
        List<Glimpse> glimpses = new ArrayList<>();
        frames.forEach(frame -> glimpses.add(scanner.scan(frame)));
        return glimpses;
    }

    static Bytes join(Bytes one, Bytes two) {
        return one.splice(one.size(), one.size(), two);
    }

    static Stream<Bytes> garbage() {
        return Stream.of("", " ", "null", "42", "\"text\"", "[]", "{}", "{", "{\"model\":5}", "{\"model\":null}",
                "{\"model\":\"\"}", "{\"model\":\"m\",\"stream\":\"yes\"}", "{\"model\":\"m\",\"messages\":{}}",
                "{\"model\":\"m\",\"messages\":[null,1,[]]}", "{\"error\":5}", "{\"error\":null}", "[".repeat(100_000),
                "{\"a\":".repeat(50_000), "<html>502 Bad Gateway</html>", "data: {\n\n", "data: \n\n", "\u0000\uffff",
                "{\"model\":\"m\",\"model\":\"n\"}", "1e999999999", "{\"choices\":[{\"delta\":7}]}").map(Bytes::utf8);
    }

    static void onlyGatewayExceptions(Runnable action) {
        assertThatCode(() -> {
            try {
                action.run();
            } catch (GatewayException e) {
                assertThat(e.kind()).isNotEqualTo(ErrorKind.INTERNAL);
            }
        }).doesNotThrowAnyException();
    }
}
