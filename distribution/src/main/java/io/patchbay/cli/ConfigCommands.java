package io.patchbay.cli;

import io.patchbay.cli.AdminApi.Content;
import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code patchbay config}. */
final class ConfigCommands {
    static final String PATH = "/api/config";

    private final Session session;

    ConfigCommands(Session session) {
        this.session = session;
    }

    int run() throws IOException {
        Arguments arguments = session.arguments();
        switch (arguments.command().name()) {
            case "show" -> show();
            case "schema" -> document(session.api().get(PATH + "/schema"));
            case "validate" -> {
                return validate(arguments.word());
            }
            case "edit" -> {
                return new ConfigEdit(session).run();
            }
            case "apply" -> apply(arguments.word());
            case "history" -> history();
            case "restore" -> changed(session,
                    session.api().send("POST", PATH + "/restore/" + number(arguments.word()), null), "");
            default -> session.raw(session.api().get(PATH + "/export?format=" + format(session)));
        }
        return 0;
    }

    /** The format that was asked for: with {@code --json} that, else YAML. */
    static String format(Session session) {
        return session.arguments().option("--format").orElse(session.json() ? "json" : "yaml");
    }

    private void show() {
        if (format(session).equals("json")) {
            document(session.api().get(PATH));
        } else {
            session.raw(session.api().get(PATH + "/export?format=yaml"));
        }
    }

    private int validate(String file) throws IOException {
        Answer answer = session.api().send("POST", PATH + "/validate", session.document(file));
        Map<String, ?> result = Json.object(answer.json());
        boolean valid = Boolean.TRUE.equals(result.get("valid"));
        if (session.json()) {
            session.raw(answer);
        } else {
            session.problems(Problem.of(result.get("problems"), file), "");
            session.problems(Problem.of(result.get("warnings"), file), "warning: ");
            if (valid) {
                session.say(file + " is valid");
            }
        }
        return valid ? 0 : Exit.REFUSED;
    }

    private void apply(String file) throws IOException {
        Content document = session.document(file);
        String method = session.arguments().has("--patch") ? "PATCH" : "PUT";
        try {
            changed(session, session.api().send(method, PATH, document), file);
        } catch (Refusal e) {
            throw e.in(file);
        }
    }

    private void history() {
        List<String> words = session.arguments().words();
        if (words.isEmpty()) {
            if (session.arguments().has("--diff")) {
                throw new Exit(Exit.USAGE, "--diff needs the number of a state; try config history");
            }
            Answer answer = session.api().get(PATH + "/history");
            if (session.json()) {
                session.raw(answer);
            } else {
                session.raw(table(answer).toString());
            }
        } else if (session.arguments().has("--diff")) {
            session.raw(session.api().get(PATH + "/history/" + number(words.getFirst()) + "?diff"));
        } else {
            document(session.api().get(PATH + "/history/" + number(words.getFirst())));
        }
    }

    private static Table table(Answer answer) {
        Table table = new Table("N", "TIME", "ORIGIN", "CHANGED");
        for (Object state : Json.array(answer.json())) {
            table.row(Json.text(state, "n"), Json.text(state, "time").replaceAll("\\.\\d+", ""),
                    Json.text(state, "origin"),
                    Json.texts(Json.object(state).get("changed")));
        }
        return table;
    }

    /** A document in JSON: as it came, or laid out for people. */
    private void document(Answer answer) {
        session.raw(session.json() ? answer.text() : Json.pretty(answer.json()));
    }

    /** Tells what a change has changed. */
    static void changed(Session session, Answer answer, String file) {
        if (session.json()) {
            session.raw(answer);
            return;
        }
        Map<String, ?> result = Json.object(answer.json());
        session.problems(Problem.of(result.get("warnings"), file), "warning: ");
        String changed = Json.texts(result.get("changed"));
        session.say(changed.isEmpty() ? "nothing is changed by it" : "changed, and live: " + changed);
    }

    private static String number(String word) {
        if (!word.matches("\\d{1,9}")) {
            throw new Exit(Exit.USAGE, "a state is named by its number; try config history");
        }
        return word;
    }
}
