package io.patchbay.core.internal;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a route does about a stream that breaks when its client has begun to read it. */
enum RescuePolicy {
    /** A target that goes on from a given beginning does so; where there is none, the client gets an error. */
    CONTINUE,
    /** As {@link #CONTINUE}; where there is none, another target starts over, and says so first. */
    RESTART,
    /** The client gets an error. */
    NONE;

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException naming what there is
     */
    static RescuePolicy of(String text) {
        return Stream.of(values()).filter(each -> each.text().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rescue is one of "
                        + Stream.of(values()).map(RescuePolicy::text).collect(Collectors.joining(", ")) + ", not '"
                        + text + "'"));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
