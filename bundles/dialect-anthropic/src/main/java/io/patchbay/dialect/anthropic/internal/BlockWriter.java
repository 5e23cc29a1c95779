package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes content blocks.
 *
 * <p>A blank text of another dialect is left out, because Anthropic refuses it and it says nothing.
 */
final class BlockWriter {
    private final boolean own;
    private final boolean answer;
    private final Set<String> dropped;

    /**
     * A writer.
     *
     * @param own whether the parts were read in this dialect, so that all of it is written
     * @param answer whether the parts are an answer's
     * @param dropped takes the names of what cannot be said
     */
    BlockWriter(boolean own, boolean answer, Set<String> dropped) {
        this.own = own;
        this.answer = answer;
        this.dropped = dropped;
    }

    /** Whether content is one text with nothing to it, which is written as a string. */
    static boolean isPlain(List<Part> content) {
        return content.size() == 1 && content.getFirst() instanceof Part.Text text
                && AnthropicMessages.extras(text.extras()).isEmpty();
    }

    /**
     * Writes a member that holds content, in its form if there is one; nothing where the content says nothing.
     *
     * @param extras where the form is
     */
    void content(String name, List<Part> parts, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take("content");
        List<String> blocks = write(parts);
        if (blocks.isEmpty()) {
            form.ifPresent(json -> out.rawMember(name, json));
        } else if (isPlain(parts) && form.isEmpty()) {
            out.member(name, ((Part.Text) parts.getFirst()).text());
        } else {
            out.name(name).array();
            blocks.forEach(out::raw);
            out.endArray();
        }
    }

    /** The blocks that parts are written as. */
    List<String> write(List<Part> parts) {
        List<String> blocks = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Part.Text text) {
                int end = i + 1;
                while (end < parts.size() && parts.get(end) instanceof Part.Citation) {
                    end++;
                }
                text(text, parts.subList(i + 1, end)).ifPresent(blocks::add);
                i = end - 1;
            } else {
                block(parts.get(i)).ifPresent(blocks::add);
            }
        }
        return blocks;
    }

    /** The block that a part is written as; empty where this dialect cannot say it. */
    Optional<String> block(Part part) {
        Extras extras = AnthropicMessages.extras(part.extras());
        return switch (part) {
            case Part.Text text -> text(text, List.of());
            case Part.Refusal refusal -> text(Part.Text.of(refusal.text()), List.of());
            case Part.Reasoning reasoning -> reasoning(reasoning, extras);
            case Part.ToolCall call -> Optional.of(toolCall(call, extras));
            case Part.ToolResult result when !answer || own -> Optional.of(toolResult(result, extras));
            case Part.Image image when !answer || own -> media("image", Sources.ofImage(image.media()), "", extras);
            case Part.Document document when !answer || own ->
                    media("document", Sources.ofDocument(document), document.name(), extras);
            case Part.Other other when other.dialect().equals(AnthropicMessages.NAME) ->
                    Optional.of(other(other, extras));
            default -> drop(name(part));
        };
    }

    private Optional<String> drop(String name) {
        dropped.add(name);
        return Optional.empty();
    }

    private static String name(Part part) {
        return switch (part) {
            case Part.Image _ -> "image";
            case Part.Audio _ -> "audio";
            case Part.Document _ -> "document";
            case Part.Citation _ -> "citation";
            case Part.Other other -> "block of " + other.dialect();
            default -> "block";
        };
    }

    private Optional<String> text(Part.Text text, List<Part> citations) {
        if (!own && text.text().isBlank()) {
            return Optional.empty();
        }
        Extras extras = AnthropicMessages.extras(text.extras());
        JsonWriter out = new JsonWriter().object().member("type", "text").member("text", text.text());
        List<String> written = new ArrayList<>();
        for (Part part : citations) {
            if (part instanceof Part.Citation citation) {
                citation(citation).ifPresentOrElse(written::add, () -> dropped.add("citation"));
            }
        }
        if (!written.isEmpty()) {
            extras.take("citations");
            out.name("citations").array();
            written.forEach(out::raw);
            out.endArray();
        }
        return end(extras, out);
    }

    /** A citation of this dialect; another dialect's cannot be said, for want of the place that it is found at. */
    static Optional<String> citation(Part.Citation citation) {
        Extras extras = AnthropicMessages.extras(citation.extras());
        if (extras.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object();
        if (!citation.quote().isEmpty()) {
            extras.take("cited_text");
            out.member("cited_text", citation.quote());
        }
        return end(extras, out);
    }

    /** Anthropic takes back only what it signed; in an answer the client's SDK wants a signature, if an empty one. */
    private Optional<String> reasoning(Part.Reasoning reasoning, Extras extras) {
        if (extras.has("data")) {
            return end(extras, new JsonWriter().object().member("type", "redacted_thinking"));
        }
        if (!own && !extras.has("signature") && (!answer || reasoning.text().isEmpty())) {
            return drop("reasoning");
        }
        String form = extras.take("thinking").orElse("\"\"");
        JsonWriter out = new JsonWriter().object().member("type", "thinking")
                .rawMember("thinking", reasoning.text().isEmpty() ? form : JsonWriter.quoted(reasoning.text()));
        if (answer) {
            out.rawMember("signature", extras.take("signature").orElse("\"\""));
        }
        return end(extras, out);
    }

    private static String toolCall(Part.ToolCall call, Extras extras) {
        extras.take("id");
        String id = call.id().isEmpty()
                ? "toolu_" + UUID.randomUUID().toString().replace("-", "")
                : ToolIds.write(call.id());
        JsonWriter out = new JsonWriter().object().member("type", "tool_use").member("id", id)
                .member("name", call.name()).rawMember("input", input(call.arguments()));
        extras.write(out);
        return out.endObject().text();
    }

    /** The input as an object; what a model wrote that is none becomes the text of a member. */
    static String input(Json arguments) {
        if (arguments.text().isBlank()) {
            return Json.EMPTY_OBJECT.text();
        }
        try {
            if (JsonReader.read(Bytes.utf8(arguments.text())) instanceof Node.Obj) {
                return arguments.text();
            }
        } catch (IOException _) {
            // What is no JSON is written as a text.
        }
        return new JsonWriter().object().member("arguments", arguments.text()).endObject().text();
    }

    private String toolResult(Part.ToolResult result, Extras extras) {
        JsonWriter out = new JsonWriter().object().member("type", "tool_result")
                .member("tool_use_id", ToolIds.write(result.callId()));
        content("content", result.content(), extras, out);
        if (result.error()) {
            extras.take("is_error");
            out.rawMember("is_error", "true");
        }
        extras.write(out);
        return out.endObject().text();
    }

    private Optional<String> media(String type, Optional<String> source, String title, Extras extras) {
        if (source.isEmpty()) {
            return drop(type);
        }
        JsonWriter out = new JsonWriter().object().member("type", type).rawMember("source", source.get());
        if (!title.isEmpty()) {
            extras.take("title");
            out.member("title", title);
        }
        return end(extras, out);
    }

    /** What a stream said later counts in place of what the block began with. */
    private static String other(Part.Other other, Extras later) {
        if (later.isEmpty() || !(Extras.node(other.value().text()) instanceof Node.Obj object)) {
            return other.value().text();
        }
        Map<String, String> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(name, later.take(name).orElse(value.json().text())));
        JsonWriter out = new JsonWriter().object();
        members.forEach(out::rawMember);
        later.write(out);
        return out.endObject().text();
    }

    private static Optional<String> end(Extras extras, JsonWriter out) {
        extras.write(out);
        return Optional.of(out.endObject().text());
    }
}
