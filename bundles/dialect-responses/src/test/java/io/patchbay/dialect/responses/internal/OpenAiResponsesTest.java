package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiResponsesTest {
    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new OpenAiResponses().name()).isEqualTo("openai-responses");
        assertThat(DIALECT.endpoints()).containsExactly(new Endpoint("POST", "/v1/responses", Operation.CHAT),
                new Endpoint("POST", "/openai/v1/responses", Operation.CHAT));
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
