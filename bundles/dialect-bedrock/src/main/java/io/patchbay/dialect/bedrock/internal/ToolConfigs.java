package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.ClaudeVersion;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.StrictSchema;
import io.patchbay.dialect.json.StrictTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and writes {@code toolConfig}: the tools in their order, and which of them the model may or must call. */
final class ToolConfigs {
    private static final String NAME = "toolConfig";
    private static final String TOOLS = "tools";
    private static final String SPEC = "toolSpec";
    private static final String SCHEMA = "inputSchema";
    private static final String ANY_OBJECT = "{\"type\":\"object\",\"properties\":{}}";
    private static final Setting<ToolChoice> CHOICE = new Setting<>(List.of("toolChoice"), ToolConfigs::readChoice,
            ToolConfigs::writeChoice, ChatRequest::toolChoice, ChatRequest.Builder::toolChoice);

    private ToolConfigs() {}

    static void read(Members root, ChatRequest.Builder request) {
        root.object(NAME).ifPresent(config -> {
            config.array(TOOLS).ifPresent(array -> {
                request.tools(readTools(array, config.place().member(TOOLS)));
                if (array.elements().isEmpty()) {
                    config.mark(TOOLS, "[]");
                }
            });
            CHOICE.read(config, request);
            // Left also where it is empty: it tells that it was there.
            root.mark(NAME, config.json());
        });
    }

    private static List<Tool> readTools(Node.Arr array, Place place) {
        List<Tool> tools = new ArrayList<>(array.elements().size());
        int index = 0;
        for (Node element : array.elements()) {
            Place own = place.element(index++);
            if (!(element instanceof Node.Obj tool)) {
                throw own.invalidType("an object", element.kind());
            }
            Node.Obj object = tool.said();
            Node cachePoint = object.members().get(BlockReader.CACHE_POINT);
            if (cachePoint != null && object.members().size() == 1 && !tools.isEmpty()
                    && tools.getLast() instanceof Tool.Function function
                    && !BedrockConverse.extras(function.extras()).has(BlockReader.CACHE_POINT)) {
                tools.set(tools.size() - 1, new Tool.Function(function.name(), function.description(),
                        function.parameters(), function.strict(),
                        AnthropicExtras.withCachePoint(function.extras(), cachePoint)));
            } else {
                tools.add(readTool(object, own));
            }
        }
        return tools;
    }

    private static Tool readTool(Node.Obj object, Place place) {
        if (object.members().size() != 1 || !(object.members().get(SPEC) instanceof Node.Obj spec)) {
            return new Tool.Other(BedrockConverse.NAME, object.json());
        }
        Members members = new Members(spec, place.member(SPEC));
        String name = members.requiredText("name");
        String description = members.textOrEmpty("description");
        Json parameters = Json.EMPTY_OBJECT;
        if (members.peek(SCHEMA).orElse(null) instanceof Node.Obj schema && schema.members().size() == 1
                && schema.members().get("json") instanceof Node.Obj json) {
            members.drop(SCHEMA);
            parameters = json.json();
        }
        return new Tool.Function(name, description, parameters, StrictTools.read(members), members.extra(SPEC));
    }

    /** Writes the member, if there is anything to say in it. */
    static void write(ChatRequest request, Extras extras, boolean own, JsonWriter out, Set<String> dropped) {
        boolean there = extras.has(NAME);
        Extras config = extras.nested(NAME);
        ChatRequest expressible = own ? request : expressible(request, dropped);
        List<String> tools = new ArrayList<>();
        boolean compiles = ClaudeVersion.of(request.model()).knowsSchemas()
                && StrictTools.areWithinClaudesLimits(expressible.tools());
        Predicate<Json> holdable = schema -> compiles && StrictSchema.suitsClaude(schema);
        expressible.tools().forEach(tool -> write(tool, own, request.model(), holdable, tools, dropped));
        JsonWriter inner = new JsonWriter().object();
        if (!tools.isEmpty()) {
            config.take(TOOLS);
            inner.name(TOOLS).array();
            tools.forEach(inner::raw);
            inner.endArray();
        }
        if ((own || !tools.isEmpty()) && !CHOICE.write(expressible, config, inner)) {
            dropped.add("tool_choice");
        }
        config.write(inner);
        String json = inner.endObject().text();
        if (there || !json.equals("{}")) {
            out.rawMember(NAME, json);
        }
    }

