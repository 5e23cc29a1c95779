package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API refused; the exit status follows from HTTP's. */
final class Refusal extends Exit {
    private final transient Answer answer;
    private final String file;

    private Refusal(int status, String message, Answer answer, String file) {
        super(status, message);
        this.answer = answer;
        this.file = file;
    }

    static Refusal of(Answer answer) {
        String message = Json.text(error(answer), "message");
        int status = switch (answer.status()) {
            case 401, 403 -> Exit.NO_PERMISSION;
            case 429 -> Exit.TRY_LATER;
            default -> answer.status() < 400 || answer.status() >= 500 ? Exit.UNAVAILABLE : Exit.REFUSED;
        };
        if (message.startsWith(Problem.SENT)) {
            // It is the first of the problems, which are told anyway.
            message = "the document is refused";
        }
        if (answer.status() == 401) {
            message = "the gateway does not take the admin token"
                    + (message.isEmpty() ? "" : ": " + message);
        }
        return new Refusal(status, message.isEmpty() ? "the gateway answered HTTP " + answer.status() : message, answer,
                "");
    }

    /** The same of what was sent from a file, which problems then begin with. */
    Refusal in(String sent) {
        return new Refusal(status(), String.valueOf(getMessage()), answer, sent);
    }

    /** HTTP's status. */
    int http() {
        return answer.status();
    }

    /** What is wrong with what was sent. */
    List<Problem> problems() {
        return Problem.of(Json.object(error(answer)).get("problems"), file);
    }

    /** The API's own words, or ours in its form. */
    String json() {
        return error(answer) == null ? json(this) : answer.text();
    }

    /** A failure in the API's form. */
    static String json(Exit failure) {
        return Json.write(Map.of("error", Map.of("message", String.valueOf(failure.getMessage()))));
    }

    private static @Nullable Object error(Answer answer) {
        try {
            return Json.object(Json.read(answer.body())).get("error");
        } catch (IOException e) {
            return null;
        }
    }
}
