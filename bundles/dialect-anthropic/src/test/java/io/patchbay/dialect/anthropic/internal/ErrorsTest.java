package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.decode;
import static io.patchbay.dialect.anthropic.internal.Fixtures.event;
import static io.patchbay.dialect.anthropic.internal.Fixtures.glimpse;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.model.ChatEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    @CsvSource(delimiter = '|', value = {
        "400 | invalid_request_error | prompt is too long: 208310 tokens > 200000 maximum | CONTEXT_LENGTH",
        "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 1 + 2 > 2 | CONTEXT_LENGTH",
        "400 | invalid_request_error | Output blocked by content filtering policy | CONTENT_FILTERED",
        "400 | invalid_request_error | Your credit balance is too low to access the API. | KEY_REFUSED",
        "400 | invalid_request_error | max_tokens: Field required | INVALID_REQUEST",
        "401 | authentication_error | invalid x-api-key | KEY_REFUSED",
        "402 | billing_error | b | KEY_REFUSED",
        "403 | permission_error | p | KEY_REFUSED",
        "404 | not_found_error | model: claude-none | MODEL_NOT_FOUND",
        "404 | not_found_error | file not there | NOT_FOUND",
        "413 | request_too_large | r | TOO_LARGE",
        "429 | rate_limit_error | r | RATE_LIMITED",
        "500 | api_error | a | UPSTREAM",
        "504 | timeout_error | t | TIMEOUT",
        "529 | overloaded_error | Overloaded | OVERLOADED"})
    void wordsTellMoreThanTheStatus(int status, String type, String message, ErrorKind kind) {
        Bytes body = Bytes.utf8("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"r\"}");
        GatewayException error = DIALECT.readError(status, Headers.of("retry-after", "7"), body);

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.retryAfter()).hasValue(Duration.ofSeconds(7));
        assertThat(error.status()).isEqualTo(kind == ErrorKind.KEY_REFUSED ? 502 : status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'error':{'message':'So.'}}", "{'error':'So.'}", "{'message':'So.'}", "{'detail':'So.'}",
        "{'error':{'detail':'So.'}}"})
    void otherShapesAreUnderstood(String body) {
        assertThat(DIALECT.readError(500, Headers.EMPTY, Bytes.utf8(Fixtures.quoted(body))).message())
                .isEqualTo("So.");
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,400,invalid_request_error", "CONTEXT_LENGTH,400,invalid_request_error",
        "CONTENT_FILTERED,400,invalid_request_error", "AUTHENTICATION,401,authentication_error",
        "PERMISSION,403,permission_error", "NOT_FOUND,404,not_found_error", "MODEL_NOT_FOUND,404,not_found_error",
        "TOO_LARGE,413,request_too_large", "RATE_LIMITED,429,rate_limit_error", "OVERLOADED,503,overloaded_error",
        "PROVIDER_NOT_INSTALLED,503,overloaded_error", "TIMEOUT,504,timeout_error", "UPSTREAM,502,api_error",
        "INTERNAL,500,api_error", "KEY_REFUSED,502,api_error"})
    void everyKindHasAnthropicsWordAndStatus(ErrorKind kind, int status, String type) {
        GatewayException error = new GatewayException(kind, "So.").withRetryAfter(Duration.ofMillis(1500));
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().first("retry-after")).hasValue("2");
            assertThat(json(answer.next().flatMap(Frame::bytes).orElseThrow())).isEqualTo(json("{\"type\":\"error\","
                    + "\"error\":{\"type\":\"" + type + "\",\"message\":\"" + error.publicMessage() + "\"}}"));
        }
        assertThat(DIALECT.writeStreamError(error).utf8()).startsWith("event: error\ndata: {\"type\":\"error\",")
                .contains(type).endsWith("\n\n");
    }

    @Test
    void anOverloadedUpstreamKeepsItsStatus() {
        GatewayException error = DIALECT.readError(529, Headers.EMPTY, Bytes.EMPTY);
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.status()).isEqualTo(529);
        }
    }

    @Test
    void anErrorInsideAGoodStreamIsSeenAndRead() {
        String data = "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}";

        assertThat(glimpse(event(data)).error().orElseThrow().kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(glimpse(whole(data)).error().orElseThrow().kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(decode(data)).singleElement().isInstanceOfSatisfying(ChatEvent.Failure.class,
                failure -> assertThat(failure.error().kind()).isEqualTo(ErrorKind.OVERLOADED));
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.readResponse(Bytes.utf8(Fixtures.quoted(data))))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED));
    }
}
