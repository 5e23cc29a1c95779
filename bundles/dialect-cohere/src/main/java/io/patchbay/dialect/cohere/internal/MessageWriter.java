package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the messages of a request. */
final class MessageWriter {
    private final JsonWriter out;
    private final Set<String> dropped;
    private final CallIds ids = new CallIds();

    /**
     * A writer.
     *
     * @param out where to write
     * @param dropped takes the names of what cannot be said
     */
    MessageWriter(JsonWriter out, Set<String> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Writes a message; one with several tool results becomes a message for each, before what else it says. */
    void write(Message message) {
        List<Part> rest = new ArrayList<>();
        boolean results = false;
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                toolResult(result, message.role() == Role.TOOL ? message : Message.of(Role.TOOL));
                results = true;
            } else {
                rest.add(part);
            }
        }
        if (!results || !rest.isEmpty()) {
            message(message.withParts(rest));
        }
    }

    private void toolResult(Part.ToolResult result, Message message) {
        Extras extras = CohereV2.extras(message.extras());
        out.object().member("role", "tool");
        String callId = ids.of(result);
        if (!callId.isEmpty()) {
            extras.take("tool_call_id");
            out.member("tool_call_id", callId);
        }
        if (result.error()) {
            dropped.add("tool_result.is_error");
        }
        List<Part> content = result.content().stream().filter(this::inResult).toList();
        if (content.isEmpty() && !extras.has(MessageReader.CONTENT)) {
            out.member(MessageReader.CONTENT, "");
        }
        content(content, extras);
        extras.write(out);
        CohereV2.extras(result.extras()).write(out);
        out.endObject();
    }

    /** Cohere takes no pictures from tools. */
    private boolean inResult(Part part) {
        boolean picture = part instanceof Part.Image;
        if (picture) {
            dropped.add("image");
        }
        return !picture;
    }

    private void message(Message message) {
        Extras extras = CohereV2.extras(message.extras());
        out.object().rawMember("role", role(message.role(), extras));
        SaidParts said = SaidParts.of(message.parts());
        content(said.content().stream().filter(this::sayable).toList(), extras);
        said.writePlanAndCalls(extras, ids, false, out);
        List<Part.Citation> own = said.citations().stream().filter(this::isOwn).toList();
        if (!own.isEmpty()) {
            out.name(Citations.MEMBER).array();
            own.forEach(citation -> Citations.write(citation, out));
            out.endArray();
        }
        extras.write(out);
        out.endObject();
    }

    private static String role(Role role, Extras extras) {
        return switch (role) {
            case SYSTEM, DEVELOPER -> "\"system\"";
            case ASSISTANT -> "\"assistant\"";
            case TOOL -> "\"tool\"";
            case USER -> "\"user\"";
            case OTHER -> extras.take("role").orElse("\"user\"");
        };
    }

    /** A thought without words is one that only its own provider can read. */
    private boolean sayable(Part part) {
        boolean hidden = part instanceof Part.Reasoning thought && thought.text().isEmpty()
                && !thought.extras().isEmpty() && CohereV2.extras(thought.extras()).isEmpty();
        if (hidden) {
            dropped.add("reasoning");
        }
        return !hidden;
    }

    private boolean isOwn(Part.Citation citation) {
        boolean own = !CohereV2.extras(citation.extras()).isEmpty();
        if (!own) {
            dropped.add("citation");
        }
        return own;
    }

    private void content(List<Part> parts, Extras extras) {
        Optional<String> form = extras.take(MessageReader.CONTENT);
        if (parts.isEmpty()) {
            form.ifPresent(json -> out.rawMember(MessageReader.CONTENT, json));
            return;
        }
        out.name(MessageReader.CONTENT);
        if (ContentBlocks.isPlain(parts) && !form.equals(Optional.of("[]"))) {
            out.string(((Part.Text) parts.getFirst()).text());
            return;
        }
        out.array();
        for (Part part : parts) {
            if (!ContentBlocks.write(part, out)) {
                dropped.add(name(part));
            }
        }
        out.endArray();
    }

    private static String name(Part part) {
        return switch (part) {
            case Part.Image _ -> "image";
            case Part.Audio _ -> "audio";
            case Part.Document _ -> "document";
            case Part.Other other -> "block of " + other.dialect();
            default -> "block";
        };
    }
}
