package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads content blocks: objects with one member, whose name says what the block is.
 *
 * <p>What is left of a block's member becomes one extra under its name. A {@code cachePoint} is an extra of the block
 * before it. A block of another shape, and one of a tool that runs at the provider, is a {@link Part.Other}.
 */
final class BlockReader {
    static final String CACHE_POINT = "cachePoint";
    static final String GUARD = "guardContent";
    static final String CITED = "citationsContent";
    /** Marks a text of a tool's result that was JSON. */
    static final String JSON = "json";
    static final String REDACTED = "redactedContent";
    static final String SIGNATURE = "signature";
    static final String REASONING_TEXT = "reasoningText";
    static final String MARK = "\"\"";

    private static final String TEXT = "text";
    /** The kinds of blocks that have a part of their own. */
    private static final Set<String> KINDS =
            Set.of(TEXT, "image", "audio", "document", "toolUse", "toolResult", "reasoningContent", GUARD);

    private BlockReader() {}

    static List<Part> read(Node.Arr array, Place place) {
        List<Part> parts = new ArrayList<>(array.elements().size());
        int index = 0;
        for (Node element : array.said()) {
            Place own = place.element(index++);
            if (!(element instanceof Node.Obj object)) {
                throw own.invalidType("an object", element.kind());
            }
            if (object.said().members().size() == 1) {
                block(object.said(), own, parts);
            } else {
                parts.add(other(object));
            }
        }
        return parts;
    }

    private static void block(Node.Obj object, Place place, List<Part> parts) {
        Map.Entry<String, Node> only = object.members().entrySet().iterator().next();
        String kind = only.getKey();
        Node value = only.getValue();
        Place own = place.member(kind);
        if (kind.equals(TEXT) && value instanceof Node.Str(_, String text)) {
            parts.add(Part.Text.of(text));
        } else if (kind.equals(JSON)) {
            parts.add(new Part.Text(value.json().text(), List.of(BedrockConverse.extra(JSON, MARK))));
        } else if (kind.equals(CACHE_POINT) && !parts.isEmpty() && !hasCachePoint(parts.getLast())) {
            Part marked = parts.removeLast();
            parts.add(marked.withExtras(AnthropicExtras.withCachePoint(marked.extras(), value)));
        } else if (kind.equals(CITED) && value instanceof Node.Obj cited
                && cited.members().get("content") instanceof Node.Arr) {
            parts.addAll(Citations.read(new Members(cited, own)));
        } else {
            parts.add(KINDS.contains(kind) ? part(kind, object, Members.of(value, own)) : other(object));
        }
    }

    private static boolean hasCachePoint(Part part) {
        return BedrockConverse.extras(part.extras()).has(CACHE_POINT);
    }

    private static Part part(String kind, Node.Obj block, Members members) {
        boolean serverSide = members.peek("type").isPresent();
        return switch (kind) {
            case "image", "audio", "document" -> MediaBlocks.read(kind, members);
            case "toolUse" -> serverSide ? other(block) : toolUse(members);
            case "toolResult" -> serverSide ? other(block) : toolResult(members);
            case "reasoningContent" -> reasoning(block, members);
            case GUARD -> guarded(block, members);
            default -> throw members.place().invalidType("a string", "an object");
        };
    }

    static Part.ToolCall toolUse(Members members) {
        String id = members.requiredText("toolUseId");
        String name = members.requiredText("name");
        String input = members.take("input").map(BlockReader::arguments).orElse("");
        return new Part.ToolCall(id, name, new Json(input), members.extra("toolUse"));
    }

    /** A string that is no JSON is what {@link BlockWriter#input} makes of arguments that were cut. */
    private static String arguments(Node input) {
        return input instanceof Node.Str(_, String text) && !text.isBlank() && !BlockWriter.isJson(text)
                ? text
                : input.json().text();
    }

    private static Part toolResult(Members members) {
        String id = members.requiredText("toolUseId");
        List<Part> content = members.array("content")
                .map(array -> read(array, members.place().member("content")))
                .orElseThrow(() -> members.place().member("content").missing());
        boolean error = members.peek("status").orElse(null) instanceof Node.Str(_, String word) && word.equals("error");
        if (error) {
            members.drop("status");
        }
        return new Part.ToolResult(id, "", content, error, members.extra("toolResult"));
    }

    private static Part reasoning(Node.Obj block, Members given) {
        Members members = given.withoutNulls();
        if (members.left().size() == 1 && members.peek(REDACTED).orElse(null) instanceof Node.Str data) {
            return new Part.Reasoning("", AnthropicExtras.redacted(data.json().text()));
        }
        if (members.left().size() != 1 || !(members.peek(REASONING_TEXT).orElse(null) instanceof Node.Obj)) {
            return other(block);
        }
        Members thought = members.object(REASONING_TEXT).orElseThrow();
        String text = thought.requiredText("text");
        List<Extra> extras = new ArrayList<>(1);
        thought.take(SIGNATURE).ifPresent(raw -> extras.addAll(AnthropicExtras.signature(raw.json().text())));
        extras.addAll(thought.extra(REASONING_TEXT));
        return new Part.Reasoning(text, extras);
    }

    /** A text that a guardrail looks at is the user's text all the same. */
    private static Part guarded(Node.Obj block, Members members) {
        if (members.left().size() != 1 || !(members.peek("text").orElse(null) instanceof Node.Obj guarded)
                || !(guarded.members().get("text") instanceof Node.Str)) {
            return other(block);
        }
        Members inner = members.object("text").orElseThrow();
        String text = inner.requiredText("text");
        return new Part.Text(text, List.of(BedrockConverse.extra(GUARD, inner.json())));
    }

    static Part.Other other(Node.Obj block) {
        return new Part.Other(BedrockConverse.NAME, block.json(), List.of());
    }
}
