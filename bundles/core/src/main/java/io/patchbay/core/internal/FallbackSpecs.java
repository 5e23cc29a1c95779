package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fallbacks of a route as it writes them.
 *
 * @param general where it goes on after what another target may cure
 * @param byKind where it goes on after one kind of error, before the general ones
 * @param also kinds of error that are the client's to see, but after which the general ones follow here
 */
record FallbackSpecs(List<TargetSpec> general, Map<ErrorKind, List<TargetSpec>> byKind, Set<ErrorKind> also) {
    /** What {@code fallbackOn} may name. */
    static final Set<ErrorKind> MAY_FOLLOW = EnumSet.of(ErrorKind.MODEL_NOT_FOUND, ErrorKind.TOO_LARGE,
            ErrorKind.INVALID_REQUEST, ErrorKind.CONTEXT_LENGTH, ErrorKind.CONTENT_FILTERED);

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException where one cannot be read, naming it
     */
    static FallbackSpecs of(ConfiguredRoute.Settings settings) {
        Map<ErrorKind, List<TargetSpec>> byKind = new EnumMap<>(ErrorKind.class);
        put(byKind, ErrorKind.CONTEXT_LENGTH, "contextFallbacks", settings.contextFallbacks());
        put(byKind, ErrorKind.CONTENT_FILTERED, "contentFallbacks", settings.contentFallbacks());
        put(byKind, ErrorKind.RATE_LIMITED, "rateLimitFallbacks", settings.rateLimitFallbacks());
        return new FallbackSpecs(TargetSpec.parseAll("fallbacks", settings.fallbacks()), byKind,
                kinds(settings.fallbackOn()));
    }

    /**
     * Reads {@code fallbackOn}.
     *
     * @throws IllegalArgumentException where one is none of {@link #MAY_FOLLOW}
     */
    static Set<ErrorKind> kinds(String... words) {
        Set<ErrorKind> kinds = EnumSet.noneOf(ErrorKind.class);
        for (String word : words) {
            kinds.add(MAY_FOLLOW.stream().filter(kind -> word(kind).equals(word.strip())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("fallbackOn: '" + word + "' is none of "
                            + String.join(", ", MAY_FOLLOW.stream().map(FallbackSpecs::word).toList()))));
        }
        return kinds;
    }

    /** All targets, whatever they follow. */
    List<TargetSpec> all() {
        List<TargetSpec> all = new ArrayList<>(general);
        byKind.values().forEach(all::addAll);
        return all;
    }

    /** The name of a kind in settings. */
    static String word(ErrorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void put(Map<ErrorKind, List<TargetSpec>> byKind, ErrorKind kind, String key, String... texts) {
        if (texts.length > 0) {
            byKind.put(kind, TargetSpec.parseAll(key, texts));
        }
    }
}
