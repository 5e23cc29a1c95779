package io.patchbay.core.internal;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.routing.EndUser;
import java.util.Optional;

/** What keeps requests with one target: nothing, the user, or a header. */
sealed interface Stickiness {
    /** What a setting begins with that names a header. */
    String HEADER = "header:";

    /** What two requests have in common that go to one target; empty for a request that may go anywhere. */
    Optional<String> key(Exchange exchange);

    /** Nothing. */
    record None() implements Stickiness {
        @Override
        public Optional<String> key(Exchange exchange) {
            return Optional.empty();
        }
    }

    /** The user, as far as the request says who it is. */
    record User() implements Stickiness {
        @Override
        public Optional<String> key(Exchange exchange) {
            return Optional.of(EndUser.of(exchange));
        }
    }

    /** A header; a request without it may go anywhere. */
    record Header(String name) implements Stickiness {
        @Override
        public Optional<String> key(Exchange exchange) {
            return exchange.request().headers().first(name);
        }
    }

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    static Stickiness of(String text) {
        String setting = text.strip();
        if (setting.startsWith(HEADER) && setting.length() > HEADER.length()) {
            return new Header(setting.substring(HEADER.length()).strip());
        }
        return switch (setting) {
            case "none" -> new None();
            case "user" -> new User();
            default -> throw new IllegalArgumentException(
                    "sticky: '" + text + "' is not known: write none, user, or header: and a header's name");
        };
    }
}
