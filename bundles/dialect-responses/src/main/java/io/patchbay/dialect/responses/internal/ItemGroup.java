package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts that make one item.
 *
 * <p>What is said of an item but for its parts is an extra of its first part, named {@code item}; what a stream said
 * of it later is one of its last part, named {@code item_later}, and counts in place of the former. Parts without it,
 * as other dialects have them, are one item as long as they are of one kind.
 *
 * @param kind the kind of item
 * @param parts its parts, at least one
 */
record ItemGroup(Kind kind, List<Part> parts) {
    /** The extra of what is said of an item. */
    static final String ITEM = "item";
    /** The extra of what was said of an item after its first part. */
    static final String ITEM_LATER = "item_later";

    /** What an item is. */
    enum Kind {
        /** A message, whose content the parts are. */
        MESSAGE,
        /** A thought, whose summary and content the parts are. */
        REASONING,
        /** A call of a function. */
        CALL,
        /** The result of such a call. */
        RESULT,
        /** Anything else, as one part that only a dialect knows. */
        OTHER
    }

    /** The items that parts make, in their order. */
    static List<ItemGroup> of(List<Part> parts) {
        List<ItemGroup> groups = new ArrayList<>();
        Part before = null;
        for (Part part : parts) {
            if (before == null || begins(part, before)) {
                groups.add(new ItemGroup(kind(part), new ArrayList<>()));
            }
            groups.getLast().parts.add(part);
            before = part;
        }
        return groups;
    }

    /** Whether a part begins an item, and does not belong to that of the part before. */
    static boolean begins(Part part, Part before) {
        Kind kind = kind(part);
        return switch (kind) {
            case MESSAGE, REASONING -> kind != kind(before) || OpenAiResponses.extras(part.extras()).has(ITEM);
            default -> true;
        };
    }

    static Kind kind(Part part) {
        return switch (part) {
            case Part.Reasoning _ -> Kind.REASONING;
            case Part.ToolCall _ -> Kind.CALL;
            case Part.ToolResult _ -> Kind.RESULT;
            case Part.Other _ -> Kind.OTHER;
            default -> Kind.MESSAGE;
        };
    }

    /** What this dialect knows of a part by itself. */
    static Extras own(Part part) {
        Extras extras = OpenAiResponses.extras(part.extras());
        extras.take(ITEM);
        extras.take(ITEM_LATER);
        return extras;
    }

    /** Whether the item came in this dialect. */
    boolean isOwn() {
        return OpenAiResponses.extras(parts.getFirst().extras()).has(ITEM);
    }

    /** What is said of the item, but for its parts. */
    Extras about() {
        List<Extra> members = new ArrayList<>();
        for (String name : List.of(ITEM, ITEM_LATER)) {
            for (Part part : parts) {
                OpenAiResponses.extras(part.extras()).take(name).map(Extras::node).ifPresent(node -> {
                    if (node instanceof Node.Obj object) {
                        object.members().forEach(
                                (member, value) -> members.add(OpenAiResponses.extra(member, value.json().text())));
                    }
                });
            }
        }
        return OpenAiResponses.extras(members);
    }
}
