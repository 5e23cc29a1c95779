package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.model.ModelInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatTest {
    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new OpenAiChat().name()).isEqualTo("openai-chat");
        assertThat(DIALECT.endpoints()).contains(new Endpoint("POST", "/v1/chat/completions", Operation.CHAT),
                new Endpoint("POST", "/v1/embeddings", Operation.EMBEDDINGS),
                new Endpoint("GET", "/v1/models", Operation.MODELS),
                new Endpoint("GET", "/v1/models/{id...}", Operation.MODEL),
                new Endpoint("POST", "/openai/v1/chat/completions", Operation.CHAT),
                new Endpoint("POST", "/litellm/embeddings", Operation.EMBEDDINGS),
                new Endpoint("GET", "/langchain/models", Operation.MODELS),
                new Endpoint("GET", "/openai/v1/models/{id...}", Operation.MODEL),
                new Endpoint("DELETE", "/openai/files/{id}", new Operation("files")));
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
        assertThat(DIALECT.token(Headers.EMPTY, "")).isEmpty();
    }

    @Test
    void belowAnyRootTheProviderIsAskedForTheSame() {
        Bytes body = Bytes.utf8("{\"model\":\"m\",\"input\":\"a\"}");

        assertThat(DIALECT.endpoints().stream().filter(each -> each.operation().equals(Operation.EMBEDDINGS)))
                .hasSize(7)
                .allSatisfy(endpoint -> assertThat(
                        DIALECT.scan(new RawRequest(endpoint, Map.of(), "", Headers.EMPTY, body)).path())
                        .isEqualTo("/embeddings"));
    }

    @Test
    void keepAliveIsAComment() {
        assertThat(DIALECT.keepAlive()).hasValue(Bytes.utf8(": keep-alive\n\n"));
    }

    @Test
    void modelsAreWrittenAsOpenAiHasThem() {
        ModelInfo model = new ModelInfo("lab/m", "lab", 17);
        String one = "{\"id\":\"lab/m\",\"object\":\"model\",\"created\":17,\"owned_by\":\"lab\"}";

        assertThat(json(DIALECT.writeModel(model))).isEqualTo(json(one));
        assertThat(json(DIALECT.writeModels(List.of(model, model))))
                .isEqualTo(json("{\"object\":\"list\",\"data\":[" + one + "," + one + "]}"));
    }
}
