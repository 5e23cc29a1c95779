package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the messages of a request. */
final class MessageWriter {
    private final JsonWriter out;
    private final Set<String> dropped;

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

    /** Whether content is one text with nothing to it, which is written as a string. */
    static boolean isPlain(List<Part> content) {
        return content.size() == 1 && content.getFirst() instanceof Part.Text text
                && OpenAiChat.extras(text.extras()).isEmpty();
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
        if (!rest.isEmpty() && rest.stream().noneMatch(MessageWriter::canSay)) {
            rest.forEach(part -> dropped.add(name(part)));
        } else if (!results || !rest.isEmpty()) {
            message(message.withParts(rest));
        }
    }

    /** Whether there are words for such a part; a message that has none but others is left out. */
    private static boolean canSay(Part part) {
        return switch (part) {
            case Part.Reasoning thought -> !OpenAiChat.extras(thought.extras()).isEmpty();
            case Part.Citation _ -> false;
            case Part.Other other -> other.dialect().equals(OpenAiChat.NAME);
            default -> true;
        };
    }

    private void toolResult(Part.ToolResult result, Message message) {
        Extras extras = OpenAiChat.extras(message.extras());
        out.object().member("role", "tool");
        if (!result.callId().isEmpty()) {
            extras.take("tool_call_id");
            out.member("tool_call_id", result.callId());
        }
        if (result.error()) {
            dropped.add("tool_result.is_error");
        }
        boolean own = extras.has("content");
        List<Part> content = result.content().stream().filter(part -> own || inResult(part)).toList();
        if (content.isEmpty() && !own) {
            out.member("content", "");
        }
        content(content, extras);
        extras.write(out);
        OpenAiChat.extras(result.extras()).write(out);
        out.endObject();
    }

    /** OpenAI takes nothing but text from tools; vendors that take more had it in this dialect. */
    private boolean inResult(Part part) {
        boolean text = part instanceof Part.Text;
        if (!text) {
            dropped.add("tool_result." + name(part));
        }
        return text;
    }

    private void message(Message message) {
        Extras extras = OpenAiChat.extras(message.extras());
        out.object().rawMember("role", role(message.role(), extras));
        List<Part> content = new ArrayList<>();
        List<Part> calls = new ArrayList<>();
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Reasoning reasoning when !inContent(reasoning) -> reasoning(reasoning);
                case Part.Refusal refusal when !inContent(refusal) -> {
                    extras.take("refusal");
                    out.member("refusal", refusal.text());
                }
                case Part.ToolCall call -> calls.add(call);
                case Part.Other other when isToolCall(other) -> calls.add(other);
                default -> content.add(part);
            }
        }
        content(content, extras);
        if (!calls.isEmpty()) {
            extras.take("tool_calls");
            out.name("tool_calls").array();
            calls.forEach(call -> toolCall(call, false, out));
            out.endArray();
        }
        extras.write(out);
        out.endObject();
    }

    private static String role(Role role, Extras extras) {
        return switch (role) {
            case SYSTEM -> "\"system\"";
            case DEVELOPER -> "\"developer\"";
            case ASSISTANT -> "\"assistant\"";
            case TOOL -> "\"tool\"";
            case USER -> "\"user\"";
            case OTHER -> extras.take("role").orElse("\"user\"");
        };
    }

    /** Whether a part that has a place beside the content stood in the content. */
    static boolean inContent(Part part) {
        return OpenAiChat.extras(part.extras()).has("type");
    }

    /** OpenAI takes no reasoning back, and refuses the member; vendors that do had it in this dialect. */
    private void reasoning(Part.Reasoning reasoning) {
        Extras extras = OpenAiChat.extras(reasoning.extras());
        if (extras.isEmpty()) {
            dropped.add("reasoning");
        } else {
            out.member(reasoningName(extras), reasoning.text());
        }
    }

    /** The vendor's name for reasoning, or the most common one. */
    static String reasoningName(Extras extras) {
        return extras.has("reasoning") ? "reasoning" : "reasoning_content";
    }

    private void content(List<Part> parts, Extras extras) {
        if (parts.isEmpty()) {
            return;
        }
        boolean array = extras.take("content").filter("[]"::equals).isPresent();
        out.name("content");
        if (isPlain(parts) && !array) {
            out.string(((Part.Text) parts.getFirst()).text());
            return;
        }
        out.array();
        for (Part part : parts) {
            if (!ContentParts.write(part, out)) {
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
            case Part.Reasoning _ -> "reasoning";
            case Part.Citation _ -> "citation";
            case Part.Other other -> "block of " + other.dialect();
            default -> "block";
        };
    }

    /** Whether an unknown block is a tool call: those have an id, which parts of content have not. */
    static boolean isToolCall(Part.Other other) {
        return other.dialect().equals(OpenAiChat.NAME) && Extras.node(other.value().text()) instanceof Node.Obj object
                && object.members().containsKey("id");
    }

    /**
     * Writes a call as an element of {@code tool_calls}; one without arguments has an empty object of them.
     *
     * @param cutOff whether the model was stopped before it could say any
     */
    static void toolCall(Part part, boolean cutOff, JsonWriter out) {
        if (part instanceof Part.ToolCall call) {
            Json arguments = call.arguments().text().isEmpty() && !cutOff ? Json.EMPTY_OBJECT : call.arguments();
            toolCall(call, arguments, out.object(), OpenAiChat.extras(call.extras()));
        } else if (part instanceof Part.Other other) {
            out.raw(other.value().text());
        }
    }

    /** Writes the beginning of a call as an element of a delta's {@code tool_calls}. */
    static void toolCall(Part.ToolCall call, int index, JsonWriter out) {
        Extras extras = OpenAiChat.extras(call.extras());
        extras.take("index");
        toolCall(call, call.arguments(), out.object().member("index", index), extras);
    }

    private static void toolCall(Part.ToolCall call, Json arguments, JsonWriter out, Extras extras) {
        if (!call.id().isEmpty()) {
            extras.take("id");
            out.member("id", call.id());
        }
        out.rawMember("type", extras.take("type").orElse("\"function\"")).name("function").object()
                .member("name", call.name()).member("arguments", arguments.text());
        extras.nested("function").write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
    }
}
