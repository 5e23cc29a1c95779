package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static io.patchbay.dialect.gemini.internal.Fixtures.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
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
    @Test
    void oneContentIsOneInputAndComesOutAsOne() {
        String body = """
                {"model":"models/gemini-x","content":{"role":"user","parts":[{"text":"a"},{"text":"b"}]},
                "taskType":"RETRIEVAL_QUERY","outputDimensionality":5}""";
        EmbeddingRequest read = DIALECT.readEmbeddingRequest(scan(Action.EMBED, body));
        WireRequest written = DIALECT.writeEmbeddingRequest(read);

        assertThat(read.inputs()).containsExactly("ab");
        assertThat(read.dimensions()).hasValue(5);
        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.path()).isEqualTo("/v1beta/models/gemini-x:embedContent");
    }

    @Test
    void severalRequestsKeepWhatTheyHaveOfTheirOwn() {
        String body =
                """
                {"requests":[{"model":"models/gemini-x","content":{"parts":[{"text":"a"}]},"outputDimensionality":5},
                {"model":"models/gemini-x","content":{"parts":[{"text":"b"}]},"title":"t","outputDimensionality":6}]}""";
        EmbeddingRequest read = DIALECT.readEmbeddingRequest(scan(Action.EMBED_SEVERAL, body));

        assertThat(read.inputs()).containsExactly("a", "b");
        assertThat(read.dimensions()).isEmpty();
        assertThat(json(DIALECT.writeEmbeddingRequest(read).body())).isEqualTo(json(body));
    }

    @Test
    void anotherDialectsRequestIsABatch() {
        WireRequest written = DIALECT.writeEmbeddingRequest(
                new EmbeddingRequest("e", List.of("a", "b"), OptionalInt.of(3), List.of()));

        assertThat(written.path()).isEqualTo("/v1beta/models/e:batchEmbedContents");
        assertThat(json(written.body())).isEqualTo(json("""
                {"requests":[{"model":"models/e","content":{"parts":[{"text":"a"}]},"outputDimensionality":3},
                {"model":"models/e","content":{"parts":[{"text":"b"}]},"outputDimensionality":3}]}"""));
    }

    @Test
    void theAnswersShapeIsTheRequests() {
        EmbeddingResponse response = new EmbeddingResponse("", List.of(new float[]{0.5f, 1}), Usage.NONE, List.of());
        WireRequest one = scan(Action.EMBED, "{\"content\":{}}");
        WireRequest several = scan(Action.EMBED_SEVERAL, "{\"requests\":[]}");

        assertThat(json(DIALECT.writeEmbeddingResponse(response, one)))
                .isEqualTo(json("{\"embedding\":{\"values\":[0.5,1.0]}}"));
        assertThat(json(DIALECT.writeEmbeddingResponse(response, several)))
                .isEqualTo(json("{\"embeddings\":[{\"values\":[0.5,1.0]}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"requests\":{}}", "{\"requests\":[{}]}", "{\"requests\":[{\"content\":5}]}",
        "{\"requests\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"AA\"}}]}}]}"})
    void whatIsNoTextCannotBeTranslated(String body) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.readEmbeddingRequest(scan(Action.EMBED_SEVERAL, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"embeddings\":[{}]}", "{\"embeddings\":[{\"values\":[\"a\"]}]}",
        "{\"error\":{\"message\":\"m\"}}", "x"})
    void whatIsNoVectorIsTheUpstreamsFault(String body) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.readEmbeddingResponse(Bytes.utf8(body)));
    }
}
