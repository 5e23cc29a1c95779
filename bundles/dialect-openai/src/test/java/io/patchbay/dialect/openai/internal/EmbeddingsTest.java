package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Usage;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {
    /** 1.0 and -2.5 as little-endian 32-bit floats. */
    private static final String BASE64 = "AACAPwAAIMA=";

    @ParameterizedTest
    @ValueSource(strings = {"'input':'Hi'", "'input':['Hi']", "'input':['Hi','Ho']", "'input':[1,2,3]",
        "'input':[[1,2],[3]]", "'input':'H\\u00e9'", "'input':'Hi','encoding_format':'base64','user':'u'",
        "'input':['Hi'],'dimensions':8,'output_dimension':8"})
    void everyFormOfRequestComesOutAsItWentIn(String members) {
        String body = ("{'model':'e'," + members + "}").replace('\'', '"');

        WireRequest written = DIALECT.writeEmbeddingRequest(DIALECT.readEmbeddingRequest(request(body)));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(json(written.withModel("f").body()).path("model").asText()).isEqualTo("f");
        assertThat(written.operation()).isEqualTo(Operation.EMBEDDINGS);
        assertThat(written.path()).isEqualTo("/embeddings");
    }

    @Test
    void aRequestIsReadIntoTheNeutralModel() {
        EmbeddingRequest read = DIALECT.readEmbeddingRequest(
                request("{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"dimensions\":8}"));

        assertThat(read).isEqualTo(new EmbeddingRequest("e", List.of("a", "b"), OptionalInt.of(8), List.of()));
        assertThat(DIALECT.readEmbeddingRequest(request("{\"model\":\"e\",\"input\":\"a\"}")).inputs())
                .containsExactly("a");
        assertThat(DIALECT.readEmbeddingRequest(request("{\"model\":\"e\",\"input\":[[1,2]]}")).inputs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'input':['a',1] | input", "'input':{} | input",
        "'dimensions':0,'input':'a' | dimensions", "'dimensions':'8','input':'a' | dimensions"})
    void aWrongRequestIsRefusedByTheNameOfTheField(String members, String param) {
        String body = ("{'model':'e'," + members.strip() + "}").replace('\'', '"');

        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.readEmbeddingRequest(request(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .satisfies(error -> assertThat(error.param()).hasValue(param));
    }

    @Test
    void vectorsAreReadInTheOrderOfTheirIndex() {
        EmbeddingResponse read = DIALECT.readEmbeddingResponse(Bytes.utf8("""
                {"object":"list","model":"e","data":[{"index":1,"embedding":[3]},{"index":0,"embedding":[0.5,-2e-1]}],
                "usage":{"prompt_tokens":8,"total_tokens":8},"provider":"x"}"""));

        assertThat(read.vectors().get(0)).containsExactly(0.5f, -0.2f);
        assertThat(read.vectors().get(1)).containsExactly(3f);
        assertThat(read.usage()).isEqualTo(Usage.of(8, 0));
    }

    @Test
    void vectorsInBase64AreReadAndWritten() {
        EmbeddingResponse read = DIALECT.readEmbeddingResponse(
                Bytes.utf8("{\"model\":\"e\",\"data\":[{\"embedding\":\"" + BASE64 + "\"}]}"));
        String asked = "{\"model\":\"e\",\"input\":\"a\",\"encoding_format\":\"base64\"}";

        assertThat(read.vectors().getFirst()).containsExactly(1f, -2.5f);
        assertThat(json(DIALECT.writeEmbeddingResponse(read, request(asked))).path("data").path(0).path("embedding")
                .asText()).isEqualTo(BASE64);
    }

    @Test
    void anAnswerIsWrittenAsOpenAiHasIt() {
        EmbeddingResponse response =
                new EmbeddingResponse("e", List.of(new float[]{1f, -2.5f}), Usage.of(8, 0), List.of());

        assertThat(json(DIALECT.writeEmbeddingResponse(response, request("{\"model\":\"e\",\"input\":\"a\"}"))))
                .isEqualTo(json("""
                        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[1.0,-2.5]}],"model":"e",
                        "usage":{"prompt_tokens":8,"total_tokens":8}}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"data\":[{}]}", "{\"data\":[{\"embedding\":\"?\"}]}",
        "{\"data\":[{\"embedding\":[true]}]}", "{\"data\":[{\"index\":5,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":-1,\"embedding\":[1]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]}"})
    void aMalformedAnswerIsTheUpstreamsFault(String body) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.readEmbeddingResponse(Bytes.utf8(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    private static WireRequest request(String body) {
        return WireRequest.builder("openai-chat", Operation.EMBEDDINGS).body(Bytes.utf8(body)).build();
    }
}
