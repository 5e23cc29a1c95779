package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A content block of a stream that has not come to its end. */
final class OpenBlock {
    /** The kinds of deltas that a block may begin with, each with the part that it begins. */
    private static final Map<String, Part> BEGINNINGS = Map.of(
            "text", Part.Text.of(""),
            "citation", Part.Text.of(""),
            "reasoningContent", new Part.Reasoning("", List.of()));

    private final int part;
    private final Part start;
    /** The kind of a block that only this dialect knows; empty for any other. */
    private final String kind;
    /** The members of such a block, with what deltas added. */
    private final Map<String, String> members = new LinkedHashMap<>();
    private final StringBuilder input = new StringBuilder();
    private final List<String> content = new ArrayList<>();
    private final List<Part.Citation> citations = new ArrayList<>();
    private final StringBuilder signature = new StringBuilder();
    private final List<Extra> extras = new ArrayList<>();

    private OpenBlock(int part, Part start, String kind) {
        this.part = part;
        this.start = start;
        this.kind = kind;
    }

    /** A call of a tool of the client's, or of {@link AnswerTool}. */
    static OpenBlock call(int part, Part.ToolCall call) {
        return new OpenBlock(part, AnswerTool.answer(call), "");
    }

    /** A block that only this dialect knows, such as a tool that runs at the provider, or its result. */
    static OpenBlock other(int part, String kind, Node.Obj start) {
        String json = new JsonWriter().object().rawMember(kind, start.json().text()).endObject().text();
        OpenBlock block = new OpenBlock(part, new Part.Other(BedrockConverse.NAME, new Json(json), List.of()), kind);
        start.members().forEach((name, value) -> block.members.put(name, value.json().text()));
        return block;
    }

    /** The block that a delta begins; empty where nothing is known of it. */
    static Optional<OpenBlock> byDelta(int part, String kind) {
        return Optional.ofNullable(BEGINNINGS.get(kind)).map(start -> new OpenBlock(part, start, ""));
    }

    /** Whether a delta of some kind goes on with this block. */
    boolean takes(String delta) {
        return switch (start) {
            case Part.Text _ -> !delta.equals("reasoningContent");
            case Part.Reasoning _ -> delta.equals("reasoningContent");
            case Part.ToolCall _ -> delta.equals("toolUse");
            default -> delta.equals(kind);
        };
    }

    void begin(List<ChatEvent> events) {
        events.add(new ChatEvent.PartStart(part, 0, start));
    }

    /** Takes a delta that {@link #takes} allows. */
    void add(String delta, Node value, Place place, List<ChatEvent> events) {
        switch (delta) {
            case "text" -> {
                if (!(value instanceof Node.Str(_, String text))) {
                    throw place.invalidType("a string", value.kind());
                }
                events.add(new ChatEvent.TextDelta(part, text));
            }
            case "citation" -> citations.add(Citations.citation(Members.of(value, place)));
            case "reasoningContent" -> reasoning(Members.of(value, place), events);
            case "toolUse" -> toolUse(Members.of(value, place).text("input").orElse(""), events);
            default -> other(value);
        }
    }

    private void reasoning(Members delta, List<ChatEvent> events) {
        delta.text("text").ifPresent(text -> events.add(new ChatEvent.ReasoningDelta(part, text)));
        delta.text(BlockReader.SIGNATURE).ifPresent(signature::append);
        delta.take(BlockReader.REDACTED)
                .ifPresent(data -> extras.addAll(AnthropicExtras.redacted(data.json().text())));
    }

    private void toolUse(String piece, List<ChatEvent> events) {
        switch (start) {
            case Part.ToolCall _ -> events.add(new ChatEvent.ToolCallDelta(part, piece));
            case Part.Text _ -> events.add(new ChatEvent.TextDelta(part, piece));
            default -> input.append(piece);
        }
    }

    /** A result's pieces are an array, a picture's an object. */
    private void other(Node value) {
        if (value instanceof Node.Arr array) {
            array.elements().forEach(element -> content.add(element.json().text()));
        } else if (value instanceof Node.Obj object) {
            object.members().forEach((name, member) -> members.put(name, member.json().text()));
        }
    }

    /**
     * Ends the block, and gives its citations, which are parts of their own.
     *
     * @param next the number of the next part
     * @return the number of the part after those
     */
    int end(int next, List<ChatEvent> events) {
        if (!signature.isEmpty()) {
            extras.addAll(AnthropicExtras.signature(JsonWriter.quoted(signature.toString())));
        }
        if (!kind.isEmpty()) {
            extras.add(BedrockConverse.extra(kind, whole()));
        }
        events.add(new ChatEvent.PartEnd(part, extras));
        int index = next;
        for (Part.Citation citation : citations) {
            events.add(new ChatEvent.PartStart(index, 0, citation));
            events.add(new ChatEvent.PartEnd(index, List.of()));
            index++;
        }
        return index;
    }

    private String whole() {
        JsonWriter out = new JsonWriter().object();
        if (!input.isEmpty()) {
            members.put("input", BlockWriter.input(input.toString()));
        }
        if (!content.isEmpty()) {
            JsonWriter array = new JsonWriter().array();
            content.forEach(array::raw);
            members.put("content", array.endArray().text());
        }
        members.forEach(out::rawMember);
        return out.endObject().text();
    }
}
