package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the items of a request's input. */
final class InputWriter {
    private final JsonWriter out;
    private final Set<String> dropped;

    /**
     * A writer.
     *
     * @param out where to write
     * @param dropped takes the names of what cannot be said
     */
    InputWriter(JsonWriter out, Set<String> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Writes a message as its items; results of tools that stand in it come before what else it says. */
    void write(Message message) {
        if (message.role() == Role.ASSISTANT || message.role() == Role.TOOL) {
            ItemGroup.of(message.parts()).forEach(this::item);
            return;
        }
        List<Part> content = new ArrayList<>();
        for (Part part : message.parts()) {
            if (ItemGroup.kind(part) == ItemGroup.Kind.MESSAGE) {
                content.add(part);
            } else {
                item(new ItemGroup(ItemGroup.kind(part), List.of(part)));
            }
        }
        if (!content.isEmpty() || message.parts().isEmpty()) {
            message(message, content);
        }
    }

    private void message(Message message, List<Part> content) {
        Extras extras = OpenAiResponses.extras(message.extras());
        out.object();
        extras.take("type").ifPresent(json -> out.rawMember("type", json));
        String role = switch (message.role()) {
            case SYSTEM -> "\"system\"";
            case DEVELOPER -> "\"developer\"";
            case OTHER -> extras.take("role").orElse("\"user\"");
            default -> "\"user\"";
        };
        extras.take(RequestReader.INSTRUCTIONS);
        out.rawMember("role", role);
        boolean array = extras.has("content") && !extras.is("content", "null");
        if (!content.isEmpty() || array) {
            extras.take("content");
            content("content", content, array, Voice.USER);
        }
        extras.write(out);
        out.endObject();
    }

    private void content(String name, List<Part> content, boolean array, Voice voice) {
        out.name(name);
        if (!array && ContentWriter.isPlain(content)) {
            out.string(((Part.Text) content.getFirst()).text());
        } else {
            out.array();
            new ContentWriter(voice, out, dropped).write(content);
            out.endArray();
        }
    }

    private void item(ItemGroup item) {
        switch (item.parts().getFirst()) {
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> result(result);
            case Part.Other other -> other(other);
            case Part.Reasoning _ -> reasoning(item);
            default -> assistant(item);
        }
    }

    private void assistant(ItemGroup item) {
        if (!item.isOwn() && item.parts().stream().allMatch(InputWriter::isText)) {
            item.parts().forEach(this::assistantText);
            return;
        }
        Extras about = item.about();
        boolean array = item.isOwn() && !about.has("content");
        about.take("content");
        out.object();
        about.take("type").ifPresent(json -> out.rawMember("type", json));
        out.member("role", "assistant");
        content("content", item.parts(), array, Voice.ASSISTANT);
        about.write(out);
        out.endObject();
    }

    private static boolean isText(Part part) {
        return part instanceof Part.Text || part instanceof Part.Citation;
    }

    /** A message of one text as a string: a list of texts is one of an answer, which has an id. */
    private void assistantText(Part part) {
        if (part instanceof Part.Text text) {
            out.object().member("role", "assistant").member("content", text.text()).endObject();
        } else {
            dropped.add(ContentWriter.name(part));
        }
    }

    /** Only a provider that gave a thought with its id or its encrypted content takes it back. */
    private void reasoning(ItemGroup item) {
        if (!item.isOwn()) {
            dropped.add("reasoning");
            return;
        }
        Extras about = item.about();
        out.object().member("type", "reasoning");
        Thoughts.write(item.parts(), about, out);
        about.write(out);
        out.endObject();
    }

    private void call(Part.ToolCall call) {
        Extras extras = OpenAiResponses.extras(call.extras());
        extras.take("call_id");
        out.object().member("type", "function_call").member("call_id", call.id()).member("name", call.name())
                .member("arguments", OutputItem.arguments(call, Status.COMPLETED));
        extras.write(out);
        out.endObject();
    }

    private void result(Part.ToolResult result) {
        Extras extras = OpenAiResponses.extras(result.extras());
        if (result.error()) {
            dropped.add("tool_result.is_error");
        }
        out.object().member("type", "function_call_output").member("call_id", result.callId());
        boolean array = extras.take("output").isPresent();
        if (result.content().isEmpty() && !array) {
            out.member("output", "");
        } else {
            content("output", result.content(), array, Voice.USER);
        }
        extras.write(out);
        out.endObject();
    }

    private void other(Part.Other other) {
        if (other.dialect().equals(OpenAiResponses.NAME)) {
            out.raw(json(other));
        } else {
            dropped.add(ContentWriter.name(other));
        }
    }

    /** An item that only this dialect knows; what a stream said of it later counts. */
    static String json(Part.Other other) {
        Extras later = OpenAiResponses.extras(other.extras());
        if (later.isEmpty() || !(Extras.node(other.value().text()) instanceof Node.Obj item)) {
            return other.value().text();
        }
        JsonWriter out = new JsonWriter().object();
        item.members().forEach((name, value) -> out.rawMember(name, later.take(name).orElse(value.json().text())));
        later.write(out);
        return out.endObject().text();
    }
}
