package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiResponsesTest {
    private static final Operation STORED = new Operation("stored-responses");

    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new OpenAiResponses().name()).isEqualTo("openai-responses");
        assertThat(DIALECT.endpoints()).contains(new Endpoint("POST", "/v1/responses", Operation.CHAT),
                new Endpoint("POST", "/openai/v1/responses", Operation.CHAT),
                new Endpoint("POST", "/litellm/responses", Operation.CHAT),
                new Endpoint("GET", "/v1/responses/{id}", STORED));
    }

    @ParameterizedTest
    @CsvSource({"GET, /responses/{id}", "DELETE, /responses/{id}", "POST, /responses/{id}/cancel",
        "GET, /responses/{id}/input_items"})
    void whatIsStoredIsAskedForById(String method, String path) {
        WireRequest request = scan(method, path, "include=x&stream=true");

        assertThat(request.surface()).isTrue();
        assertThat(request.operation()).isEqualTo(STORED);
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.path()).isEqualTo(path.replace("{id}", "resp_1"));
        assertThat(request.query()).isEqualTo("include=x&stream=true");
        assertThat(request.model()).isEmpty();
        assertThat(request.stream()).isTrue();
        assertThat(scan(method, path, "stream=trueish").stream()).isFalse();
        assertThat(DIALECT.scanner(request).scan(Frame.of(Bytes.utf8("{\"error\":{\"code\":\"server_error\"}}"))))
                .isEqualTo(Glimpse.CONTENT);
    }

    private static WireRequest scan(String method, String path, String query) {
        return DIALECT.scan(new RawRequest(new Endpoint(method, "/openai/v1" + path, STORED), Map.of("id", "resp_1"),
                query, Headers.EMPTY, Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-1", "bearer sk-1", "Bearer  sk-1 "})
    void theTokenIsTheBearers(String value) {
        assertThat(DIALECT.token(Headers.of("Authorization", value), "")).hasValue("sk-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic c2stMQ==", "sk-1"})
    void anythingElseIsNoToken(String value) {
        assertThat(DIALECT.token(Headers.of("authorization", value), "key=sk-1")).isEmpty();
    }

    @Test
    void keepAliveIsAComment() {
        assertThat(DIALECT.keepAlive()).hasValue(Bytes.utf8(": keep-alive\n\n"));
    }
}
