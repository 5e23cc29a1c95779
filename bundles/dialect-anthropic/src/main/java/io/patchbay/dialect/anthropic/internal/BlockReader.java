package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads content blocks.
 *
 * <p>The citations of a text follow it as parts of their own. A block that only this dialect knows, such as a server
 * tool's call or result, stays as it is.
 */
final class BlockReader {
    private static final String CITATIONS = "citations";

    private BlockReader() {}

    /**
     * Takes content, which is a string or an array; where the writer would choose the other form, an empty array marks
     * it.
     */
    static List<Part> content(Members members, String name) {
        Optional<Node> content = members.take(name);
        if (content.isEmpty()) {
            return List.of();
        }
        return switch (content.get()) {
            case Node.Str string -> List.of(Part.Text.of(string.value()));
            case Node.Arr array -> {
                List<Part> parts = read(array, members.place().member(name));
                if (parts.isEmpty() || BlockWriter.isPlain(parts)) {
                    members.mark(name, "[]");
                }
                yield parts;
            }
            default -> throw members.place().member(name).invalidType("a string or an array of objects",
                    content.get().kind());
        };
    }

    static List<Part> read(Node.Arr array, Place place) {
        List<Part> parts = new ArrayList<>(array.elements().size());
        int index = 0;
        for (Node element : array.said()) {
            read(element, place.element(index++), parts);
        }
        return parts;
    }

    private static void read(Node node, Place place, List<Part> parts) {
        Members members = Members.of(node, place);
        boolean cited = members.peek(CITATIONS).orElse(null) instanceof Node.Arr array && !array.elements().isEmpty();
        if (!cited || !members.requiredText("type").equals("text")) {
            parts.add(block(node, place));
            return;
        }
        Node.Arr citations = members.array(CITATIONS).orElseThrow();
        String text = members.requiredText("text");
        parts.add(new Part.Text(text, members.extras()));
        int index = 0;
        for (Node citation : citations.elements()) {
            parts.add(citation(citation, place.member(CITATIONS).element(index++)));
        }
    }

    /** Reads a block as one part; the citations of a text stay its extra. */
    static Part block(Node node, Place place) {
        Members members = Members.of(node, place);
        return switch (members.requiredText("type")) {
            case "text" -> {
                String text = members.requiredText("text");
                yield new Part.Text(text, members.extras());
            }
            case "thinking" -> {
                String text = members.text("thinking").orElse("");
                yield new Part.Reasoning(text, members.extras());
            }
            case "redacted_thinking" -> new Part.Reasoning("", members.extras());
            case "tool_use" -> toolUse(members);
            case "tool_result" -> toolResult(members);
            case "image" -> source(members)
                    .<Part>map(source -> new Part.Image(Sources.read(source), members.extras()))
                    .orElseGet(() -> other(node));
            case "document" -> source(members)
                    .<Part>map(source -> {
                        String title = members.textOrEmpty("title");
                        return new Part.Document(Sources.read(source), title, members.extras());
                    })
                    .orElseGet(() -> other(node));
            default -> other(node);
        };
    }

    private static Part other(Node node) {
        return new Part.Other(AnthropicMessages.NAME, node.json(), List.of());
    }

    private static Optional<Node.Obj> source(Members members) {
        return members.peek("source").orElse(null) instanceof Node.Obj
                ? members.take("source").map(Node.Obj.class::cast)
                : Optional.empty();
    }

    private static Part toolUse(Members members) {
        String id = ToolIds.read(members.textOrEmpty("id"));
        String name = members.requiredText("name");
        Json input = members.take("input").map(Node::json).orElse(new Json(""));
        return new Part.ToolCall(id, name, input, members.extras());
    }

    private static Part toolResult(Members members) {
        String id = ToolIds.read(members.requiredText("tool_use_id"));
        List<Part> content = content(members, "content");
        boolean error = members.peek("is_error").orElse(null) instanceof Node.Bool bool && bool.value();
        if (error) {
            members.drop("is_error");
        }
        return new Part.ToolResult(id, "", content, error, members.extras());
    }

    /** Reads a citation; all but the quote stays an extra, because where a title stands depends on the type. */
    static Part.Citation citation(Node node, Place place) {
        Members members = Members.of(node, place);
        String quote = members.textOrEmpty("cited_text");
        String title = Optional.of(text(members, "title")).filter(text -> !text.isEmpty())
                .orElseGet(() -> text(members, "document_title"));
        return new Part.Citation(title, text(members, "url"), quote, members.extras());
    }

    private static String text(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Str(_, String value) ? value : "";
    }
}
