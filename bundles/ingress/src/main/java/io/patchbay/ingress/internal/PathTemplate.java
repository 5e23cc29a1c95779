package io.patchbay.ingress.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The path of an {@link io.patchbay.api.exchange.Endpoint}, ready to match.
 */
final class PathTemplate {
    private static final String REST = "...";

    private final Segment[] segments;

    PathTemplate(String path) {
        String[] parts = path.substring(1).split("/", -1);
        segments = new Segment[parts.length];
        for (int i = 0; i < parts.length; i++) {
            segments[i] = Segment.of(parts[i]);
        }
    }

    /** Whether there is nothing to fill in. */
    boolean literal() {
        return Arrays.stream(segments).allMatch(segment -> segment.name.isEmpty());
    }

    /** How much of the path is literal: of two templates that fit, the one with more is meant. */
    int literalLength() {
        return segments.length + Arrays.stream(segments).mapToInt(segment -> segment.literal.length()).sum();
    }

    /** How many segments at the beginning could be those of a path. */
    int shared(String path) {
        int at = 1;
        for (int i = 0; i < segments.length; i++) {
            if (at > path.length()) {
                return i;
            }
            int end = segments[i].end(path, at);
            if (!segments[i].fits(path, at, end)) {
                return i;
            }
            at = end + 1;
        }
        return segments.length;
    }

    /** What stands for each name, decoded; empty if the path does not fit. */
    Optional<Map<String, String>> match(String path) {
        Map<String, String> found = new HashMap<>(4);
        int at = 1;
        for (Segment segment : segments) {
            if (at > path.length()) {
                return Optional.empty();
            }
            int end = segment.end(path, at);
            if (!segment.fits(path, at, end)) {
                return Optional.empty();
            }
            if (!segment.name.isEmpty()) {
                found.put(segment.name, decode(path.substring(at, end - segment.literal.length())));
            }
            at = end + 1;
        }
        return at == path.length() + 1 ? Optional.of(found) : Optional.empty();
    }

    /** In a path, unlike in a form, a plus sign is a plus sign. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * One segment: {@code literal}, <code>{name}literal</code> or, for all segments that are left,
     * <code>{name...}literal</code>.
     */
    private record Segment(String name, boolean rest, String literal) {
        static Segment of(String text) {
            int close = text.indexOf('}');
            if (!text.startsWith("{") || close < 0) {
                return new Segment("", false, text);
            }
            String name = text.substring(1, close);
            boolean rest = name.endsWith(REST);
            return new Segment(rest ? name.substring(0, name.length() - REST.length()) : name, rest,
                    text.substring(close + 1));
        }

        int end(String path, int from) {
            int slash = rest ? -1 : path.indexOf('/', from);
            return slash < 0 ? path.length() : slash;
        }

        boolean fits(String path, int from, int to) {
            int length = to - from;
            boolean longEnough = name.isEmpty() ? length == literal.length() : length > literal.length();
            return longEnough && path.startsWith(literal, to - literal.length());
        }
    }
}
