package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Extra;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of an object that nobody has taken yet; what is left becomes extras. A member that is {@code null} says
 * nothing and is left.
 */
final class Members {
    private final Place place;
    private final Map<String, Node> left;

    Members(Node.Obj object, Place place) {
        this.place = place;
        this.left = new LinkedHashMap<>(object.members());
    }

    /** The members of what must be an object. */
    static Members of(Node node, Place place) {
        if (node instanceof Node.Obj object) {
            return new Members(object, place);
        }
        throw place.invalidType("an object", node.kind());
    }

    /** The members of the root of a document, which is an object. */
    static Members of(Bytes document, Place root) {
        try {
            return of(JsonReader.read(document), root);
        } catch (IOException e) {
            throw root.error("The body is not valid JSON.", "invalid_json");
        }
    }

    Place place() {
        return place;
    }

    /** A member that is not taken, {@code null} included. */
    Optional<Node> peek(String name) {
        return Optional.ofNullable(left.get(name));
    }

    /** Takes a member, whatever it is. */
    Optional<Node> take(String name) {
        return left.get(name) instanceof Node.Null ? Optional.empty() : Optional.ofNullable(left.remove(name));
    }

    /** Takes a member that must be a string. */
    Optional<String> text(String name) {
        return take(name).map(node -> {
            if (node instanceof Node.Str string) {
                return string.value();
            }
            throw place.member(name).invalidType("a string", node.kind());
        });
    }

    /** Takes a member that must be a string; an empty one is left. */
    String textOrEmpty(String name) {
        return left.get(name) instanceof Node.Str(_, String value) && value.isEmpty() ? "" : text(name).orElse("");
    }

    /** Takes a member that must be there and a string. */
    String requiredText(String name) {
        return text(name).orElseThrow(() -> place.member(name).missing());
    }

    /** Takes a member if it is a whole number. */
    long count(String name) {
        if (left.get(name) instanceof Node.Num number) {
            Optional<Long> value = Numbers.whole(number);
            if (value.isPresent()) {
                left.remove(name);
                return value.get();
            }
        }
        return 0;
    }

    /** Takes a member that must be an array. */
    Optional<Node.Arr> array(String name) {
        return take(name).map(node -> {
            if (node instanceof Node.Arr array) {
                return array;
            }
            throw place.member(name).invalidType("an array", node.kind());
        });
    }

    /** Takes a member that must be an object. */
    Optional<Members> object(String name) {
        return take(name).map(node -> of(node, place.member(name)));
    }

    /** Whether everything was taken. */
    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Leaves a member that says in which form another one came. */
    void mark(String name, String json) {
        left.put(name, Extras.node(json));
    }

    /** Drops members that are {@code null}. */
    Members withoutNulls() {
        left.values().removeIf(Node.Null.class::isInstance);
        return this;
    }

    /** Drops a member. */
    void drop(String name) {
        left.remove(name);
    }

    /** What is left, by name. */
    Map<String, Node> left() {
        return left;
    }

    /** What is left, as extras. */
    List<Extra> extras() {
        List<Extra> extras = new ArrayList<>(left.size());
        left.forEach((name, node) -> extras.add(Extras.of(name, node.json().text())));
        return extras;
    }

    /** What is left, as an object. */
    String json() {
        JsonWriter out = new JsonWriter().object();
        left.forEach((name, node) -> out.rawMember(name, node.json().text()));
        return out.endObject().text();
    }

    /** What is left, as one extra under the object's name; none where nothing is left. */
    List<Extra> extra(String name) {
        return left.isEmpty() ? List.of() : List.of(Extras.of(name, json()));
    }
}
