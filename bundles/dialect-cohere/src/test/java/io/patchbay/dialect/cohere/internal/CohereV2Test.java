package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
import static io.patchbay.dialect.cohere.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
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

class CohereV2Test {
    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new CohereV2().name()).isEqualTo("cohere-v2");
        assertThat(DIALECT.endpoints()).containsExactly(new Endpoint("POST", "/v2/chat", Operation.CHAT),
                new Endpoint("POST", "/v2/embed", Operation.EMBEDDINGS),
                new Endpoint("POST", "/v2/rerank", CohereV2.RERANK),
                new Endpoint("POST", "/cohere/v2/chat", Operation.CHAT),
                new Endpoint("POST", "/cohere/v2/embed", Operation.EMBEDDINGS),
                new Endpoint("POST", "/cohere/v2/rerank", CohereV2.RERANK),
                new Endpoint("GET", "/cohere/v1/models", Operation.MODELS),
                new Endpoint("GET", "/cohere/v1/models/{id...}", Operation.MODEL));
    }

    @Test
    void thePathBelowTheBaseUrlIsTheVendorsWhateverThePrefix() {
        for (Endpoint endpoint : DIALECT.endpoints()) {
            if (endpoint.method().equals("POST")) {
                Bytes body = Bytes.utf8("""
                        {"model":"m","messages":[{"role":"user"}],"texts":["a"],"query":"q","documents":["d"]}""");
                WireRequest request =
                        DIALECT.scan(new RawRequest(endpoint, Map.of(), "", Headers.EMPTY, body));

                assertThat("/cohere" + request.path()).endsWith(endpoint.path());
                assertThat(request.path()).startsWith("/v2/");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer co-1", "bearer co-1", "Bearer  co-1 "})
    void theTokenIsTheBearers(String value) {
        assertThat(DIALECT.token(Headers.of("Authorization", value), "")).hasValue("co-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Basic Y28tMQ==", "co-1"})
    void anythingElseIsNoToken(String value) {
        assertThat(DIALECT.token(Headers.of("authorization", value), "key=co-1")).isEmpty();
    }

    @Test
    void keepAliveIsAComment() {
        assertThat(DIALECT.keepAlive()).hasValue(Bytes.utf8(": keep-alive\n\n"));
    }

    @Test
    void modelsAreWrittenAsCohereHasThem() {
        ModelInfo model = new ModelInfo("command-a", "main", 17);

        assertThat(json(DIALECT.writeModel(model))).isEqualTo(json("{\"name\":\"command-a\"}"));
        assertThat(json(DIALECT.writeModels(List.of(model, model))))
                .isEqualTo(json("{\"models\":[{\"name\":\"command-a\"},{\"name\":\"command-a\"}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "chat | {} | model",
        "chat | {`model`:``} | model",
        "chat | {`model`:`m`} | messages",
        "chat | {`model`:`m`,`messages`:[]} | messages",
        "chat | {`model`:`m`,`messages`:[{}]} | messages[0].role",
        "chat | {`model`:`m`,`messages`:[{`role`:5}]} | messages[0].role",
        "chat | {`model`:`m`,`messages`:[{`role`:`user`}],`messages`:[{`role`:`user`}]} | messages",
        "chat | {`model`:`m`,`messages`:[{`role`:`user`}],`stream`:1} | stream",
        "embeddings | {`model`:`m`} | texts",
        "embeddings | {`model`:`m`,`texts`:`a`} | texts",
        "rerank | {`model`:`m`,`documents`:[`d`]} | query",
        "rerank | {`model`:`m`,`query`:`q`} | documents",
        "rerank | {`model`:`m`,`query`:`q`,`documents`:[]} | documents"})
    void whatRoutingNeedsMustBeThere(String operation, String body, String param) {
        RawRequest raw = raw(new Operation(operation), Bytes.utf8(body.replace('`', '"').strip()));

        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.scan(raw)).satisfies(error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(error.param()).hasValue(param);
        });
    }
}
