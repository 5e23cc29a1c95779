package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract can be met, and a dialect that does not meet it is found out. */
class PlainDialectContractTest extends DialectContractTest {
    private Dialect dialect = new PlainDialect();

    @Override
    protected Dialect dialect() {
        return dialect;
    }

    @Override
    protected List<RawRequest> requests() {
        return List.of(request("{\"x\":1.50,\"model\":\"m\",\"text\":\"hi\"}"),
                request("{\"model\":\"\\u006d\", \"stream\":true,\"text\":\"hi\"}"));
    }

    @Override
    protected List<Bytes> wholeAnswers() {
        return List.of(Bytes.utf8("{\"text\":\"hello\",\"done\":true}"));
    }

    @Override
    protected List<Bytes> streams() {
        return List.of(Bytes.utf8(": hi\n\ndata: {\"text\":\"hel\"}\n\ndata: {\"text\":\"lo\",\"done\":true}\n\n"));
    }

    private static RawRequest request(String body) {
        return new RawRequest(PlainDialect.CHAT, Map.of(), "", Headers.EMPTY, Bytes.utf8(body));
    }

    @Test
    void aScanThatChangesTheBytesIsFound() {
        dialect = new PlainDialect() {
            @Override
            public WireRequest scan(RawRequest raw) {
                WireRequest request = super.scan(raw);
                return request.toBuilder().body(Bytes.utf8(request.body().utf8() + " ")).build();
            }
        };
        assertFound(this::scanKeepsTheBytes);
    }

    @Test
    void aWrongPlaceOfTheModelIsFound() {
        dialect = new PlainDialect() {
            @Override
            public WireRequest scan(RawRequest raw) {
                return super.scan(raw).toBuilder().modelAt(1, 2).build();
            }
        };
        assertFound(this::withModelSplicesOnlyTheModel);
    }

    @Test
    void aScannerThatInventsAnEndIsFound() {
        dialect = new PlainDialect() {
            @Override
            public FrameScanner scanner(WireRequest request) {
                return frame -> frame.data().isEmpty() ? Glimpse.LAST : super.scanner(request).scan(frame);
            }
        };
        assertFound(this::scannerDoesNotInventAnEnd);
        assertFound(this::scannerSeesAStream);
    }

    @Test
    void anErrorThatTellsASecretIsFound() {
        dialect = new PlainDialect() {
            @Override
            Bytes body(GatewayException error) {
                return Bytes.utf8("{\"error\":\"" + error.message() + error.getCause() + "\"}");
            }
        };
        assertFound(() -> errorsAreWritten(ErrorKind.INTERNAL));
        assertFound(() -> errorsAreWrittenIntoStreams(ErrorKind.KEY_REFUSED));
    }

    @Test
    void anErrorWithAWrongStatusIsFound() {
        dialect = new PlainDialect() {
            @Override
            public Answer writeError(GatewayException error) {
                return Answer.whole(200, Headers.of("content-type", "application/json"), body(error));
            }
        };
        assertFound(() -> errorsAreWritten(ErrorKind.TIMEOUT));
    }

    @Test
    void aCrashOnGarbageIsFound() {
        dialect = new PlainDialect() {
            @Override
            public WireRequest scan(RawRequest raw) {
                if (raw.body().utf8().startsWith("[")) {
                    throw new ClassCastException("an array");
                }
                return super.scan(raw);
            }
        };
        assertFound(this::garbageInARequestIsRefused);
    }

    private static void assertFound(Runnable check) {
        assertThatThrownBy(check::run).isInstanceOf(AssertionError.class);
    }
}
