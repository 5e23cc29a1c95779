package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Command line arguments of the form {@code --name value} or {@code --flag}. */
final class Arguments {
    private static final String WITH_PARENT = "with-parent";

    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with a line for the user if a word is no option
     */
    static Arguments of(String... args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                throw new IllegalArgumentException("option expected, not: " + args[i]);
            }
            boolean hasValue = i + 1 < args.length && !args[i + 1].startsWith("--");
            values.put(args[i].substring(2), hasValue ? args[++i] : "");
        }
        return new Arguments(values);
    }

    /** Refuses, by name, an option that is not among those known. */
    Arguments only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown option: --" + name);
            }
        }
        return this;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        Optional<String> text = text(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " wants a number, not: " + text.orElse(""), e);
        }
    }

    /** With {@code --with-parent}, this process ends when its standard input does, as it does when its parent dies. */
    void endWithParent() {
        if (has(WITH_PARENT)) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
                try {
                    System.in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    System.err.println("standard input: " + e);
                }
                Runtime.getRuntime().halt(0);
            });
        }
    }
}
