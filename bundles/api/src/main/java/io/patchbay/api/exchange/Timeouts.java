package io.patchbay.api.exchange;

import java.time.Duration;
import java.util.Objects;

/**
 * How long each phase of an attempt may take.
 *
 * @param connect until the connection stands
 * @param headers from sending on until the answer's headers are there
 * @param firstEvent from sending on until the first useful event of a stream
 * @param stall between two events of a stream
 * @param total the whole attempt
 */
public record Timeouts(Duration connect, Duration headers, Duration firstEvent, Duration stall, Duration total) {
    /** What holds where nothing is configured: 5 s, 60 s, 60 s, 60 s and 10 min. */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60),
            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(10));

    /** Checks that every component is there. */
    public Timeouts {
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(firstEvent, "firstEvent");
        Objects.requireNonNull(stall, "stall");
        Objects.requireNonNull(total, "total");
    }
}
