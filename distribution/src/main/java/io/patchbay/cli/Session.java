package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** One command line while it is carried out: what it says, whom it talks to, and where it writes. */
record Session(Arguments arguments, Terminal terminal, AdminApi api) {
    boolean json() {
        return arguments.has("--json");
    }

    /** Writes the API's answer as it is; an empty one is an empty object, so that there is always JSON. */
    void raw(Answer answer) {
        raw(answer.text().isBlank() ? "{}" : answer.text());
    }

    /** Writes a text, and a line's end if it has none. */
    void raw(String text) {
        terminal.out().print(text);
        if (!text.endsWith("\n")) {
            terminal.out().print('\n');
        }
    }

    /** Writes a line for people. */
    void say(String line) {
        terminal.out().print(Table.plain(line) + '\n');
    }

    /** Writes a line for people beside the output. */
    void warn(String line) {
        terminal.err().print(Table.plain(line) + '\n');
    }

    void problems(List<Problem> problems, String prefix) {
        for (Problem problem : problems) {
            warn(prefix + problem.line());
        }
    }

    /**
     * The bytes of a file that the command line names.
     *
     * @throws Exit if there is no such file
     */
    static byte[] read(String file) throws IOException {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new Exit(Exit.NO_INPUT, file + " is a directory");
        }
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new Exit(Exit.NO_INPUT, "there is no file " + file);
        }
    }

    /** The bytes of a file or, for {@code -}, of standard input. */
    byte[] bytes(String file) throws IOException {
        return file.equals("-") ? terminal.in().readAllBytes() : read(file);
    }

    /** A document of a file or, for {@code -}, of standard input, with its type. */
    AdminApi.Content document(String file) throws IOException {
        return document(bytes(file));
    }

    /** YAML, unless it begins as JSON does, or as a comment of it. */
    static AdminApi.Content document(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        return new AdminApi.Content(text.startsWith("{") || text.startsWith("/") ? AdminApi.JSON : AdminApi.YAML,
                bytes);
    }
}
