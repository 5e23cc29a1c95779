package io.patchbay.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads from and writes to.
 *
 * @param typed whether standard input is what a person types
 * @param person whom to ask; empty where nobody is there to answer
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean typed,
        Optional<Person> person) {

    /** Somebody who answers questions. */
    interface Person {
        /** The answer, seen while it is typed; null at the end of the input. */
        @Nullable
        String line(String question);

        /** The answer, not seen while it is typed; null at the end of the input. */
        char @Nullable [] secret(String question);
    }

    /** The one of this process; the script says whether somebody types, which Java only tells together with the output. */
    @SuppressWarnings("SystemConsoleNull") // it does again, in JDK 25, where no terminal is
    static Terminal ofSystem() {
        @Nullable
        Console console = System.console();
        boolean seen = console != null && console.isTerminal();
        return new Terminal(System.in, System.out, System.err, System.getenv(), Boolean.getBoolean("patchbay.typed"),
                seen && console != null ? Optional.of(new Typist(console)) : Optional.empty());
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private record Typist(Console console) implements Person {
        @Override
        public @Nullable String line(String question) {
            return console.readLine("%s", question);
        }

        @Override
        public char @Nullable [] secret(String question) {
            return console.readPassword("%s", question);
        }
    }
}
