package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Members of the protocol's objects under their names in camelCase, also where they came in snake_case: Google's servers
 * read both (<a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>), and its SDKs write both.
 */
final class Camel {
    private Camel() {}

    /** The members of the root of a document, which is an object. */
    static Members root(Bytes document, Place root) {
        return members(parse(document, root), root);
    }

    /** A document. */
    static Node parse(Bytes document, Place root) {
        try {
            return JsonReader.read(document);
        } catch (IOException e) {
            throw root.error("The body is not valid JSON.", "invalid_json");
        }
    }

    /** The members of what must be an object. */
    static Members members(Node node, Place place) {
        return node instanceof Node.Obj object ? new Members(of(object), place) : Members.of(node, place);
    }

    /** Takes a member that must be an object. */
    static Optional<Members> take(Members members, String name) {
        return members.take(name).map(node -> members(node, members.place().member(name)));
    }

    static Node.Obj of(Node.Obj object) {
        if (object.members().keySet().stream().noneMatch(name -> name.indexOf('_') > 0)) {
            return object;
        }
        Map<String, Node> renamed = new LinkedHashMap<>();
        object.members().forEach((name, value) -> renamed.put(name(name), value));
        return new Node.Obj(object.raw(), renamed);
    }

    private static String name(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean joint = name.charAt(i) == '_' && i > 0 && i + 1 < name.length();
            camel.append(joint ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }
}
