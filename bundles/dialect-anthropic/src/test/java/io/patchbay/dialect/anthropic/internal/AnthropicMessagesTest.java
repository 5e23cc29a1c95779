package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.raw;
import static io.patchbay.dialect.anthropic.internal.Fixtures.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ModelInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicMessagesTest {
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}";

    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new AnthropicMessages().name()).isEqualTo("anthropic-messages");
        assertThat(DIALECT.endpoints()).containsExactlyInAnyOrder(
                new Endpoint("POST", "/v1/messages", Operation.CHAT),
                new Endpoint("POST", "/v1/messages/count_tokens", AnthropicMessages.COUNT_TOKENS),
                new Endpoint("POST", "/anthropic/v1/messages", Operation.CHAT),
                new Endpoint("POST", "/anthropic/v1/messages/count_tokens", AnthropicMessages.COUNT_TOKENS),
                new Endpoint("GET", "/v1/models", Operation.MODELS),
                new Endpoint("GET", "/v1/models/{id...}", Operation.MODEL),
                new Endpoint("GET", "/anthropic/v1/models", Operation.MODELS),
                new Endpoint("GET", "/anthropic/v1/models/{id...}", Operation.MODEL));
    }

    @ParameterizedTest
    @CsvSource({"x-api-key,sk-1", "X-Api-Key, sk-1 ", "Authorization,Bearer sk-1", "authorization,bearer  sk-1 "})
    void theTokenIsInEitherHeader(String name, String value) {
        assertThat(DIALECT.token(Headers.of(name, value), "")).hasValue("sk-1");
    }

    @Test
    void theDialectsOwnHeaderGoesFirst() {
        assertThat(DIALECT.token(Headers.of("authorization", "Bearer b").with("x-api-key", "a"), "")).hasValue("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic c2stMQ==", "sk-1"})
    void anythingElseIsNoToken(String value) {
        assertThat(DIALECT.token(Headers.of("authorization", value), "key=sk-1")).isEmpty();
        assertThat(DIALECT.token(Headers.EMPTY, "")).isEmpty();
    }

    @Test
    void pathsComeAfterABaseUrlThatHasTheVersion() {
        assertThat(DIALECT.scan(raw(Operation.CHAT, Bytes.utf8(BODY))).path()).isEqualTo("/messages");
        assertThat(DIALECT.scan(raw(AnthropicMessages.COUNT_TOKENS, Bytes.utf8(BODY))).path())
                .isEqualTo("/messages/count_tokens");
        assertThat(DIALECT.scan(raw(Operation.MODELS, Bytes.EMPTY)).path()).isEqualTo("/models");
        Endpoint one = new Endpoint("GET", "/anthropic/v1/models/{id...}", Operation.MODEL);
        WireRequest model =
                DIALECT.scan(new RawRequest(one, Map.of("id", "lab/m"), "", Headers.EMPTY, Bytes.EMPTY));
        assertThat(model.model()).isEqualTo("lab/m");
        assertThat(model.path()).isEqualTo("/models/lab%2Fm");
    }

    @Test
    void versionAndBetaHeadersAndTheQueryGoAlong() {
        Headers headers = Headers.of("anthropic-version", "2023-06-01").with("anthropic-beta", "files-api-2025-04-14");
        WireRequest request = DIALECT.scan(new RawRequest(DIALECT.endpoints().getFirst(), Map.of(), "beta=true",
                headers, Bytes.utf8(BODY)));

        assertThat(request.query()).isEqualTo("beta=true");
        assertThat(request.headers()).isEqualTo(headers);
    }

    @Test
    void keepAliveIsAComment() {
        assertThat(DIALECT.keepAlive()).hasValue(Bytes.utf8(": keep-alive\n\n"));
    }

    @Test
    void modelsAreWrittenAsAnthropicHasThem() {
        ModelInfo model = new ModelInfo("lab/m", "lab", 17);
        String one =
                "{'type':'model','id':'lab/m','display_name':'lab/m','created_at':'1970-01-01T00:00:17Z'}";

        assertThat(json(DIALECT.writeModel(model))).isEqualTo(single(one));
        assertThat(json(DIALECT.writeModels(List.of(model, new ModelInfo("z", "lab", 0))))).isEqualTo(single(
                "{'data':[" + one
                        + ",{'type':'model','id':'z','display_name':'z','created_at':'1970-01-01T00:00:00Z'}],"
                        + "'has_more':false,'first_id':'lab/m','last_id':'z'}"));
        assertThat(json(DIALECT.writeModels(List.of())))
                .isEqualTo(single("{'data':[],'has_more':false,'first_id':null,'last_id':null}"));
    }
}
