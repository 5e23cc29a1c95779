package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireRequestTest {
    private static final String BODY = "{ \"x\":1.50, \"model\" : \"gpt-4o\", \"y\":[]}";
    private final WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT)
            .path("/chat/completions")
            .query("a=b")
            .headers(Headers.of("x", "y"))
            .body(Bytes.utf8(BODY))
            .model("gpt-4o")
            .modelAt(BODY.indexOf("gpt-4o"), BODY.indexOf("gpt-4o") + 6)
            .stream(true)
            .dropped(List.of("seed"))
            .build();

    @Test
    void anotherModelChangesNoOtherByte() {
        WireRequest other = request.withModel("llama");

        assertThat(other.body().utf8()).isEqualTo(BODY.replace("gpt-4o", "llama"));
        assertThat(other.model()).isEqualTo("llama");
        assertThat(other.withModel("gpt-4o").body()).isEqualTo(request.body());
        assertThat(request.body().utf8()).isEqualTo(BODY);
    }

    @Test
    void aNameThatStandsThereAsItIsIsNotEscaped() {
        WireRequest form = WireRequest.builder("openai-chat", new Operation("transcriptions")).surface(true)
                .body(Bytes.utf8("model=whisper&language=de")).model("whisper").modelAsTextAt(6, 13).build();

        WireRequest other = form.withModel("a\"b");

        assertThat(other.body().utf8()).isEqualTo("model=a\"b&language=de");
        assertThat(other.withModel("whisper").body()).isEqualTo(form.body());
        assertThat(other.surface()).isTrue();
        assertThat(request.surface()).isFalse();
    }

    @Test
    void theSameModelCostsNothing() {
        assertThat(request.withModel("gpt-4o")).isSameAs(request);
    }

    @Test
    void aNameThatNeedsEscapesIsEscapedAndMayBeReplacedAgain() {
        WireRequest odd = request.withModel("a\"b\\c\u0001ü");

        assertThat(odd.body().utf8()).isEqualTo(BODY.replace("gpt-4o", "a\\\"b\\\\c\\u0001ü"));
        assertThat(odd.withModel("gpt-4o").body().utf8()).isEqualTo(BODY);
    }

    @Test
    void aModelInThePathIsFilledIn() {
        WireRequest gemini = WireRequest.builder("gemini", Operation.CHAT)
                .path("/models/{model}:generateContent").model("gemini-2").body(Bytes.utf8("{}")).build();

        assertThat(gemini.path()).isEqualTo("/models/gemini-2:generateContent");
        assertThat(gemini.withModel("a b/c?").path()).isEqualTo("/models/a%20b%2Fc%3F:generateContent");
        assertThat(gemini.withModel("x").body()).isEqualTo(gemini.body());
    }

    @Test
    void aModelThatStandsInSeveralPlacesIsReplacedInAll() {
        String body = "{\"requests\":[{\"model\":\"models/e\"},{\"model\":\"models/e\"}]}";
        int first = body.indexOf("/e") + 1;
        int second = body.lastIndexOf("/e") + 1;
        WireRequest batch = WireRequest.builder("gemini", Operation.EMBEDDINGS).path("/models/{model}:batch")
                .body(Bytes.utf8(body)).model("e").modelAt(second, second + 1).modelAlsoAt(first, first + 1).build();

        WireRequest other = batch.withModel("longer\"");

        assertThat(other.path()).isEqualTo("/models/longer%22:batch");
        assertThat(other.body().utf8()).isEqualTo(body.replace("/e", "/longer\\\""));
        assertThat(other.withModel("e").body()).isEqualTo(batch.body());
    }

    @Test
    void aDialectThatDoesNotSayWhereTheModelStandsIsAtFault() {
        WireRequest unknown = WireRequest.builder("odd", Operation.CHAT).model("a").build();

        assertThatThrownBy(() -> unknown.withModel("b")).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.INTERNAL));
    }

    @Test
    void aPlaceOutsideTheBodyIsRefused() {
        assertThatThrownBy(() -> request.toBuilder().body(Bytes.EMPTY).build())
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aCopyIsTheSameInAllElse() {
        WireRequest copy = request.toBuilder().method("PUT").build();

        assertThat(copy.method()).isEqualTo("PUT");
        assertThat(copy).usingRecursiveComparison().ignoringFields("method").isEqualTo(request);
    }
}
