package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.endpoint;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
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

class GeminiTest {
    private static final String BODY = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";

    @Test
    void endpointsAreWhatGooglesSdksCallInBothVersionsAndUnderAPrefix() {
        assertThat(new Gemini().name()).isEqualTo("gemini");
        assertThat(DIALECT.endpoints()).contains(
                new Endpoint("POST", "/v1beta/{model...}:generateContent", Operation.CHAT),
                new Endpoint("POST", "/v1/{model...}:streamGenerateContent", Operation.CHAT),
                new Endpoint("POST", "/genai/v1beta/{model...}:embedContent", Operation.EMBEDDINGS),
                new Endpoint("POST", "/genai/v1/{model...}:batchEmbedContents", Operation.EMBEDDINGS),
                new Endpoint("POST", "/v1beta/{model...}:countTokens", new Operation("count-tokens")),
                new Endpoint("GET", "/v1beta/models", Operation.MODELS),
                new Endpoint("GET", "/v1beta/models/{model...}", Operation.MODEL));
    }

    @Test
    void theModelListIsServedUnderBothVersions() {
        assertThat(DIALECT.endpoints()).anyMatch(each -> each.path().equals("/v1/models"))
                .anyMatch(each -> each.path().equals("/genai/v1/models"));
    }

    @ParameterizedTest
    @CsvSource({"/v1beta/{model...}:generateContent,models/gemini-x,gemini-x,/v1beta/models/gemini-x:generateContent",
        "/v1beta/{model...}:generateContent,gemini-x,gemini-x,/v1beta/models/gemini-x:generateContent",
        "/v1/{model...}:generateContent,models/lab/gemini-x,lab/gemini-x,/v1/models/lab%2Fgemini-x:generateContent",
        "/genai/v1/{model...}:countTokens,models/gemini-x,gemini-x,/v1/models/gemini-x:countTokens",
        "/genai/v1beta/{model...}:streamGenerateContent,models/g,g,/v1beta/models/g:streamGenerateContent"})
    void theModelIsInThePathAndThePathStaysAsItWas(String endpoint, String parameter, String model, String path) {
        WireRequest request = DIALECT.scan(new RawRequest(endpoint(endpoint), Map.of("model", parameter),
                "alt=sse&key=secret&$fields=x&access_token=t", Headers.EMPTY, Bytes.utf8(BODY)));

        assertThat(request.model()).isEqualTo(model);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.stream()).isEqualTo(endpoint.contains("stream"));
        assertThat(request.query()).isEqualTo("alt=sse&$fields=x");
        assertThat(request.withModel("other").path()).contains("/models/other:");
    }

    @Test
    void modelsAreAskedForBelowTheVersion() {
        RawRequest list = new RawRequest(endpoint("/genai/v1/models"), Map.of(), "pageSize=5", Headers.EMPTY,
                Bytes.EMPTY);
        RawRequest one = new RawRequest(endpoint("/v1beta/models/{model...}"), Map.of("model", "lab/x"), "",
                Headers.EMPTY, Bytes.EMPTY);

        assertThat(DIALECT.scan(list).path()).isEqualTo("/v1/models");
        assertThat(DIALECT.scan(list).query()).isEqualTo("pageSize=5");
        assertThat(DIALECT.scan(one).model()).isEqualTo("lab/x");
        assertThat(DIALECT.scan(one).path()).isEqualTo("/v1beta/models/lab%2Fx");
    }

    @Test
    void aBatchNamesItsModelInEachRequestAndIsReplacedInAll() {
        WireRequest batch = Fixtures.scan(Action.EMBED_SEVERAL, """
                {"requests":[{"model":"models\\/gemini-x","content":{}},{"content":{"model":"gemini-x"},
                "model":"gemini-x"},{"model":"models/other"}],"model":"models/gemini-x"}""");

        assertThat(json(batch.withModel("n\"ew").body())).isEqualTo(json("""
                {"requests":[{"model":"models/n\\"ew","content":{}},{"content":{"model":"gemini-x"},
                "model":"n\\"ew"},{"model":"models/other"}],"model":"models/n\\"ew"}"""));
        assertThat(batch.withModel("new").withModel("gemini-x").body()).isEqualTo(batch.body());
    }

    @Test
    void aTokenCountOfAWholeRequestNamesItsModelTwice() {
        WireRequest count = Fixtures.scan(Action.COUNT_TOKENS,
                "{\"generateContentRequest\":{\"model\":\"models/gemini-x\",\"contents\":[]}}");

        assertThat(count.withModel("b").body().utf8())
                .isEqualTo("{\"generateContentRequest\":{\"model\":\"models/b\",\"contents\":[]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"contents\":[]}", "{\"contents\":null}", "{\"contents\":[{}]",
        "{\"contents\":[{}]} x"})
    void aBodyThatCannotBeAChatIsRefused(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> Fixtures.scan(Action.GENERATE, body))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @Test
    void theTokenIsGooglesHeaderTheQuerysKeyOrTheBearer() {
        Headers bearer = Headers.of("authorization", "Bearer b");
        assertThat(DIALECT.token(bearer.with("X-Goog-Api-Key", " g "), "key=q")).hasValue("g");
        assertThat(DIALECT.token(bearer, "alt=sse&key=q%2B1")).hasValue("q+1");
        assertThat(DIALECT.token(bearer, "keys=q&key=")).hasValue("b");
        assertThat(DIALECT.token(Headers.EMPTY, "key=%zz")).hasValue("%zz");
        assertThat(DIALECT.token(Headers.of("x-api-key", "x"), "")).isEmpty();
    }

    @Test
    void keepAliveIsABlankLineBecauseGooglesSdkTakesNoComments() {
        assertThat(DIALECT.keepAlive()).hasValue(Bytes.utf8("\n"));
    }

    @Test
    void modelsAreWrittenAsGoogleHasThem() {
        ModelInfo model = new ModelInfo("lab/m", "lab", 17);
        String one = """
                {"name":"models/lab/m","displayName":"lab/m","supportedGenerationMethods":["generateContent",
                "streamGenerateContent","embedContent","batchEmbedContents","countTokens"]}""";

        assertThat(json(DIALECT.writeModel(model))).isEqualTo(json(one));
        assertThat(json(DIALECT.writeModels(List.of(model, model))))
                .isEqualTo(json("{\"models\":[" + one + "," + one + "]}"));
    }
}
