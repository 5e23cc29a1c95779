package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
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

class ErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "INVALID_REQUEST | 400 | ValidationException | validationException",
        "TOO_LARGE | 413 | ValidationException | validationException",
        "AUTHENTICATION | 401 | AccessDeniedException | validationException",
        "PERMISSION | 403 | AccessDeniedException | validationException",
        "KEY_REFUSED | 502 | InternalServerException | internalServerException",
        "NOT_FOUND | 404 | ResourceNotFoundException | validationException",
        "MODEL_NOT_FOUND | 404 | ResourceNotFoundException | validationException",
        "PROVIDER_NOT_INSTALLED | 503 | ServiceUnavailableException | serviceUnavailableException",
        "CONTEXT_LENGTH | 400 | ValidationException | validationException",
        "CONTENT_FILTERED | 400 | ValidationException | validationException",
        "RATE_LIMITED | 429 | ThrottlingException | throttlingException",
        "OVERLOADED | 503 | ServiceUnavailableException | serviceUnavailableException",
        "TIMEOUT | 504 | ModelTimeoutException | modelStreamErrorException",
        "UPSTREAM | 502 | InternalServerException | modelStreamErrorException",
        "INTERNAL | 500 | InternalServerException | internalServerException",
        "OTHER | 502 | InternalServerException | internalServerException"})
    void everyKindHasItsException(ErrorKind kind, int status, String whole, String stream) {
        GatewayException error = new GatewayException(kind, "Told so.");
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().first("x-amzn-errortype")).hasValue(whole);
            assertThat(answer.next().flatMap(Frame::bytes).map(Bytes::utf8).orElseThrow())
                    .isEqualTo("{\"message\":\"" + error.publicMessage() + "\"}");
        }
        assertThat(ErrorTypes.ofStream(error)).isEqualTo(stream);
    }

    @Test
    void theUpstreamsStatusIsKeptAndTheTimeToWaitTold() {
        GatewayException error = new GatewayException(ErrorKind.OTHER, "Odd.").withUpstreamStatus(409)
                .withRetryAfter(Duration.ofMillis(1500));
        try (Answer answer = DIALECT.writeError(error)) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.headers().first("x-amzn-errortype")).hasValue("ValidationException");
            assertThat(answer.headers().first("retry-after")).hasValue("2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | ValidationException:http://internal.amazon.com/coral/ | Bad value. | INVALID_REQUEST",
        "400 | ValidationException | Input is too long for requested model. | CONTEXT_LENGTH",
        "400 | ValidationException | prompt is too long: 9 tokens > 8 maximum | CONTEXT_LENGTH",
        "400 | ValidationException | The provided model identifier is invalid. | MODEL_NOT_FOUND",
        "400 | ValidationException | Output blocked by content filtering policy | CONTENT_FILTERED",
        "400 | ServiceQuotaExceededException | Too many. | RATE_LIMITED",
        "403 | AccessDeniedException | No access to the model. | KEY_REFUSED",
        "403 | com.amazon.coral.service#ExpiredTokenException | Expired. | KEY_REFUSED",
        "401 | ValidationException | Odd. | KEY_REFUSED",
        "404 | ResourceNotFoundException | End of life. | MODEL_NOT_FOUND",
        "408 | ModelTimeoutException | Slow. | TIMEOUT",
        "424 | ModelErrorException | Broken. | UPSTREAM",
        "429 | ModelNotReadyException | Wait. | OVERLOADED",
        "429 | ThrottlingException | Wait. | RATE_LIMITED",
        "500 | InternalServerException | Broken. | UPSTREAM",
        "503 | ServiceUnavailableException | Busy. | OVERLOADED",
        "418 | Future | Tea. | OTHER"})
    void anErrorIsReadByItsExceptionsName(int status, String type, String message, ErrorKind kind) {
        String body = "{\"message\":\"" + message + "\"}";
        GatewayException error =
                DIALECT.readError(status, Headers.of("x-amzn-errortype", type), Bytes.utf8(body));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error).hasMessage(message);
        assertThat(error.upstreamStatus()).hasValue(status);
    }

    @Test
    void theNameMayStandInTheBody() {
        GatewayException error = DIALECT.readError(400, Headers.EMPTY,
                Bytes.utf8("{\"__type\":\"com.amazon.coral#ThrottlingException\",\"Message\":\"Wait.\"}"));

        assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(error).hasMessage("Wait.");
    }
}
