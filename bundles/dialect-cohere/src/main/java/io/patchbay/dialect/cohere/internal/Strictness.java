package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.StrictSchema;
import io.patchbay.dialect.json.StrictTools;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes {@code strict_tools}: the model is held to the schemas of all tools, each of which must require a
 * parameter, or to none.
 *
 * <p>Source: <a href="https://docs.cohere.com/v2/docs/tool-use-parameter-types">Cohere, parameter types for tool use</a>.
 */
final class Strictness {
    private static final String MEMBER = "strict_tools";

    private Strictness() {}

    /** The tools as the member says they are; it is left, in the form in which it came. */
    static List<Tool> read(Members members, List<Tool> tools) {
        return members.peek(MEMBER).orElse(null) instanceof Node.Bool strict && strict.value()
                ? StrictTools.strict(tools)
                : tools;
    }

    static void write(ChatRequest request, Extras extras, JsonWriter out, Set<String> dropped) {
        List<Tool.Function> functions = request.tools().stream().filter(Tool.Function.class::isInstance)
                .map(Tool.Function.class::cast).toList();
        boolean all = functions.stream().allMatch(Tool.Function::strict);
        Optional<String> form = extras.take(MEMBER);
        if (form.isPresent() && (functions.isEmpty() || form.get().equals("true") == all)) {
            out.rawMember(MEMBER, form.get());
        } else if (all && !functions.isEmpty()
                && functions.stream().allMatch(each -> StrictSchema.requiresAny(each.parameters()))) {
            out.rawMember(MEMBER, "true");
        } else {
            StrictTools.drop(request, dropped);
        }
    }
}
