package io.patchbay.api.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An error of an exchange, as every part of Patchbay throws it and every dialect writes it.
 *
 * <p>Its message is written for the person who sent the request. It is immutable: the {@code with} methods return a new
 * one. Safe for use by many threads.
 */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String param;
    private final String code;
    private final int upstreamStatus;
    private final long retryAfterMs;

    /**
     * An error of a kind, with the text that explains it.
     *
     * @param kind what went wrong
     * @param message one sentence for the person who sent the request, without secrets
     */
    public GatewayException(ErrorKind kind, String message) {
        this(kind, message, null, "", "", 0, -1);
    }

    /**
     * An error of a kind with its cause; the cause is for the log and never shown to a client.
     *
     * @param kind what went wrong
     * @param message one sentence for the person who sent the request, without secrets
     * @param cause what was caught
     */
    public GatewayException(ErrorKind kind, String message, Throwable cause) {
        this(kind, message, cause, "", "", 0, -1);
    }

    private GatewayException(ErrorKind kind, String message, @org.jspecify.annotations.Nullable Throwable cause,
            String param, String code, int upstreamStatus, long retryAfterMs) {
        super(message, cause, false, kind == ErrorKind.INTERNAL);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.param = param;
        this.code = code;
        this.upstreamStatus = upstreamStatus;
        this.retryAfterMs = retryAfterMs;
    }

    /** The same error, naming the field of the request that is wrong, such as {@code messages[0].role}. */
    public GatewayException withParam(String field) {
        return new GatewayException(kind, message(), getCause(), field, code, upstreamStatus, retryAfterMs);
    }

    /** The same error with a short word for programs, such as {@code model_not_found}. */
    public GatewayException withCode(String word) {
        return new GatewayException(kind, message(), getCause(), param, word, upstreamStatus, retryAfterMs);
    }

    /** The same error with the HTTP status that the upstream sent; the client sees that one. */
    public GatewayException withUpstreamStatus(int status) {
        return new GatewayException(kind, message(), getCause(), param, code, status, retryAfterMs);
    }

    /** The same error with the time after which another try may succeed. */
    public GatewayException withRetryAfter(Duration wait) {
        return new GatewayException(kind, message(), getCause(), param, code, upstreamStatus, wait.toMillis());
    }

    /** What went wrong. */
    public ErrorKind kind() {
        return kind;
    }

    /** The text that explains the error; {@link #publicMessage} is the one for clients. */
    public String message() {
        return Objects.requireNonNullElse(getMessage(), kind.name());
    }

    /** The text that a client may see: the message where the kind's text is public, a general sentence where not. */
    public String publicMessage() {
        if (kind.textPublic()) {
            return message();
        }
        return kind == ErrorKind.KEY_REFUSED
                ? "The provider refused the gateway's credential."
                : "The gateway failed to handle this request.";
    }

    /** The field of the request that is wrong; empty where no single field is. */
    public Optional<String> param() {
        return param.isEmpty() ? Optional.empty() : Optional.of(param);
    }

    /** A short word for programs; empty where the kind says enough. */
    public Optional<String> code() {
        return code.isEmpty() ? Optional.empty() : Optional.of(code);
    }

    /** The HTTP status that the upstream sent; empty where the error did not come from an HTTP answer. */
    public OptionalInt upstreamStatus() {
        return upstreamStatus == 0 ? OptionalInt.empty() : OptionalInt.of(upstreamStatus);
    }

    /** The HTTP status that a client sees: the kind's, or the upstream's where the kind leaves the choice to it. */
    public int status() {
        boolean own = kind == ErrorKind.KEY_REFUSED || upstreamStatus < 400;
        return own ? kind.status() : upstreamStatus;
    }

    /** How long to wait before another try; empty where nobody said. */
    public Optional<Duration> retryAfter() {
        return retryAfterMs < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retryAfterMs));
    }
}
