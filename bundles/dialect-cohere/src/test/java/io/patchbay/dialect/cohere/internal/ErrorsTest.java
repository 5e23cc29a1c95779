package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
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
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST", "401,KEY_REFUSED", "402,KEY_REFUSED", "403,KEY_REFUSED", "404,NOT_FOUND",
        "408,TIMEOUT", "413,TOO_LARGE", "422,INVALID_REQUEST", "429,RATE_LIMITED", "498,KEY_REFUSED", "499,OTHER",
        "500,UPSTREAM", "501,UPSTREAM", "503,OVERLOADED", "504,TIMEOUT", "529,OVERLOADED"})
    void aStatusAloneTellsTheKind(int status, ErrorKind kind) {
        for (String body : new String[]{"", "<html>Bad Gateway</html>", "{}", "[]", "null", "{\"message\":", "17"}) {
            GatewayException error = DIALECT.readError(status, Headers.EMPTY, Bytes.utf8(body));

            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("The upstream answered with status " + status + ".");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292. | CONTEXT_LENGTH",
        "400 | too many tokens: max tokens must be less than or equal to 4096 - received 8192. | INVALID_REQUEST",
        "404 | model 'x' not found, make sure the correct model ID was used | MODEL_NOT_FOUND",
        "404 | page not found | NOT_FOUND",
        "400 | invalid api token | KEY_REFUSED",
        "401 | no api key supplied | KEY_REFUSED",
        "429 | You are using a Trial key, which is limited to 40 API calls / minute. | RATE_LIMITED",
        "500 | internal server error | UPSTREAM"})
    void wordsTellMoreThanTheStatus(int status, String message, ErrorKind kind) {
        GatewayException error =
                DIALECT.readError(status, Headers.EMPTY, Bytes.utf8("{\"id\":\"i\",\"message\":\"" + message + "\"}"));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"Why\"}", "{\"id\":\"i\",\"message\":\"Why\"}", "\"Why\"",
        "{\"error\":\"Why\"}", "{\"error\":{\"message\":\"Why\"}}", "{\"detail\":\"Why\"}"})
    void theTextIsFoundInEveryShape(String body) {
        assertThat(DIALECT.readError(400, Headers.EMPTY, Bytes.utf8(body)).message()).isEqualTo("Why");
    }

    @Test
    void theTimeToWaitIsReadAndWritten() {
        GatewayException error = DIALECT.readError(429, Headers.of("retry-after", "7"), Bytes.EMPTY);

        assertThat(error.retryAfter()).hasValue(Duration.ofSeconds(7));
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.headers().first("retry-after")).hasValue("7");
        }
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,400", "AUTHENTICATION,401", "PERMISSION,403", "MODEL_NOT_FOUND,404",
        "CONTEXT_LENGTH,400", "RATE_LIMITED,429", "OVERLOADED,503", "TIMEOUT,504", "UPSTREAM,502", "INTERNAL,500"})
    void anErrorIsAMessageWithItsStatus(ErrorKind kind, int status) {
        try (Answer answer = DIALECT.writeError(new GatewayException(kind, "Why"))) {
            assertThat(answer.status()).isEqualTo(status);
            Bytes body = answer.next().flatMap(Frame::bytes).orElseThrow();
            assertThat(json(body)).isEqualTo(json("{\"message\":\"" + (kind.textPublic()
                    ? "Why"
                    : "The gateway failed to handle this request.") + "\"}"));
        }
    }
}
