package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.glimpse;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
import static io.patchbay.dialect.cohere.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"""
            {"model":"e","texts":["a","b"],"input_type":"classification","embedding_types":["int8","float"],
            "output_dimension":512,"truncate":"END","max_tokens":9}""", """
            {"model":"e","images":["data:image/png;base64,AAAA"],"input_type":"image"}""", """
            {"model":"e","inputs":[{"content":[{"type":"text","text":"a"}]},{"content":[{"type":"text","text":"b"}]}],
            "input_type":"search_query"}""", """
            {"model":"e","inputs":[{"content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u"}}]}],
            "input_type":"search_query"}""", """
            {"model":"e","texts":[],"images":["u"],"input_type":"image"}"""})
    void whatIsReadIsWrittenAgain(String body) {
        assertThat(json(DIALECT.writeEmbeddingRequest(read(body)).body())).isEqualTo(json(body));
    }

    @Test
    void textsAreReadFromInputsToo() {
        assertThat(read("{\"model\":\"e\",\"inputs\":[{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}").inputs())
                .containsExactly("a");
    }

    @Test
    void aRequestFromAnotherDialectSaysWhatCohereRequires() {
        WireRequest written = DIALECT.writeEmbeddingRequest(
                new EmbeddingRequest("e", List.of("a"), OptionalInt.of(256), List.of()));

        assertThat(written.path()).isEqualTo("/v2/embed");
        assertThat(json(written.body())).isEqualTo(json("""
                {"model":"e","texts":["a"],"output_dimension":256,"input_type":"search_document",
                "embedding_types":["float"]}"""));
    }

    @Test
    void vectorsAreReadFromEveryForm() {
        String base64 = "AAAAPwAAgL8=";

        assertThat(vector("[[0.5,-1]]")).containsExactly(0.5f, -1);
        assertThat(vector("{\"float\":[[0.5,-1]],\"int8\":[[1,2]]}")).containsExactly(0.5f, -1);
        assertThat(vector("{\"base64\":[\"" + base64 + "\"]}")).containsExactly(0.5f, -1);
        assertThat(vector("{\"ubinary\":[[255,0]]}")).containsExactly(255, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "{\"float\":[[\"x\"]]}", "{\"base64\":[\"?\"]}", "{\"float\":5}", "[7]"})
    void malformedVectorsAreTheUpstreamsFault(String embeddings) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> vector(embeddings))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void theWantedTypesAreWrittenAsFarAsTheyCanBe() {
        EmbeddingResponse response =
                new EmbeddingResponse("m", List.of(new float[]{0.5f, -1}), Usage.of(3, 0), List.of());

        assertThat(written(response, "[\"float\",\"base64\"]")).isEqualTo(
                json("{\"float\":[[0.5,-1.0]],\"base64\":[\"AAAAPwAAgL8=\"]}"));
        assertThat(written(response, "[\"base64\"]")).isEqualTo(json("{\"base64\":[\"AAAAPwAAgL8=\"]}"));
        assertThat(written(response, "[\"int8\"]")).isEqualTo(json("{\"float\":[[0.5,-1.0]]}"));
        assertThat(written(response, "null")).isEqualTo(json("{\"float\":[[0.5,-1.0]]}"));
        assertThat(json(DIALECT.writeEmbeddingResponse(response, request("null"))).at("/meta/billed_units/input_tokens")
                .asInt()).isEqualTo(3);
    }

    @Test
    void otherTypesComeOutAsTheyWentIn() {
        String embeddings = "{\"int8\":[[1,-2]],\"binary\":[[-128]]}";
        EmbeddingResponse response = DIALECT.readEmbeddingResponse(answer(embeddings));

        assertThat(written(response, "[\"int8\",\"binary\"]")).isEqualTo(json(embeddings));
    }

    @Test
    void theScannerSeesVectorsAndUsage() {
        assertThat(glimpse(Operation.EMBEDDINGS, whole(answer("[[1]]").utf8()))).satisfies(glimpse -> {
            assertThat(glimpse.useful()).isTrue();
            assertThat(glimpse.usage()).hasValue(Usage.of(2, 0));
        });
        assertThat(glimpse(Operation.EMBEDDINGS, whole("{\"id\":\"i\"}")).error()).isPresent();
    }

    private static EmbeddingRequest read(String body) {
        return DIALECT.readEmbeddingRequest(WireRequest.builder(CohereV2.NAME, Operation.EMBEDDINGS)
                .body(Bytes.utf8(body)).build());
    }

    private static Bytes answer(String embeddings) {
        return Bytes.utf8("{\"id\":\"i\",\"embeddings\":" + embeddings
                + ",\"meta\":{\"billed_units\":{\"input_tokens\":2}}}");
    }

    private static float[] vector(String embeddings) {
        return DIALECT.readEmbeddingResponse(answer(embeddings)).vectors().getFirst();
    }

    private static WireRequest request(String types) {
        return WireRequest.builder(CohereV2.NAME, Operation.EMBEDDINGS)
                .body(Bytes.utf8("{\"model\":\"e\",\"embedding_types\":" + types + "}")).build();
    }

    private static JsonNode written(EmbeddingResponse response, String types) {
        return json(DIALECT.writeEmbeddingResponse(response, request(types))).path("embeddings");
    }
}
