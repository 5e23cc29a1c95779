package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.NOW;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "401,KEY_REFUSED", "402,KEY_REFUSED", "403,KEY_REFUSED", "404,NOT_FOUND",
        "408,TIMEOUT", "409,OTHER", "413,TOO_LARGE", "422,INVALID_REQUEST", "429,RATE_LIMITED", "500,UPSTREAM",
        "502,UPSTREAM", "503,OVERLOADED", "504,TIMEOUT", "529,OVERLOADED"})
    void aStatusAloneTellsTheKind(int status, ErrorKind kind) {
        for (String body : new String[]{"", "<html>Bad Gateway</html>", "{}", "[]", "null", "{\"error\":", "17"}) {
            GatewayException error = DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body));

            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("The upstream answered with status " + status + ".");
            assertThat(error.upstreamStatus()).hasValue(status);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | {`code`:`context_length_exceeded`,`message`:`m`} | CONTEXT_LENGTH",
        "400 | {`type`:`exceed_context_size_error`,`code`:400,`message`:`m`} | CONTEXT_LENGTH",
        "400 | {`message`:`This model's maximum context length is 8192 tokens.`} | CONTEXT_LENGTH",
        "400 | {`code`:`content_filter`,`message`:`m`} | CONTENT_FILTERED",
        "403 | {`code`:403,`message`:`m`,`metadata`:{`flagged_input`:`x`}} | CONTENT_FILTERED",
        "403 | {`code`:`model_not_found`,`message`:`m`} | MODEL_NOT_FOUND",
        "400 | {`code`:400,`message`:`nope/none is not a valid model ID`} | MODEL_NOT_FOUND",
        "404 | {`message`:`The model x does not exist`} | MODEL_NOT_FOUND",
        "404 | {`message`:`Invalid URL`,`type`:`invalid_request_error`} | NOT_FOUND",
        "429 | {`code`:`insufficient_quota`,`type`:`insufficient_quota`,`message`:`m`} | KEY_REFUSED",
        "429 | {`code`:`rate_limit_exceeded`,`type`:`tokens`,`message`:`m`} | RATE_LIMITED",
        "400 | {`code`:`invalid_api_key`,`message`:`m`} | KEY_REFUSED",
        "401 | {`message`:`The model is not found for this key`} | KEY_REFUSED",
        "500 | {`type`:`server_error`,`message`:`m`} | UPSTREAM"})
    void wordsTellMoreThanTheStatus(int status, String error, ErrorKind kind) {
        String body = "{\"error\":" + error.replace('`', '"').strip() + "}";

        assertThat(DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"Why\"}}", "[{\"error\":{\"message\":\"Why\"}}]",
        "{\"error\":\"Why\"}", "{\"message\":\"Why\",\"object\":\"error\"}", "{\"detail\":\"Why\"}",
        "{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"Why\"}]}",
        "{\"object\":\"error\",\"message\":{\"detail\":[{\"msg\":\"Why\"}]}}", "\"Why\""})
    void theTextIsFoundInEveryShape(String body) {
        assertThat(DIALECT.readError(400, Headers.EMPTY, Bytes.utf8(body)).message()).isEqualTo("Why");
    }

    @Test
    void paramAndCodeAreKept() {
        GatewayException error = DIALECT.readError(400, Headers.EMPTY, Bytes.utf8(
                "{\"error\":{\"message\":\"m\",\"param\":\"messages[0].role\",\"code\":\"invalid_value\"}}"));

        assertThat(error.param()).hasValue("messages[0].role");
        assertThat(error.code()).hasValue("invalid_value");
    }

    @Test
    void aVeryLongTextIsCut() {
        String body = "{\"message\":\"" + "x".repeat(100_000) + "\"}";

        assertThat(DIALECT.readError(400, Headers.EMPTY, Bytes.utf8(body)).message()).hasSizeLessThan(5_000);
    }

    @ParameterizedTest
    @CsvSource({"retry-after,7,7000", "Retry-After,1.5,1500", "retry-after-ms,250,250", "retry-after,0,0",
        "retry-after,99999999999999999999,31536000000"})
    void retryAfterIsReadInSecondsAndMilliseconds(String name, String value, long ms) {
        for (int status : new int[]{429, 503, 400}) {
            assertThat(DIALECT.readError(status, Headers.of(name, value), Bytes.EMPTY).retryAfter())
                    .hasValue(Duration.ofMillis(ms));
        }
    }

    @Test
    void retryAfterIsReadAsADate() {
        DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

        assertThat(retryAfter(format.format(NOW.plusSeconds(90)).replace("Z", "GMT"))).hasValue(Duration.ofSeconds(90));
        assertThat(retryAfter(format.format(NOW.minusSeconds(90)))).hasValue(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "NaN", "Sun, 99 Nov 1994 08:49:37 GMT"})
    void aRetryAfterThatIsNoneIsNone(String value) {
        assertThat(retryAfter(value)).isEmpty();
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        Headers headers = Headers.of("retry-after", "2").with("retry-after-ms", "1200");

        assertThat(DIALECT.readError(429, headers, Bytes.EMPTY).retryAfter()).hasValue(Duration.ofMillis(1200));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindIsWrittenInOpenAisSchema(ErrorKind kind) {
        Answer answer = DIALECT.writeError(new GatewayException(kind, "Say \"why\"\n"));
        JsonNode error = body(answer).path("error");

        assertThat(answer.status()).isEqualTo(kind.status());
        assertThat(answer.headers().first("content-type")).hasValue("application/json");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("type").asText()).isNotEmpty();
        assertThat(error.has("param")).isTrue();
        assertThat(error.has("code")).isTrue();
        assertThat(error).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,invalid_request_error,", "AUTHENTICATION,authentication_error,invalid_api_key",
        "PERMISSION,permission_error,", "MODEL_NOT_FOUND,invalid_request_error,model_not_found",
        "CONTEXT_LENGTH,invalid_request_error,context_length_exceeded",
        "CONTENT_FILTERED,invalid_request_error,content_filter", "RATE_LIMITED,rate_limit_error,rate_limit_exceeded",
        "PROVIDER_NOT_INSTALLED,server_error,provider_not_installed", "UPSTREAM,server_error,upstream_error",
        "TIMEOUT,server_error,timeout", "OVERLOADED,server_error,overloaded"})
    void kindsHaveOpenAisTypesAndCodes(ErrorKind kind, String type, String code) {
        JsonNode error = body(DIALECT.writeError(new GatewayException(kind, "m"))).path("error");

        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").asText(null)).isEqualTo(code);
    }

    @Test
    void paramCodeStatusAndRetryAfterAreWritten() {
        GatewayException error = new GatewayException(ErrorKind.OTHER, "Conflict").withParam("n").withCode("busy")
                .withUpstreamStatus(409).withRetryAfter(Duration.ofMillis(1001));

        Answer answer = DIALECT.writeError(error);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.headers().first("retry-after")).hasValue("2");
        assertThat(body(answer)).isEqualTo(json("""
                {"error":{"message":"Conflict","type":"invalid_request_error","param":"n","code":"busy"}}"""));
    }

    @Test
    void whatAnUpstreamSaysOfOurKeyStaysHere() {
        GatewayException error = DIALECT.readError(401, Headers.EMPTY, Bytes.utf8(
                "{\"error\":{\"message\":\"Incorrect API key sk-secret\",\"code\":\"invalid_api_key\"}}"));

        String body = body(DIALECT.writeError(error)).toString();

        assertThat(body).doesNotContain("sk-secret").doesNotContain("invalid_api_key");
    }

    @Test
    void anErrorInAStreamIsOneEventWithoutATerminator() {
        Bytes event = DIALECT.writeStreamError(new GatewayException(ErrorKind.UPSTREAM, "Cut"));

        assertThat(event.utf8()).startsWith("data: {\"error\":{").endsWith("}}\n\n").doesNotContain("[DONE]");
    }

    private static Optional<Duration> retryAfter(String value) {
        return DIALECT.readError(429, Headers.of("retry-after", value), Bytes.EMPTY).retryAfter();
    }

    private static JsonNode body(Answer answer) {
        return json(answer.next().orElseThrow().data());
    }
}
