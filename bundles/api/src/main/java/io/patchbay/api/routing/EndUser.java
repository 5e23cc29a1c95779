package io.patchbay.api.routing;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.Extra;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells for whom a request is, as far as the client says so, for policies that keep a user with one target.
 */
public final class EndUser {
    /** The header that names the user where the dialect has no field for that, or the client does not fill it. */
    public static final String HEADER = "x-patchbay-user";

    private static final Pattern USER_ID = Pattern.compile("\"user_id\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)+)\"");

    private EndUser() {}

    /**
     * A name for the user, which means something to the client only: what the body of a chat says ({@code user}, {@code
     * safety_identifier}, or {@code user_id} in {@code metadata}), else the header {@value #HEADER}, else the caller's
     * name. Reads the body.
     */
    public static String of(Exchange exchange) {
        return inBody(exchange).or(() -> exchange.request().headers().first(HEADER))
                .orElseGet(() -> exchange.caller().name());
    }

    private static Optional<String> inBody(Exchange exchange) {
        if (!exchange.request().operation().equals(Operation.CHAT)) {
            return Optional.empty();
        }
        try {
            for (Extra extra : exchange.chat().extras()) {
                Optional<String> user = switch (extra.name()) {
                    case "user", "safety_identifier" -> text(extra.value().text());
                    case "metadata" -> userId(extra.value().text());
                    default -> Optional.empty();
                };
                if (user.isPresent()) {
                    return user;
                }
            }
        } catch (GatewayException e) {
            // A wrong request belongs to nobody: who reads it to answer it tells what is wrong.
        }
        return Optional.empty();
    }

    private static Optional<String> text(String json) {
        return json.length() > 2 && json.startsWith("\"")
                ? Optional.of(json.substring(1, json.length() - 1))
                : Optional.empty();
    }

    private static Optional<String> userId(String json) {
        Matcher matcher = USER_ID.matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
