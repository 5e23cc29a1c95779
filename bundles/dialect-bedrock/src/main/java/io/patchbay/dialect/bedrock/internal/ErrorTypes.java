package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.Optional;

/** The names of Bedrock's exceptions, as {@code x-amzn-errortype} and as the type of a message in a stream. */
final class ErrorTypes {
    private ErrorTypes() {}

    /** What an exception means; its name begins with a capital letter or, in a stream, with a small one. */
    static Optional<ErrorKind> kind(String name) {
        String capital = name.isEmpty() ? "" : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return switch (capital) {
            case "ValidationException" -> Optional.of(ErrorKind.INVALID_REQUEST);
            case "ResourceNotFoundException" -> Optional.of(ErrorKind.MODEL_NOT_FOUND);
            case "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException",
                    "InvalidSignatureException", "IncompleteSignatureException", "MissingAuthenticationTokenException",
                    "InvalidClientTokenIdException", "NotAuthorizedException", "OptInRequiredException" ->
                    Optional.of(ErrorKind.KEY_REFUSED);
            case "ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException" ->
                    Optional.of(ErrorKind.RATE_LIMITED);
            case "ServiceUnavailableException", "ModelNotReadyException" -> Optional.of(ErrorKind.OVERLOADED);
            case "ModelTimeoutException" -> Optional.of(ErrorKind.TIMEOUT);
            case "InternalServerException", "InternalFailure", "InternalError", "ModelErrorException",
                    "ModelStreamErrorException" ->
                    Optional.of(ErrorKind.UPSTREAM);
            default -> Optional.empty();
        };
    }

    /** The exception that a whole answer tells of. */
    static String ofAnswer(GatewayException error) {
        return switch (error.kind()) {
            case AUTHENTICATION, PERMISSION -> "AccessDeniedException";
            case NOT_FOUND, MODEL_NOT_FOUND -> "ResourceNotFoundException";
            case RATE_LIMITED -> "ThrottlingException";
            case OVERLOADED, PROVIDER_NOT_INSTALLED -> "ServiceUnavailableException";
            case TIMEOUT -> "ModelTimeoutException";
            default -> error.status() < 500 ? "ValidationException" : "InternalServerException";
        };
    }

    /** The exception that ends a stream; there are five of them. */
    static String ofStream(GatewayException error) {
        return switch (error.kind()) {
            case RATE_LIMITED -> "throttlingException";
            case OVERLOADED, PROVIDER_NOT_INSTALLED -> "serviceUnavailableException";
            case TIMEOUT, UPSTREAM -> "modelStreamErrorException";
            default -> error.status() < 500 ? "validationException" : "internalServerException";
        };
    }
}
