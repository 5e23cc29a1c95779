package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import io.patchbay.api.routing.EndUser;
import java.util.Optional;

/** What requests may have in common. */
@FunctionalInterface
interface Likeness {
    String HEADER = "header:";

    /** The text that all requests have which are alike; empty for one that has nothing of the kind. */
    Optional<String> of(Exchange exchange);

    /**
     * Reads a likeness as the settings have it.
     *
     * @param promptChars how much of a prompt counts
     * @throws IllegalArgumentException where it is none
     */
    static Likeness parse(String text, int promptChars) {
        String name = text.startsWith(HEADER) ? text.substring(HEADER.length()).strip() : "";
        if (!name.isEmpty()) {
            return exchange -> exchange.request().headers().first(name);
        }
        return switch (text) {
            case "user" -> exchange -> Optional.of(EndUser.of(exchange));
            case "prompt" -> exchange -> prompt(exchange, promptChars);
            default -> throw new IllegalArgumentException(
                    "by: '" + text + "' is nothing to go by: write header:<name>, user or prompt");
        };
    }

    /** How the conversation begins: what an upstream may have in its cache of prompts. */
    private static Optional<String> prompt(Exchange exchange, int chars) {
        if (!exchange.request().operation().equals(Operation.CHAT)) {
            return Optional.empty();
        }
        StringBuilder beginning = new StringBuilder();
        try {
            for (Message message : exchange.chat().messages()) {
                if (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER || message.role() == Role.USER) {
                    beginning.append(message.text());
                }
                if (message.role() == Role.USER || beginning.length() >= chars) {
                    break;
                }
            }
        } catch (GatewayException e) {
            // A wrong request is like no other: who reads it to answer it tells what is wrong.
        }
        return beginning.isEmpty()
                ? Optional.empty()
                : Optional.of(beginning.substring(0, Math.min(chars, beginning.length())));
    }
}
