package io.patchbay.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document or a bundle, as the API tells it.
 *
 * @param line {@code file:line:col: pid: key: message}, without what is not known
 */
record Problem(String line) {
    /** What the API calls the file of a document that was sent to it, before its extension. */
    static final String SENT = "request.";

    /** Those of an array; what was sent came from that file, which is empty for what never was in one. */
    static List<Problem> of(@Nullable Object array, String file) {
        List<Problem> problems = new ArrayList<>();
        for (Object each : Json.array(array)) {
            problems.add(each instanceof String text ? new Problem(Table.plain(text)) : one(each, file));
        }
        return problems;
    }

    private static Problem one(Object problem, String file) {
        String name = Json.text(problem, "file");
        StringBuilder line = new StringBuilder(name.isEmpty() || name.startsWith(SENT) ? file : name);
        for (String member : List.of("line", "column")) {
            String number = Json.text(problem, member);
            line.append(number.isEmpty() || line.isEmpty() ? "" : ":" + number);
        }
        for (String member : List.of("pid", "key", "message")) {
            String text = Json.text(problem, member);
            line.append(text.isEmpty() ? "" : (line.isEmpty() ? "" : ": ") + text);
        }
        return new Problem(Table.plain(line.toString()));
    }
}
