package io.patchbay.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A command line in the test's own process, with an environment and a person of its own. */
final class CommandLine {
    private final Map<String, String> environment = new HashMap<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private final String url;
    private String input = "";
    private boolean person;
    private boolean typed;

    /** What came of it. */
    record Result(int status, String out, String err) {}

    private CommandLine(String url) {
        this.url = url;
    }

    /** One that calls this API, with its token in the environment. */
    static CommandLine of(FakeApi api) {
        return new CommandLine(api.url()).environment("PATCHBAY_ADMIN_TOKEN", FakeApi.TOKEN);
    }

    /** One that finds the gateway by itself. */
    static CommandLine alone() {
        return new CommandLine(null);
    }

    CommandLine environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    CommandLine input(String text) {
        input = text;
        return this;
    }

    /** A person is there, and answers this, and then no more. */
    CommandLine person(String... texts) {
        person = true;
        answers.addAll(List.of(texts));
        return this;
    }

    /** A person is there, whose input could not be hidden. */
    CommandLine typed() {
        typed = true;
        return this;
    }

    List<String> questions() {
        return questions;
    }

    Result run(String... line) {
        List<String> words = new ArrayList<>(Arrays.asList(line));
        if (url != null) {
            words.addAll(List.of("--url", url));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), print(out),
                print(err), environment, typed, person ? Optional.of(new Answers()) : Optional.empty());
        int status = new Cli(terminal).run(words.toArray(String[]::new));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private final class Answers implements Terminal.Person {
        @Override
        public String line(String question) {
            questions.add(question);
            return answers.poll();
        }

        @Override
        public char[] secret(String question) {
            String answer = line(question);
            return answer == null ? null : answer.toCharArray();
        }
    }
}
