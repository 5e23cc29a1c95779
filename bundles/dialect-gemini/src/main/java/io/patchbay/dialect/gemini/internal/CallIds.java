package io.patchbay.dialect.gemini.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Gives ids to calls that came without one, and finds the call that a result without one answers.
 *
 * <p>Gemini leaves ids out and goes by names and order; other dialects cannot. An id that was made is known by its
 * beginning, and is left out again on the way to Gemini. It is the same each time that the same conversation is read, and
 * at most 40 letters long, which is what OpenAI takes.
 */
final class CallIds {
    private static final String PREFIX = "call_gemini_";
    private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9_-]{1,22}");

    private final String base;
    private final List<Open> open = new ArrayList<>();
    private int count;

    /** A call that has no result yet. */
    private record Open(String id, String name) {}

    private CallIds(String base) {
        this.base = base;
    }

    /** The ids of a conversation. */
    static CallIds ofRequest() {
        return new CallIds("m");
    }

    /** The ids of a candidate of an answer. */
    static CallIds ofAnswer(String responseId, int candidate) {
        if (responseId.isEmpty()) {
            return new CallIds("");
        }
        String name = SHORT.matcher(responseId).matches() ? responseId : Integer.toHexString(responseId.hashCode());
        return new CallIds(candidate == 0 ? name : name + "_" + candidate);
    }

    /** Whether the id was made here. */
    static boolean isMade(String id) {
        return id.startsWith(PREFIX);
    }

    /** The id of the next call: its own, or one that is made, of what it says if the answer has no name. */
    String call(String given, String name, String arguments) {
        String own = base.isEmpty() ? Integer.toHexString(Objects.hash(name, arguments)) : base;
        String id = given.isEmpty() ? PREFIX + own + "_" + count : given;
        count++;
        open.add(new Open(id, name));
        return id;
    }

    /** The id of the call that a result without one answers: the first of its name that is open; empty if none is. */
    String answered(String name) {
        for (Open call : open) {
            if (call.name.equals(name)) {
                open.remove(call);
                return call.id;
            }
        }
        return "";
    }

    /** Takes note that a call has its result. */
    void answeredById(String id) {
        open.removeIf(call -> call.id.equals(id));
    }
}
