package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.data;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "401,KEY_REFUSED", "402,KEY_REFUSED", "403,KEY_REFUSED", "404,NOT_FOUND",
        "408,TIMEOUT", "413,TOO_LARGE", "418,OTHER", "422,INVALID_REQUEST", "429,RATE_LIMITED", "500,UPSTREAM",
        "502,UPSTREAM", "503,OVERLOADED", "504,TIMEOUT", "529,OVERLOADED"})
    void withoutWordsTheStatusTells(int status, ErrorKind kind) {
        for (String body : new String[]{"", "<html>Bad Gateway</html>", "{}", "[]", "null", "{\"error\":", "17"}) {
            GatewayException error = DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body));

            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("The upstream answered with status " + status + ".");
            assertThat(error.upstreamStatus()).hasValue(status);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | {'error':{'code':'context_length_exceeded','message':'m'}} | CONTEXT_LENGTH",
        "400 | {'error':{'message':'Your input exceeds the context window of this model.'}} | CONTEXT_LENGTH",
        "400 | {'error':{'code':'model_not_found','message':'m','param':'model'}} | MODEL_NOT_FOUND",
        "400 | {'error':{'code':'previous_response_not_found','message':'m'}} | INVALID_REQUEST",
        "404 | {'error':{'message':'The model x does not exist'}} | MODEL_NOT_FOUND",
        "400 | {'code':'invalid-argument','error':'Model not found: x'} | MODEL_NOT_FOUND",
        "400 | {'code':'invalid-argument','error':'Incorrect API key provided.'} | KEY_REFUSED",
        "401 | {'error':{'message':'The model is not found for this key'}} | KEY_REFUSED",
        "429 | {'error':{'code':'insufficient_quota','message':'m'}} | KEY_REFUSED",
        "429 | {'error':{'code':'rate_limit_exceeded','type':'tokens','message':'m'}} | RATE_LIMITED",
        "503 | {'error':{'code':'server_is_overloaded','message':'m'}} | OVERLOADED",
        "500 | {'error':{'type':'server_error','message':'m'}} | UPSTREAM"})
    void wordsTellMoreThanTheStatus(int status, String body, ErrorKind kind) {
        assertThat(DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body.replace('\'', '"').strip())).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"message\":\"Why\"}}", "{\"error\":\"Why\"}", "{\"message\":\"Why\"}",
        "{\"detail\":\"Why\"}", "{\"detail\":[{\"msg\":\"Why\"}]}", "[{\"error\":{\"message\":\"Why\"}}]", "\"Why\""})
    void theTextIsFoundInEveryShape(String body) {
        assertThat(DIALECT.readError(400, Headers.EMPTY, Bytes.utf8(body)).message()).isEqualTo("Why");
    }

    @Test
    void paramCodeAndTheTimeToWaitAreKept() {
        GatewayException error = DIALECT.readError(429, Headers.of("retry-after-ms", "250"), Bytes.utf8(
                "{\"error\":{\"message\":\"m\",\"param\":\"input[0]\",\"code\":\"c\"}}"));

        assertThat(error.param()).hasValue("input[0]");
        assertThat(error.code()).hasValue("c");
        assertThat(error.retryAfter()).hasValue(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindIsWrittenInOpenAisSchema(ErrorKind kind) {
        JsonNode body;
        try (Answer answer = DIALECT.writeError(new GatewayException(kind, "Say \"why\"\n"))) {
            assertThat(answer.status()).isEqualTo(kind.status());
            body = json(answer.next().orElseThrow().data());
        }

        assertThat(body.properties()).hasSize(1);
        JsonNode error = body.path("error");
        assertThat(error.path("message").asText())
                .isEqualTo(new GatewayException(kind, "Say \"why\"\n").publicMessage());
        assertThat(error.path("type").asText()).endsWith("_error");
        assertThat(error.has("code")).isTrue();
        assertThat(error.path("param").isNull()).isTrue();
    }

    @Test
    void anErrorInAStreamHasBothOfOpenAisShapes() {
        JsonNode event = data(DIALECT.writeStreamError(
                new GatewayException(ErrorKind.RATE_LIMITED, "Slow.").withParam("input")).utf8()).getFirst();

        assertThat(event).isEqualTo(json("""
                {"type":"error","sequence_number":0,"message":"Slow.","param":"input","code":"rate_limit_exceeded",
                "error":{"type":"rate_limit_error","message":"Slow.","param":"input",
                "code":"rate_limit_exceeded"}}"""));
    }

    @Test
    void theTimeToWaitIsWritten() {
        try (Answer answer = DIALECT.writeError(
                new GatewayException(ErrorKind.RATE_LIMITED, "Slow.").withRetryAfter(Duration.ofMillis(1200)))) {
            assertThat(answer.headers().first("retry-after")).hasValue("2");
        }
    }
}
