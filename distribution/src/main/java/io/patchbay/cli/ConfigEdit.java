package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code patchbay config edit}: a copy is edited and applied, again and again until it is accepted or left. The copy is
 * deleted only once the gateway has it, so that nothing that somebody typed is lost, however this ends.
 */
final class ConfigEdit {
    private final Session session;
    private final String format;

    ConfigEdit(Session session) {
        this.session = session;
        format = session.arguments().option("--format").orElse("yaml");
    }

    int run() throws IOException {
        Answer present = present();
        byte[] before = present.body();
        Path copy = Files.createTempFile("patchbay-config-", "." + format);
        Files.write(copy, before);
        // A signal ends the editor and this program alike.
        Thread last = new Thread(() -> leave(copy, before));
        Runtime.getRuntime().addShutdownHook(last);
        try {
            return edit(copy, before, present.etag());
        } finally {
            Runtime.getRuntime().removeShutdownHook(last);
            leave(copy, before);
            Files.deleteIfExists(beside(copy));
        }
    }

    private int edit(Path copy, byte[] before, @Nullable String first) throws IOException {
        String etag = first;
        @Nullable
        Path theirs = null;
        while (true) {
            open(copy, theirs);
            byte[] after = Files.readAllBytes(copy);
            if (Arrays.equals(before, after)) {
                session.warn("nothing was edited, and nothing is changed");
                return 0;
            }
            try {
                Answer answer = session.api().send("PUT", ConfigCommands.PATH, Session.document(after), etag);
                Files.delete(copy);
                ConfigCommands.changed(session, answer, "");
                return 0;
            } catch (Refusal refused) {
                Refusal e = refused.in(copy.toString());
                if (e.status() != Exit.REFUSED || session.terminal().person().isEmpty()) {
                    throw e;
                }
                session.warn("patchbay: " + e.getMessage());
                session.problems(e.problems(), "");
                if (e.http() == 412) {
                    Answer present = present();
                    etag = present.etag();
                    theirs = Files.write(beside(copy), present.body());
                    session.warn("Somebody else has changed it meanwhile: what is there now is in " + theirs
                            + ", which is opened beside yours. Yours then takes its place.");
                }
                if (!again()) {
                    if (session.json()) {
                        session.raw(e.json());
                    }
                    return e.status();
                }
            }
        }
    }

    private Answer present() {
        return session.api().get(ConfigCommands.PATH + "/export?format=" + format);
    }

    private Path beside(Path copy) {
        return copy.resolveSibling(String.valueOf(copy.getFileName()).replace("." + format, ".present." + format));
    }

    private boolean again() {
        String answer = session.terminal().person().map(person -> person.line("Go on editing? [Y/n] ")).orElse(null);
        return answer != null && !answer.strip().toLowerCase(Locale.ROOT).startsWith("n");
    }

    private void open(Path copy, @Nullable Path theirs) throws IOException {
        Terminal terminal = session.terminal();
        String editor = terminal.variable("VISUAL").or(() -> terminal.variable("EDITOR")).orElse("vi");
        // An editor is a command with options, as a shell reads it.
        List<String> command = new ArrayList<>(List.of("sh", "-c", editor + " \"$@\"", editor, copy.toString()));
        if (theirs != null) {
            command.add(theirs.toString());
        }
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new Exit(Exit.REFUSED,
                        "the editor ended with status " + status + ", and nothing is changed: " + editor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Exit(Exit.TRY_LATER, "interrupted");
        }
    }

    /** Says where the copy is, if somebody has typed into it. */
    private void leave(Path copy, byte[] before) {
        try {
            if (Files.exists(copy) && Arrays.equals(before, Files.readAllBytes(copy))) {
                Files.delete(copy);
            }
        } catch (IOException e) {
            // Then it is there.
        }
        if (Files.exists(copy)) {
            session.warn("What you typed is in " + copy);
        }
    }
}
