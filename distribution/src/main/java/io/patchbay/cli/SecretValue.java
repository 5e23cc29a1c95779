package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a secret comes from: never from the command line, which others see and the shell remembers. */
final class SecretValue {
    private static final int MAX_BYTES = 65_536;

    private final Session session;

    SecretValue(Session session) {
        this.session = session;
    }

    /** Whether a value only says where the secret is. */
    static boolean isReference(String value) {
        return value.startsWith("$[") && value.endsWith("]");
    }

    /**
     * Reads the value of a key, without white space around.
     *
     * @throws Exit if there is none
     */
    String read(String name) throws IOException {
        Optional<String> variable = session.arguments().option("--value-from-env");
        Optional<String> file = session.arguments().option("--value-file");
        if (variable.isPresent() && file.isPresent()) {
            throw new Exit(Exit.USAGE, "--value-from-env and --value-file exclude each other");
        }
        String value;
        if (variable.isPresent()) {
            value = session.terminal().environment().getOrDefault(variable.get(), "");
        } else if (file.isPresent()) {
            value = text(Session.read(file.get()));
        } else if (session.terminal().person().isPresent()) {
            char[] typed = session.terminal().person().get().secret("Value of the key " + name + " (not shown): ");
            value = typed == null ? "" : new String(typed);
        } else if (session.terminal().typed()) {
            throw new Exit(Exit.USAGE,
                    "a value can be typed unseen only where standard output is the terminal as well; "
                            + "there are --value-from-env, --value-file and standard input");
        } else {
            value = text(session.terminal().in().readNBytes(MAX_BYTES + 1));
        }
        if (value.isBlank()) {
            throw new Exit(Exit.NO_INPUT, "there is no value: "
                    + (variable.isPresent() ? "the variable is not set or empty" : "what was read is empty"));
        }
        return value.strip();
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new Exit(Exit.NO_INPUT, "a value has at most " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
