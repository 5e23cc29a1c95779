package io.patchbay.itests.conformance;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a request asks in every dialect, property by property. */
final class Asked {
    private final Map<Property, Object> asked = new EnumMap<>(Property.class);

    /** What must come through. */
    enum Property {
        SYSTEM, TEXT, CALLS, RESULTS, TOOLS, LIMIT
    }

    /**
     * What a request asks.
     *
     * @param lacks what it cannot say
     */
    Asked(ChatRequest request, Set<Lack> lacks) {
        asked.put(Property.SYSTEM, text(request, true));
        asked.put(Property.TEXT, text(request, false));
        asked.put(Property.CALLS, parts(request, Part.ToolCall.class)
                .map(call -> List.of(call.name(), Arguments.of(call, lacks))).toList());
        asked.put(Property.RESULTS, parts(request, Part.ToolResult.class).map(Asked::text).toList());
        asked.put(Property.TOOLS, request.tools().stream().filter(Tool.Function.class::isInstance)
                .map(tool -> ((Tool.Function) tool).name()).toList());
        asked.put(Property.LIMIT, request.maxOutputTokens());
    }

    Object get(Property property) {
        return asked.get(property);
    }

    /**
     * Whether a property must come through as it is: a limit that nobody set may have to be made up, and a choice of tools
     * or a form of the answer may have to be said by the tools that are there.
     */
    static boolean counts(Property property, ChatRequest original) {
        return switch (property) {
            case LIMIT -> original.maxOutputTokens().isPresent();
            case TOOLS -> original.responseFormat().isEmpty()
                    && original.toolChoice().map(ToolChoice.Auto.class::isInstance).orElse(true);
            default -> true;
        };
    }

    /** All words of those who instruct the model, or of all others: how they are cut into messages is each dialect's way. */
    private static String text(ChatRequest request, boolean instructions) {
        return request.messages().stream().filter(message -> isInstruction(message) == instructions)
                .flatMap(message -> message.parts().stream()).filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text().strip()).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static boolean isInstruction(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    private static String text(Part.ToolResult result) {
        return result.content().stream().filter(Part.Text.class::isInstance).map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining());
    }

    private static <P extends Part> Stream<P> parts(ChatRequest request, Class<P> type) {
        return request.messages().stream().flatMap(message -> message.parts().stream()).filter(type::isInstance)
                .map(type::cast);
    }
}
