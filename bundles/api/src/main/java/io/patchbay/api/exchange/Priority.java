package io.patchbay.api.exchange;

import java.util.Locale;
import java.util.Optional;

/** How much an exchange matters where not all can be served: the highest gets the next free place. */
public enum Priority {
    /** Waits longest, and is refused first. */
    LOW,
    /** As most. */
    NORMAL,
    /** Goes before all others. */
    HIGH;

    /**
     * Reads a priority.
     *
     * @param text its name, in any case
     * @return empty for any other text
     */
    public static Optional<Priority> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "low" -> Optional.of(LOW);
            case "normal" -> Optional.of(NORMAL);
            case "high" -> Optional.of(HIGH);
            default -> Optional.empty();
        };
    }
}
