package io.patchbay.dialect.json;

import io.patchbay.api.exchange.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long an upstream asks to wait: {@code retry-after-ms}, which OpenAI's SDKs know, or {@code Retry-After} of RFC 9110,
 * section 10.2.3, in seconds or as a date.
 */
public final class RetryAfter {
    /** Longer than anybody waits; keeps a nonsensical number from running over. */
    private static final double MAX_MS = Duration.ofDays(365).toMillis();

    private RetryAfter() {}

    /** How long the headers of an answer ask to wait; empty where they do not. */
    public static Optional<Duration> read(Headers headers, InstantSource clock) {
        return headers.first("retry-after-ms").flatMap(text -> number(text, 1))
                .or(() -> headers.first("retry-after").flatMap(text -> number(text, 1000).or(() -> date(text, clock))));
    }

    /** The header's value: whole seconds, never fewer than asked for. */
    public static String write(Duration wait) {
        return Long.toString(Math.ceilDiv(wait.toMillis(), 1000));
    }

    private static Optional<Duration> number(String text, int unitMs) {
        try {
            double ms = Double.parseDouble(text.strip()) * unitMs;
            return ms >= 0 ? Optional.of(Duration.ofMillis((long) Math.min(ms, MAX_MS))) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, InstantSource clock) {
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip()));
            Duration wait = Duration.between(clock.instant(), then);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
