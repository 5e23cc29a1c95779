package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes {@code tool_choice}. */
final class ToolChoices {
    private ToolChoices() {}

    static Optional<ToolChoice> read(Node node, Place place) {
        return switch (node) {
            case Node.Str(_, String word) when word.equals("REQUIRED") ->
                    Optional.of(new ToolChoice.Required(List.of()));
            case Node.Str(_, String word) when word.equals("NONE") -> Optional.of(new ToolChoice.None());
            case Node.Null _ -> Optional.empty();
            default -> Optional.of(new ToolChoice.Other(CohereV2.NAME, node.json()));
        };
    }

    static Optional<String> write(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.None _ -> Optional.of("\"NONE\"");
            case ToolChoice.Required _,ToolChoice.Named _ -> Optional.of("\"REQUIRED\"");
            case ToolChoice.Other other when other.dialect().equals(CohereV2.NAME) ->
                    Optional.of(other.value().text());
            default -> Optional.empty();
        };
    }

    /**
     * A request in which a choice of some tools is one of all: only those are offered. Where none of them is among the
     * tools, the choice is dropped.
     */
    static ChatRequest narrowed(ChatRequest request, Set<String> dropped) {
        List<String> names = switch (request.toolChoice().orElse(null)) {
            case ToolChoice.Named(String name) -> List.of(name);
            case ToolChoice.Required(List<String> allowed) -> allowed;
            case null, default -> List.of();
        };
        if (names.isEmpty()) {
            return request;
        }
        List<Tool> chosen = request.tools().stream()
                .filter(tool -> tool instanceof Tool.Function function && names.contains(function.name()))
                .toList();
        if (chosen.isEmpty()) {
            dropped.add("tool_choice");
            return request.toBuilder().toolChoice(new ToolChoice.Auto()).build();
        }
        return request.toBuilder().tools(chosen).build();
    }
}
