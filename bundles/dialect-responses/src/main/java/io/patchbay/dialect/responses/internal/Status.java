package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a response has ended: its {@code status}, and the {@code reason} in its {@code incomplete_details}.
 *
 * @param word the status
 * @param reason why it is incomplete; empty where it is not
 */
record Status(String word, String reason) {
    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";
    static final String FAILED = "failed";
    static final String IN_PROGRESS = "in_progress";

    private static final String DETAILS = "incomplete_details";
    /** Items that wait for something that the client has to do. */
    private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call", "computer_call",
            "local_shell_call", "shell_call", "apply_patch_call");

    /** Whether an item of a type calls a tool of the client's. */
    static boolean isCall(String itemType) {
        return CALLS.contains(itemType);
    }

    /** The status that the members of a response tell. */
    static Status of(Map<String, Node> response) {
        String reason = response.get(DETAILS) instanceof Node.Obj details ? text(details.members().get("reason")) : "";
        return new Status(text(response.get("status")), reason);
    }

    private static String text(@Nullable Node node) {
        return node instanceof Node.Str string ? string.value() : "";
    }

    /** What the status means for an answer that calls a tool of the client's, or does not. */
    FinishReason finish(boolean called) {
        return switch (word) {
            case COMPLETED -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case INCOMPLETE -> reason.equals("content_filter") ? FinishReason.CONTENT_FILTER : FinishReason.LENGTH;
            default -> FinishReason.OTHER;
        };
    }

    /**
     * The status of an answer.
     *
     * @param refused whether the answer has the words of a refusal in it, which is complete then
     */
    static Status of(FinishReason finish, boolean refused) {
        return switch (finish) {
            case LENGTH -> new Status(INCOMPLETE, "max_output_tokens");
            case CONTENT_FILTER -> new Status(INCOMPLETE, "content_filter");
            case REFUSAL -> refused ? new Status(COMPLETED, "") : new Status(INCOMPLETE, "content_filter");
            default -> new Status(COMPLETED, "");
        };
    }

    /** The status as it came, where that is another word for the same end. */
    Status orAsItCame(Extras extras, FinishReason finish) {
        Optional<String> came = extras.take("status").map(Extras::node).map(Status::text);
        return finish == FinishReason.OTHER ? came.map(each -> new Status(each, "")).orElse(this) : this;
    }

    /** Writes what the status says of itself: {@code status}, and {@code incomplete_details} as they came or anew. */
    void write(Extras extras, JsonWriter out) {
        out.member("status", word);
        Optional<String> came = extras.take(DETAILS);
        String anew = reason.isEmpty()
                ? "null"
                : new JsonWriter().object().member("reason", reason).endObject().text();
        boolean same = came.isPresent() && word.equals(INCOMPLETE) != came.get().equals("null");
        out.rawMember(DETAILS, same ? came.get() : anew);
    }
}
