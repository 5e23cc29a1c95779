package io.patchbay.dialect.json;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads and writes {@code strict}: whether a model is held to a tool's schema. */
public final class StrictTools {
    /** The member that says so, of a tool. */
    public static final String MEMBER = "strict";

    private static final String DROPPED = "tool.strict";
    /** What Anthropic compiles for one request, over all of its strict tools. */
    private static final int MOST_TOOLS = 20;
    private static final long MOST_OPTIONAL = 24;
    private static final long MOST_UNIONS = 16;

    private StrictTools() {}

    /** What a tool's member says; it is left, in the form in which it came. */
    public static boolean read(Members members) {
        return members.peek(MEMBER).orElse(null) instanceof Node.Bool strict && strict.value();
    }

    /**
     * A tool's member, as it came where it still says the same; empty where there is nothing to say.
     *
     * @param holdable whether the vendor takes a schema to which it shall hold a model
     */
    public static Optional<String> write(Tool.Function function, Extras extras, Predicate<Json> holdable,
            Set<String> dropped) {
        Optional<String> form = extras.take(MEMBER);
        if (form.isPresent() && form.get().equals("true") == function.strict()) {
            return form;
        }
        if (function.strict() && !holdable.test(function.parameters())) {
            dropped.add(DROPPED);
            return Optional.empty();
        }
        return Optional.of("true").filter(_ -> function.strict());
    }

    /**
     * Whether Claude can be held to the schemas of all strict tools of a request together.
     *
     * <p>Source: <a href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs">Anthropic, structured
     * outputs</a>, on the limits of complexity.
     */
    public static boolean areWithinClaudesLimits(List<Tool> tools) {
        List<Json> schemas = functions(tools).map(Tool.Function::parameters).toList();
        return schemas.size() <= MOST_TOOLS
                && schemas.stream().mapToLong(StrictSchema::optionalProperties).sum() <= MOST_OPTIONAL
                && schemas.stream().mapToLong(StrictSchema::unions).sum() <= MOST_UNIONS;
    }

    /** Names the strictness of a request's tools, which the dialect cannot say. */
    public static void drop(ChatRequest request, Set<String> dropped) {
        if (functions(request.tools()).findAny().isPresent()) {
            dropped.add(DROPPED);
        }
    }

    /** The tools, to all of whose schemas the model is held. */
    public static List<Tool> strict(List<Tool> tools) {
        return tools.stream().map(tool -> tool instanceof Tool.Function function
                ? new Tool.Function(function.name(), function.description(), function.parameters(), true,
                        function.extras())
                : tool).toList();
    }

    /** Those that are strict. */
    private static Stream<Tool.Function> functions(List<Tool> tools) {
        return tools.stream().filter(Tool.Function.class::isInstance).map(Tool.Function.class::cast)
                .filter(Tool.Function::strict);
    }
}
