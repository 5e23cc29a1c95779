package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads contents: the turns of a conversation, its system instruction, and what an answer says. */
final class Contents {
    static final String PARTS = "parts";
    static final String ROLE = "role";

    private Contents() {}

    /** Reads the instruction to the model; its role means nothing and is kept as it is. */
    static Message readSystem(Node node, Place place) {
        Members content = Camel.members(node, place);
        return new Message(Role.SYSTEM, parts(content, CallIds.ofRequest()), content.extras());
    }

    /** Reads a turn; one without a role is the user's. */
    static Message read(Node node, Place place, CallIds ids) {
        Members content = Camel.members(node, place);
        Role role = role(content);
        return new Message(role, parts(content, ids), content.extras());
    }

    private static Role role(Members content) {
        String word = content.peek(ROLE).orElse(null) instanceof Node.Str(_, String said) ? said : "";
        return switch (word) {
            case "user", "model" -> {
                content.drop(ROLE);
                yield word.equals("user") ? Role.USER : Role.ASSISTANT;
            }
            case "" -> {
                content.mark(ROLE, "null");
                yield Role.USER;
            }
            case "function", "tool" -> Role.TOOL;
            default -> Role.OTHER;
        };
    }

    /** Takes the parts; a single one may stand without an array. */
    static List<Part> parts(Members content, CallIds ids) {
        Place place = content.place().member(PARTS);
        List<Node> nodes = switch (content.peek(PARTS).orElse(null)) {
            case Node.Arr array -> array.said();
            case Node.Obj single -> List.of(single);
            case null -> List.of();
            case Node.Null _ -> List.of();
            case Node other -> throw place.invalidType("an array of objects", other.kind());
        };
        List<Part> parts = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            parts.add(PartReader.read(node, place.element(parts.size()), ids));
        }
        if (!parts.isEmpty()) {
            content.drop(PARTS);
        }
        return parts;
    }
}
