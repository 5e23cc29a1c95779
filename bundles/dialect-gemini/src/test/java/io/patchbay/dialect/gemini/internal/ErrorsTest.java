package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "401,KEY_REFUSED", "403,KEY_REFUSED", "404,NOT_FOUND", "408,TIMEOUT",
        "409,OTHER", "413,TOO_LARGE", "429,RATE_LIMITED", "500,UPSTREAM", "503,OVERLOADED", "504,TIMEOUT"})
    void aStatusAloneTellsTheKind(int status, ErrorKind kind) {
        for (String body : new String[]{"", "<html>Bad Gateway</html>", "{}", "[]", "null", "{\"error\":", "17"}) {
            GatewayException error = DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body));

            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("The upstream answered with status " + status + ".");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | INVALID_ARGUMENT | * GenerateContentRequest.contents: contents is not specified | INVALID_REQUEST",
        "400 | INVALID_ARGUMENT | API key not valid. Please pass a valid API key. | KEY_REFUSED",
        "400 | INVALID_ARGUMENT | API key expired. Please renew the API key. | KEY_REFUSED",
        "400 | INVALID_ARGUMENT | The input token count (1200000) exceeds the maximum number of tokens allowed. | CONTEXT_LENGTH",
        "400 | FAILED_PRECONDITION | User location is not supported for the API use. | KEY_REFUSED",
        "400 | FAILED_PRECONDITION | The File x is not in an ACTIVE state. | INVALID_REQUEST",
        "403 | PERMISSION_DENIED | Your API key was reported as leaked. | KEY_REFUSED",
        "403 | PERMISSION_DENIED | CachedContent not found (or permission denied) | NOT_FOUND",
        "403 | PERMISSION_DENIED | You do not have permission to access the File x or it may not exist. | NOT_FOUND",
        "404 | NOT_FOUND | models/x is not found for API version v1beta | MODEL_NOT_FOUND",
        "404 | NOT_FOUND | Requested entity was not found. | NOT_FOUND",
        "429 | RESOURCE_EXHAUSTED | You exceeded your current quota. | RATE_LIMITED",
        "500 | INTERNAL | An internal error has occurred. | UPSTREAM",
        "503 | UNAVAILABLE | The model is overloaded. | OVERLOADED",
        "504 | DEADLINE_EXCEEDED | Too long. | TIMEOUT"})
    void googlesWordsTellTheKindAlsoInAnArray(int status, String word, String message, ErrorKind kind) {
        String body =
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + word + "\"}}";

        for (String each : new String[]{body, "[" + body + "]", "[" + body + "\n,\r\n{}]"}) {
            GatewayException error = DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(each));
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo(message);
            // What the kind says, each dialect says in a word of its own.
            assertThat(error.code()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"34.074824224s,34075", "7s,7000", "0s,0", "1.5,1500"})
    void retryInfoIsReadWhereNoHeaderSays(String delay, long ms) {
        Bytes body = Bytes.utf8("""
                {"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[5,
                {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[]},
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}""".formatted(delay));

        assertThat(DIALECT.readError(429, Headers.EMPTY, body).retryAfter()).hasValue(Duration.ofMillis(ms));
        assertThat(DIALECT.readError(429, Headers.of("retry-after", "3"), body).retryAfter())
                .hasValue(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5s", "99999999999999s", "1e999999999s"})
    void aSenselessDelayIsNone(String delay) {
        assertThat(DIALECT.readError(429, Headers.EMPTY, Bytes.utf8("""
                {"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}"""
                .formatted(delay))).retryAfter()).isEmpty();
    }

    @Test
    void theFieldThatIsWrongIsRead() {
        assertThat(DIALECT
                .readError(400, Headers.EMPTY,
                        Bytes.utf8(
                                """
                {"error":{"message":"m","status":"INVALID_ARGUMENT","details":[{"@type":
                "type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"contents[0]","description":"d"}]}]}}"""))
                .param()).hasValue("contents[0]");
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindIsWrittenAsGoogleDoes(ErrorKind kind) {
        GatewayException error = new GatewayException(kind, "Why.").withParam("contents")
                .withRetryAfter(Duration.ofMillis(1500));
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.status()).isEqualTo(kind.status());
            assertThat(answer.headers().first("retry-after")).hasValue("2");
            var written = json(answer.next().flatMap(Frame::bytes).orElseThrow()).path("error");
            assertThat(written.path("code").asInt()).isEqualTo(kind.status());
            assertThat(written.path("status").asText()).matches("[A-Z_]+");
            assertThat(written.path("message").asText()).isEqualTo(error.publicMessage());
            assertThat(written.at("/details/0/fieldViolations/0/field").asText()).isEqualTo("contents");
            assertThat(written.at("/details/1/retryDelay").asText()).isEqualTo("2s");
        }
    }

    @ParameterizedTest
    @EnumSource(value = ErrorKind.class, names = {"INVALID_REQUEST", "CONTEXT_LENGTH", "MODEL_NOT_FOUND",
        "RATE_LIMITED",
        "OVERLOADED", "TIMEOUT"})
    void whatIsWrittenIsReadAsTheSameKind(ErrorKind kind) {
        String message = kind == ErrorKind.CONTEXT_LENGTH ? "The token count exceeds." : "The model.";
        Bytes written =
                DIALECT.writeError(new GatewayException(kind, message)).next().flatMap(Frame::bytes).orElseThrow();

        assertThat(DIALECT.readError(kind.status(), Headers.EMPTY, written).kind()).isEqualTo(kind);
    }

    @Test
    void anUpstreamsOwnStatusIsKept() {
        GatewayException error = new GatewayException(ErrorKind.OTHER, "m").withUpstreamStatus(409);

        assertThat(DIALECT.writeStreamError(error).utf8()).contains("\"code\":409", "FAILED_PRECONDITION");
    }
}
