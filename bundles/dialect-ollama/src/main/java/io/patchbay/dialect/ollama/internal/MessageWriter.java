package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes messages. */
final class MessageWriter {
    private final JsonWriter out;
    private final Set<String> dropped;
    /** The tools that were called, by the call's id: a result names its tool. */
    private final Map<String, String> called = new HashMap<>();

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
            Extras extras = Ollama.extras(message.extras());
            out.object().rawMember("role", role(message.role(), extras));
            parts(rest, extras);
            out.endObject();
        }
    }

    private void toolResult(Part.ToolResult result, Message message) {
        Extras extras = Ollama.extras(message.extras());
        if (result.error()) {
            dropped.add("tool_result.is_error");
        }
        out.object().member("role", "tool");
        String name = result.name().isEmpty() ? called.getOrDefault(result.callId(), "") : result.name();
        if (!name.isEmpty()) {
            extras.take(Messages.TOOL_NAME);
            out.member(Messages.TOOL_NAME, name);
        }
        if (!result.callId().isEmpty()) {
            extras.take(Messages.TOOL_CALL_ID);
            out.member(Messages.TOOL_CALL_ID, result.callId());
        }
        parts(result.content(), extras);
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

    /** Writes what a message says, and what is left of its extras, as members of the object that is open. */
    void parts(List<Part> parts, Extras extras) {
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        List<String> images = new ArrayList<>();
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Text each -> text.append(each.text());
                case Part.Refusal each -> text.append(each.text());
                case Part.Reasoning each when !each.text().isEmpty() || each.extras().isEmpty() ->
                        thought.append(each.text());
                case Part.Image(Media(_, Media.Inline(String base64)), _) -> images.add(base64);
                case Part.ToolCall call -> calls.add(call);
                default -> dropped.add(name(part));
            }
        }
        String form = extras.take(Messages.CONTENT).orElse("\"\"");
        out.rawMember(Messages.CONTENT, text.isEmpty() ? form : JsonWriter.quoted(text.toString()));
        if (!thought.isEmpty()) {
            extras.take(Messages.THINKING);
            out.member(Messages.THINKING, thought.toString());
        }
        if (!images.isEmpty()) {
            extras.take(Messages.IMAGES);
            out.name(Messages.IMAGES).array();
            images.forEach(out::string);
            out.endArray();
        }
        if (!calls.isEmpty()) {
            extras.take(Messages.TOOL_CALLS);
            out.name(Messages.TOOL_CALLS).array();
            calls.forEach(this::call);
            out.endArray();
        }
        extras.write(out);
    }

    private void call(Part.ToolCall call) {
        called.put(call.id(), call.name());
        if (!ToolCalls.write(call, out)) {
            dropped.add("tool_call.arguments");
        }
    }

    private static String name(Part part) {
        return switch (part) {
            case Part.Image _ -> "image";
            case Part.Audio _ -> "audio";
            case Part.Document _ -> "document";
            case Part.Reasoning _ -> "reasoning";
            case Part.Citation _ -> "citation";
            case Part.Other other -> "block of " + other.dialect();
            default -> "block";
        };
    }
}
