package io.patchbay.cli;

import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import io.patchbay.cli.Commands.Option;
import io.patchbay.launcher.Exit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says after its first word.
 *
 * @param words what is no option
 * @param options the options' values by name, in their order; an empty one for an option without
 */
record Arguments(Command command, List<String> words, Map<String, List<String>> options) {
    /**
     * Reads a command line. What is not understood is never repeated but for the name of an option: it may be a secret.
     *
     * @throws Exit if it is not understood
     */
    static Arguments parse(Group group, List<String> line) {
        String first = line.isEmpty() ? "" : line.getFirst();
        Command command = group.command(first)
                .orElseThrow(() -> usage(group, group.name() + " is followed by " + group.names(", ")));
        String name = group.name() + " " + command.name();
        List<String> words = new ArrayList<>();
        Map<String, List<String>> options = new HashMap<>();
        boolean onlyWords = false;
        for (int i = 1; i < line.size(); i++) {
            String argument = line.get(i);
            if (onlyWords || !argument.startsWith("-") || argument.equals("-")) {
                words.add(argument);
                continue;
            }
            if (argument.equals("--")) {
                onlyWords = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String given = equals < 0 ? argument : argument.substring(0, equals);
            Option option = option(command, given);
            if (option == null) {
                throw usage(group, name + " does not know " + given);
            }
            if (option.hasValue() && equals < 0 && i + 1 == line.size()) {
                throw usage(group, given + " needs a value: " + option.value());
            }
            if (!option.hasValue() && equals >= 0) {
                throw usage(group, given + " has no value");
            }
            String value = !option.hasValue() ? "" : equals < 0 ? line.get(++i) : argument.substring(equals + 1);
            if (option.value().contains("|") && !List.of(option.value().split("\\|")).contains(value)) {
                throw usage(group, given + " is " + option.value().replace("|", " or "));
            }
            options.computeIfAbsent(given, _ -> new ArrayList<>(1)).add(value);
        }
        if (!command.takes(words.size())) {
            throw usage(group, name + (command.arguments().isEmpty()
                    ? " is followed by options only"
                    : " takes " + command.arguments() + ", and there are " + words.size()));
        }
        if (options.containsKey("--home") && options.containsKey("--url")) {
            throw usage(group, "--home and --url exclude each other");
        }
        return new Arguments(command, List.copyOf(words), options);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option; the last one where it was given several times. */
    Optional<String> option(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** All values of an option. */
    List<String> values(String name) {
        return options.getOrDefault(name, List.of());
    }

    /** The only word. */
    String word() {
        return words.getFirst();
    }

    private static @Nullable Option option(Command command, String name) {
        for (List<Option> options : List.of(command.options(), Commands.GLOBAL)) {
            for (Option option : options) {
                if (option.name().equals(name)) {
                    return option;
                }
            }
        }
        return null;
    }

    private static Exit usage(Group group, String text) {
        return new Exit(Exit.USAGE, text + "; try help " + group.name());
    }
}
