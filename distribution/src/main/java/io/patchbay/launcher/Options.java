package io.patchbay.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param command the first word
 * @param values the options' values, by name without hyphens
 */
record Options(String command, Map<String, String> values) {
    private static final List<String> RUN = List.of("home", "config", "port", "management-port");
    private static final Map<String, List<String>> COMMANDS = Map.of("run", RUN, "demo", RUN, "train", RUN,
            "cache", List.of("home"), "stop", List.of("home"), "status", List.of("home"), "version", List.of());

    /**
     * Reads the arguments.
     *
     * @throws Exit if they are not understood
     */
    static Options parse(String... arguments) {
        String command = arguments.length == 0 ? "" : arguments[0];
        List<String> known = COMMANDS.get(command);
        if (known == null) {
            throw new Exit(Exit.USAGE, "unknown command: " + command + "; try help");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new Exit(Exit.USAGE, command + " does not know " + name + "; try help");
            }
            if (equals < 0 && ++i == arguments.length) {
                throw new Exit(Exit.USAGE, name + " needs a value");
            }
            values.put(name.substring(2), equals < 0 ? arguments[i] : argument.substring(equals + 1));
        }
        checkPort(values.get("port"));
        checkPort(values.get("management-port"));
        return new Options(command, values);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The directory of the home: {@code --home}, or PATCHBAY_HOME, or {@code .patchbay} in the user's. */
    Path home() {
        String variable = System.getenv("PATCHBAY_HOME");
        return value("home").map(Path::of)
                .orElseGet(() -> variable == null
                        ? Path.of(System.getProperty("user.home"), ".patchbay")
                        : Path.of(variable))
                .toAbsolutePath()
                .normalize();
    }

    private static void checkPort(@Nullable String port) {
        if (port != null && !(port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535)) {
            throw new Exit(Exit.USAGE, "a port is a number from 0 to 65535, not " + port);
        }
    }
}