    /**
     * Tools that may not be called are not offered: Converse has no word for that. But where the conversation has calls
     * in it, Converse wants their tools to be there.
     */
    private static ChatRequest expressible(ChatRequest request, Set<String> dropped) {
        ToolChoice choice = request.toolChoice().orElseGet(ToolChoice.Auto::new);
        if (choice instanceof ToolChoice.None && !request.tools().isEmpty() && !hasCalls(request)) {
            dropped.add(TOOLS);
            return request.toBuilder().tools(List.of()).build();
        }
        if (choice instanceof ToolChoice.Required(List<String> allowed) && !allowed.isEmpty()) {
            List<Tool> offered = request.tools().stream()
                    .filter(tool -> tool instanceof Tool.Function function && allowed.contains(function.name()))
                    .toList();
            if (offered.size() < request.tools().size()) {
                dropped.add(TOOLS);
            }
            return request.toBuilder().tools(offered).build();
        }
        return request;
    }

    private static boolean hasCalls(ChatRequest request) {
        return request.messages().stream().flatMap(message -> message.parts().stream())
                .anyMatch(part -> part instanceof Part.ToolCall || part instanceof Part.ToolResult);
    }

    private static void write(Tool tool, boolean own, String model, Predicate<Json> holdable, List<String> tools,
            Set<String> dropped) {
        switch (tool) {
            case Tool.Function function -> {
                Extras extras = BedrockConverse.extras(function.extras());
                Optional<String> said = extras.take(BlockReader.CACHE_POINT);
                Optional<String> cachePoint =
                        own ? said : said.or(() -> AnthropicExtras.cachePoint(function.extras(), model));
                tools.add(write(function, extras.nested(SPEC), own, holdable, dropped));
                cachePoint.ifPresent(json -> tools.add(
                        new JsonWriter().object().rawMember(BlockReader.CACHE_POINT, json).endObject().text()));
            }
            case Tool.Other other -> {
                if (other.dialect().equals(BedrockConverse.NAME)) {
                    tools.add(other.value().text());
                } else {
                    dropped.add("tool of " + other.dialect());
                }
            }
        }
    }

    private static String write(Tool.Function function, Extras spec, boolean own, Predicate<Json> holdable,
            Set<String> dropped) {
        JsonWriter out = new JsonWriter().object().name(SPEC).object().member("name", function.name());
        if (!function.description().isEmpty()) {
            spec.take("description");
            out.member("description", function.description());
        }
        boolean none = function.parameters().equals(Json.EMPTY_OBJECT);
        if (!spec.has(SCHEMA) || !none) {
            spec.take(SCHEMA);
            out.name(SCHEMA).object().rawMember("json", none && !own ? ANY_OBJECT : function.parameters().text())
                    .endObject();
        }
        StrictTools.write(function, spec, json -> !json.equals(Json.EMPTY_OBJECT) && holdable.test(json), dropped)
                .ifPresent(strict -> out.rawMember(StrictTools.MEMBER, strict));
        spec.write(out);
        return out.endObject().endObject().text();
    }

    private static Optional<ToolChoice> readChoice(Node node, Place place) {
        if (!(node instanceof Node.Obj object) || object.members().size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, Node> only = object.members().entrySet().iterator().next();
        String word = only.getKey();
        return Optional.of(switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required(List.of());
            case "tool" -> new ToolChoice.Named(Members.of(only.getValue(), place.member(word))
                    .requiredText("name"));
            default -> new ToolChoice.Other(BedrockConverse.NAME, object.json());
        });
    }

    private static Optional<String> writeChoice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto _ -> Optional.of("{\"auto\":{}}");
            case ToolChoice.None _ -> Optional.empty();
            case ToolChoice.Required(List<String> allowed) when allowed.size() == 1 ->
                    Optional.of(tool(allowed.getFirst()));
            case ToolChoice.Required _ -> Optional.of("{\"any\":{}}");
            case ToolChoice.Named(String name) -> Optional.of(tool(name));
            case ToolChoice.Other other -> other.dialect().equals(BedrockConverse.NAME)
                    ? Optional.of(other.value().text())
                    : Optional.empty();
        };
    }

    private static String tool(String name) {
        return new JsonWriter().object().name("tool").object().member("name", name).endObject().endObject().text();
    }
}
