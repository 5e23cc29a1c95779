package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.ExchangeReader;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final Caller app = Caller.of("app", List.of(new ModelPattern("gpt-*")));
    private final Authenticator authenticator = new Authenticator(
            List.of(new VirtualKey.Credential(Optional.of(TokenDigest.of("secret")), app),
                    new VirtualKey.Credential(Optional.empty(), Caller.of("broken", List.of()))),
            false);
    private final ExchangeReader reader = new Rehearsal(() -> Snapshot.of(ServerFixture.settings(), authenticator)
            .withRouter(Bundles.router(List.of(new TestDialect())), Beside.NOTHING));

    @Test
    void readsARequestAsTheEndpointsDialectDoes() {
        Exchange exchange = reader.read("POST", "/v1/chat/completions?a=b", Headers.of("x-team", "blue"),
                Bytes.utf8("hello"), "app");

        assertThat(exchange.request().dialect()).isEqualTo("test");
        assertThat(exchange.request().body().utf8()).isEqualTo("hello");
        assertThat(exchange.request().headers().first("x-team")).contains("blue");
        assertThat(exchange.caller()).isSameAs(app);
        assertThat(read("/v1/chat/completions", "").caller()).isSameAs(Caller.ANONYMOUS);
    }

    @Test
    void saysWhatIsWrongByField() {
        assertWrong("POST", "/v1/nothing", "", ErrorKind.NOT_FOUND, "path");
        assertWrong("PUT", "/v1/chat/completions", "", ErrorKind.NOT_FOUND, "method");
        assertWrong("POST", "/v1/chat/completions", "nobody", ErrorKind.AUTHENTICATION, "caller");
        assertWrong("POST", "/v1/chat/completions", "broken", ErrorKind.AUTHENTICATION, "caller");
    }

    private void assertWrong(String method, String path, String caller, ErrorKind kind, String param) {
        GatewayException error = catchThrowableOfType(GatewayException.class,
                () -> reader.read(method, path, Headers.EMPTY, Bytes.utf8("hello"), caller));
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.param()).contains(param);
    }

    private Exchange read(String target, String caller) {
        return reader.read("POST", target, Headers.EMPTY, Bytes.utf8("hello"), caller);
    }
}
