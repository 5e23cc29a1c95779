package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The response object around the items of one answer, with all that OpenAI's schema requires of it. */
final class Envelope {
    /** What is said where nobody said anything: the members that the schema requires, at their defaults. */
    private static final List<Map.Entry<String, String>> REQUIRED = List.of(
            Map.entry("error", "null"),
            Map.entry("instructions", "null"),
            Map.entry("metadata", "{}"),
            Map.entry("parallel_tool_calls", "true"),
            Map.entry("temperature", "null"),
            Map.entry("tool_choice", "\"auto\""),
            Map.entry("tools", "[]"),
            Map.entry("top_p", "null"));

    private final String id;
    private final String model;
    private final List<Extra> head;
    private final String createdAt;

    /**
     * The envelope of an answer.
     *
     * @param id the answer's name; an empty one is replaced
     * @param head what only this dialect knows of the response
     */
    Envelope(String id, String model, List<Extra> head, InstantSource clock) {
        this.id = id.isEmpty() ? "resp_" + Long.toHexString(clock.instant().toEpochMilli()) : id;
        this.model = model;
        this.head = head;
        this.createdAt = Long.toString(clock.instant().getEpochSecond());
    }

    /**
     * The id of an item: its own, or one that is made of the response's and the item's place. OpenAI's begin with
     * what the item is, which its API checks.
     */
    String itemId(Part first, int outputIndex) {
        Extras about = new ItemGroup(ItemGroup.kind(first), List.of(first)).about();
        Extras own = first instanceof Part.ToolCall ? ItemGroup.own(first) : about;
        String prefix = switch (ItemGroup.kind(first)) {
            case MESSAGE -> "msg_";
            case REASONING -> "rs_";
            default -> "fc_";
        };
        return own.take("id").map(Extras::node)
                .map(node -> node instanceof Node.Str string ? string.value() : "")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> prefix + id.replaceFirst("^[a-z]+[_-]", "").replaceAll("[^A-Za-z0-9_-]", "") + "_"
                        + outputIndex);
    }

    /** Writes the response before its end: nothing is said yet. */
    void begun(JsonWriter out) {
        Extras extras = OpenAiResponses.extras(head);
        extras.take("incomplete_details");
        open(out, extras);
        out.member("status", Status.IN_PROGRESS).rawMember("incomplete_details", "null").rawMember("output", "[]");
        extras.take("usage").ifPresent(json -> out.rawMember("usage", json));
        close(out, extras);
    }

    /**
     * Writes the response at its end.
     *
     * @param later what was said of the response after its beginning, which counts
     * @param items the items as JSON
     * @param text the texts of all messages
     */
    void write(JsonWriter out, List<Extra> later, FinishReason finish, Status status, List<String> items, Usage usage,
            String text) {
        List<Extra> all = new ArrayList<>(head);
        all.addAll(later);
        Extras extras = OpenAiResponses.extras(all);
        open(out, extras);
        status.orAsItCame(extras, finish).write(extras, out);
        out.name("output").array();
        items.forEach(out::raw);
        out.endArray();
        if (!usage.equals(Usage.NONE)) {
            extras.take("usage");
            UsageCodec.write(usage, out.name("usage"));
        }
        // An SDK's own; some servers send it as well.
        extras.take("output_text").ifPresent(
                came -> out.rawMember("output_text", came.equals("null") ? came : JsonWriter.quoted(text)));
        close(out, extras);
    }

    private void open(JsonWriter out, Extras extras) {
        extras.take("id");
        extras.take("model");
        extras.take("output");
        out.object().member("id", id)
                .rawMember("object", extras.take("object").orElse("\"response\""))
                .rawMember("created_at", extras.take("created_at").orElse(createdAt))
                .member("model", model);
    }

    private static void close(JsonWriter out, Extras extras) {
        REQUIRED.forEach(each -> out.rawMember(each.getKey(), extras.take(each.getKey()).orElse(each.getValue())));
        extras.write(out);
        out.endObject();
    }
}
