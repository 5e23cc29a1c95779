package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static io.patchbay.dialect.openai.internal.Fixtures.raw;
import static io.patchbay.dialect.openai.internal.Fixtures.scanChat;
import static io.patchbay.dialect.openai.internal.Fixtures.scanEmbeddings;
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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void aChatRequestIsScannedForModelAndStream() {
        WireRequest request = scanChat("{\"model\":\"gpt-x\",\"stream\":true," + MESSAGES + "}");

        assertThat(request.dialect()).isEqualTo("openai-chat");
        assertThat(request.operation()).isEqualTo(Operation.CHAT);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/chat/completions");
        assertThat(request.model()).isEqualTo("gpt-x");
        assertThat(request.stream()).isTrue();
    }

    @Test
    void onlyTheModelChangesAndEveryOtherByteStays() {
        String body = """
                {  "future": {"a": [1.50, 1e400, -0]}, "messages":[ {"content":"naïve 日本 🦊","role":"user"} ],
                   "model" : "gpt-x"  , "seed": 12345678901234567890 }
                """;

        WireRequest changed = scanChat(body).withModel("lab/other");

        assertThat(changed.body().utf8()).isEqualTo(body.replace("gpt-x", "lab/other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-x", "日本/モデル", "🦊", "with \\\"quotes\\\" and \\\\", "\\u0067pt-\\u00e9\\n", "a\\/b"})
    void theModelStandsWhereTheScanSays(String escaped) {
        String body = "{\"user\":\"é🦉\",\"model\":\"" + escaped + "\"," + MESSAGES + "}";

        WireRequest request = scanChat(body);

        assertThat(request.model()).isEqualTo(json(body).path("model").asText());
        assertThat(request.withModel("zz").body().utf8()).isEqualTo(body.replace(escaped, "zz"));
    }

    @Test
    void aBodyInsideALargerArrayHasItsPlacesFromItsOwnBeginning() {
        byte[] body = ("{\"model\":\"gpt-x\"," + MESSAGES + "}").getBytes(StandardCharsets.UTF_8);
        byte[] larger = new byte[body.length + 20];
        System.arraycopy(body, 0, larger, 7, body.length);

        WireRequest request =
                Fixtures.DIALECT.scan(raw(Operation.CHAT, Bytes.wrap(larger, 7, body.length)));

        assertThat(request.withModel("y").body().utf8()).startsWith("{\"model\":\"y\",");
    }

    @Test
    void aLongTextIsScannedWithoutBeingRead() {
        String text = "é".repeat(1 << 20);

        WireRequest request = scanChat(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}],\"model\":\"gpt-x\"}");

        assertThat(json(request.withModel("y").body()).path("messages").path(0).path("content").asText())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{`messages`:[{`role`:`user`}]} | model | missing_required_parameter",
        "{`model`:null,`messages`:[{`role`:`user`}]} | model | missing_required_parameter",
        "{`model`:``,`messages`:[{`role`:`user`}]} | model | missing_required_parameter",
        "{`model`:7,`messages`:[{`role`:`user`}]} | model | invalid_type",
        "{`model`:`a`,`model`:`b`,`messages`:[{`role`:`user`}]} | model | duplicate_parameter",
        "{`model`:`a`,`stream`:`true`,`messages`:[{`role`:`user`}]} | stream | invalid_type",
        "{`model`:`a`,`stream`:true,`stream`:false,`messages`:[{`role`:`user`}]} | stream | duplicate_parameter",
        "{`model`:`a`} | messages | missing_required_parameter",
        "{`model`:`a`,`messages`:null} | messages | invalid_type",
        "{`model`:`a`,`messages`:`Hi`} | messages | invalid_type",
        "{`model`:`a`,`messages`:[]} | messages | empty_array",
        "{`model`:`a`,`messages`:[{`role`:`user`},`Hi`]} | messages[1] | invalid_type",
        "{`model`:`a`,`messages`:[{`content`:`Hi`}]} | messages[0].role | missing_required_parameter",
        "{`model`:`a`,`messages`:[{`role`:null}]} | messages[0].role | invalid_type"})
    void aWrongChatRequestIsRefusedByTheNameOfTheField(String body, String param, String code) {
        assertRefused(() -> scanChat(body.replace('`', '"').strip()), param, code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{`model`:`a`} | input | missing_required_parameter",
        "{`model`:`a`,`input`:{}} | input | invalid_type",
        "{`model`:`a`,`input`:[]} | input | empty_array",
        "{`input`:`Hi`} | model | missing_required_parameter"})
    void aWrongEmbeddingsRequestIsRefusedByTheNameOfTheField(String body, String param, String code) {
        assertRefused(() -> scanEmbeddings(body.replace('`', '"').strip()), param, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Hi\"", "[\"Hi\",\"Ho\"]", "[1,2]", "[[1,2],[3]]"})
    void everyFormOfInputIsAnEmbeddingsRequest(String input) {
        WireRequest request = scanEmbeddings("{\"input\":" + input + ",\"model\":\"e\"}");

        assertThat(request.path()).isEqualTo("/embeddings");
        assertThat(request.withModel("f").body().utf8()).isEqualTo("{\"input\":" + input + ",\"model\":\"f\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"Hi\"", "{", "{\"model\":", "{'model':'a'}", "<html></html>",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]} x",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]}{}",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}],\"n\":01}",
        "\uFEFF{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]}"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scanChat(body))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .satisfies(error -> assertThat(error.param()).isEmpty())
                .withMessageStartingWith("The request's body ");
    }

    @Test
    void aBodyInAnotherEncodingThanUtf8IsRefused() {
        String body = "{\"model\":\"a\"," + MESSAGES + "}";

        for (var charset : new Charset[]{StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThatExceptionOfType(GatewayException.class).isThrownBy(
                    () -> Fixtures.DIALECT.scan(raw(Operation.CHAT, Bytes.wrap(body.getBytes(charset)))));
        }
    }

    @Test
    void aDepthBombIsRefused() {
        String bomb = "[".repeat(100_000);

        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> scanChat("{\"model\":\"a\",\"x\":" + bomb))
                .withMessageContaining("nested deeper than 1000 levels");
    }

    @Test
    void nestingUpToTheLimitIsFine() {
        String nested = "[".repeat(990) + "]".repeat(990);

        assertThat(scanChat("{\"x\":" + nested + ",\"model\":\"a\"," + MESSAGES + "}").model()).isEqualTo("a");
    }

    @Test
    void anErrorRepeatsNothingOfTheBody() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> scanChat("{\"model\":\"a\",\"user\":secret}"))
                .satisfies(error -> assertThat(error.message()).doesNotContain("secret").contains("line 1"));
    }

    @Test
    void modelsAreAskedForWithoutABody() {
        WireRequest list = Fixtures.DIALECT.scan(raw(Operation.MODELS, Bytes.EMPTY));
        Endpoint endpoint = Endpoint.get("/v1/models/{id...}", Operation.MODEL);
        WireRequest one = Fixtures.DIALECT.scan(
                new RawRequest(endpoint, Map.of("id", "lab/gpt-x"), "", Headers.EMPTY, Bytes.EMPTY));

        assertThat(list.path()).isEqualTo("/models");
        assertThat(list.method()).isEqualTo("GET");
        assertThat(one.model()).isEqualTo("lab/gpt-x");
        assertThat(one.path()).isEqualTo("/models/lab%2Fgpt-x");
        assertThat(one.withModel("y").path()).isEqualTo("/models/y");
    }

    private static void assertRefused(ThrowingCallable scan, String param,
            String code) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(scan)
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .satisfies(error -> assertThat(error.param()).hasValue(param))
                .satisfies(error -> assertThat(error.code()).hasValue(code));
    }
}
