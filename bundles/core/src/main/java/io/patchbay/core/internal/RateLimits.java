package io.patchbay.core.internal;

import io.patchbay.api.exchange.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads what the headers of an answer say about a key's limits: {@code x-ratelimit-remaining-requests} and its like, whose
 * resets are durations such as {@code 6m0s} or {@code 120ms}, seconds, or a time in seconds or milliseconds since the epoch;
 * {@code anthropic-ratelimit-requests-remaining} and its like, whose resets are times of RFC 3339; {@code ratelimit-remaining}
 * and {@code ratelimit} of the drafts of the IETF.
 *
 * <p>Sources: <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>,
 * <a href="https://docs.anthropic.com/en/api/rate-limits">Anthropic</a>,
 * <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">IETF</a>.
 */
final class RateLimits {
    private static final String WORD = "ratelimit";
    /** A plain number from here on is no duration but a time, in seconds since the epoch. */
    private static final double FIRST_EPOCH_SECOND = 1e9;
    private static final double FIRST_EPOCH_MILLI = 1e12;

    private final Time time;
    private final List<Limit> limits = new ArrayList<>(4);

    /** One of the key's limits, as far as the headers say. */
    private static final class Limit {
        private final String of;
        private OptionalDouble most = OptionalDouble.empty();
        private OptionalDouble remaining = OptionalDouble.empty();
        private OptionalLong resetNanos = OptionalLong.empty();

        private Limit(String of) {
            this.of = of;
        }

        /** Whether it is known what is left. Azure says -1 for what it does not know. */
        boolean known() {
            return remaining.orElse(-1) >= 0 && most.orElse(1) > 0;
        }

        /** What is left, from 0 to 1. */
        double headroom() {
            double left = remaining.orElse(1);
            return most.isPresent() ? Math.min(1, left / most.getAsDouble()) : Math.min(1, left);
        }
    }

    private RateLimits(Time time) {
        this.time = time;
    }

    /**
     * What the headers say.
     *
     * @param time the clock; its time of day is for resets that are times
     * @return the quota; empty where they say nothing
     */
    static Optional<Quota> read(Headers headers, Time time) {
        RateLimits read = new RateLimits(time);
        headers.forEach(read::header);
        return read.quota();
    }

    /** The tightest limit decides; where several are used up, the one that lasts longest. */
    private Optional<Quota> quota() {
        Quota tightest = null;
        for (Limit limit : limits) {
            if (limit.known()) {
                Quota quota = new Quota(limit.headroom(), time.nanos(), limit.resetNanos);
                tightest = tightest == null || quota.tighterThan(tightest) ? quota : tightest;
            }
        }
        return Optional.ofNullable(tightest);
    }

    private void header(String name, String value) {
        if (!mayBeMeant(name)) {
            return;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        int end = lower.indexOf(WORD) + WORD.length();
        if (end == lower.length()) {
            structured(value);
        } else if (lower.charAt(end) == '-') {
            member(lower.substring(end + 1), value);
        }
    }

    /** Whether a header is worth a look, which most are not. */
    private static boolean mayBeMeant(String name) {
        return switch (name.isEmpty() ? ' ' : name.charAt(0)) {
            case 'x', 'X' -> name.regionMatches(true, 2, WORD, 0, WORD.length());
            case 'r', 'R' -> name.regionMatches(true, 0, WORD, 0, WORD.length());
            case 'a', 'A' -> name.regionMatches(true, 10, WORD, 0, WORD.length());
            default -> false;
        };
    }

    /** What is said stands before what it is said of, or behind it. */
    private void member(String member, String value) {
        for (String said : List.of("limit", "remaining", "reset")) {
            if (member.equals(said)) {
                note("", said, value);
            } else if (member.startsWith(said + "-")) {
                note(member.substring(said.length() + 1), said, value);
            } else if (member.endsWith("-" + said)) {
                note(member.substring(0, member.length() - said.length() - 1), said, value);
            }
        }
    }

    /** {@code limit=100, remaining=50, reset=30} of the older drafts, {@code "burst";r=50;t=30} of the newer ones. */
    private void structured(String value) {
        for (String item : value.split(",", -1)) {
            String[] parts = item.split(";", -1);
            String of = parts[0].contains("=") ? "" : parts[0].strip();
            for (String part : parts) {
                int equals = part.indexOf('=');
                String said = equals < 0 ? "" : part.substring(0, equals).strip();
                switch (said) {
                    case "limit", "remaining", "reset" -> note(of, said, part.substring(equals + 1));
                    case "r" -> note(of, "remaining", part.substring(equals + 1));
                    case "t" -> note(of, "reset", part.substring(equals + 1));
                    default -> {
                        // says nothing about what is left
                    }
                }
            }
        }
    }

    private void note(String of, String said, String value) {
        Limit limit = limit(of);
        switch (said) {
            case "limit" -> limit.most = number(value);
            case "remaining" -> limit.remaining = number(value);
            default -> limit.resetNanos = resetNanos(value.strip());
        }
    }

    private Limit limit(String of) {
        for (Limit limit : limits) {
            if (limit.of.equals(of)) {
                return limit;
            }
        }
        Limit limit = new Limit(of);
        limits.add(limit);
        return limit;
    }

    /** The number that a value begins with: {@code 100;w=60} has a window beside it. */
    private static OptionalDouble number(String value) {
        int end = 0;
        String text = value.strip();
        while (end < text.length() && "-.0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.substring(0, end)));
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    private OptionalLong resetNanos(String text) {
        OptionalDouble number = plain(text);
        if (number.isPresent()) {
            double value = number.getAsDouble();
            return value >= FIRST_EPOCH_MILLI
                    ? until(Instant.ofEpochMilli((long) value))
                    : value >= FIRST_EPOCH_SECOND
                            ? until(Instant.ofEpochSecond((long) value))
                            : value < 0 ? OptionalLong.empty() : OptionalLong.of((long) (value * 1e9));
        }
        return text.contains(":") ? time(text) : duration(text);
    }

    private OptionalLong time(String text) {
        try {
            return until(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return OptionalLong.empty();
        }
    }

    private static OptionalDouble plain(String text) {
        return text.isEmpty() || !Character.isDigit(text.charAt(text.length() - 1)) || text.contains(":")
                ? OptionalDouble.empty()
                : number(text);
    }

    private OptionalLong until(Instant then) {
        Duration wait = Duration.between(time.now(), then);
        return OptionalLong.of(wait.isNegative() ? 0 : wait.toNanos());
    }

    /** A duration such as {@code 1h2m3.5s}. */
    private static OptionalLong duration(String text) {
        double nanos = 0;
        int at = 0;
        while (at < text.length()) {
            int unitAt = at;
            while (unitAt < text.length() && ".0123456789".indexOf(text.charAt(unitAt)) >= 0) {
                unitAt++;
            }
            int next = unitAt;
            while (next < text.length() && Character.isLetter(text.charAt(next))) {
                next++;
            }
            OptionalDouble count = number(text.substring(at, unitAt));
            double unit = switch (text.substring(unitAt, next)) {
                case "d" -> 86_400e9;
                case "h" -> 3_600e9;
                case "m" -> 60e9;
                case "s" -> 1e9;
                case "ms" -> 1e6;
                case "us", "\u00b5s" -> 1e3;
                case "ns" -> 1;
                default -> 0;
            };
            if (count.isEmpty() || unit == 0) {
                return OptionalLong.empty();
            }
            nanos += count.getAsDouble() * unit;
            at = next;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of((long) nanos);
    }
}
