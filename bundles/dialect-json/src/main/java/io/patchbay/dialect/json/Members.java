package io.patchbay.dialect.json;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Extra;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of an object that nobody has taken yet; what is left becomes extras. A member that is {@code null} says
 * nothing and is left.
 */
public final class Members {
    private final Place place;
    private final Map<String, Node> left;

    /** The members of an object. */
    public Members(Node.Obj object, Place place) {
        this.place = place;
        this.left = new LinkedHashMap<>(object.members());
    }

    /** The members of what must be an object. */
    public static Members of(Node node, Place place) {
        if (node instanceof Node.Obj object) {
            return new Members(object, place);
        }
        throw place.invalidType("an object", node.kind());
    }

    /** The members of the root of a document, which is an object. */
    public static Members of(Bytes document, Place root) {
        try {
            return of(JsonReader.read(document), root);
        } catch (IOException e) {
            throw root.error("The body is not valid JSON.", "invalid_json");
        }
    }

    /** Where the object stands. */
    public Place place() {
        return place;
    }

    /** A member that is not taken, {@code null} included. */
    public Optional<Node> peek(String name) {
        return Optional.ofNullable(left.get(name));
    }

    /** Takes a member, whatever it is. */
    public Optional<Node> take(String name) {
        return left.get(name) instanceof Node.Null ? Optional.empty() : Optional.ofNullable(left.remove(name));
    }

    /** Takes a member that must be a string. */
    public Optional<String> text(String name) {
        return take(name).map(node -> {
            if (node instanceof Node.Str string) {
                return string.value();
            }
            throw place.member(name).invalidType("a string", node.kind());
        });
    }

    /** Takes a member that must be a string; an empty one is left. */
    public String textOrEmpty(String name) {
        return left.get(name) instanceof Node.Str(_, String value) && value.isEmpty() ? "" : text(name).orElse("");
    }

    /** Takes a member that must be there and a string. */
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> place.member(name).missing());
    }

    /** Takes a member if it is a whole number. */
    public long count(String name) {
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
    public Optional<Node.Arr> array(String name) {
        return take(name).map(node -> {
            if (node instanceof Node.Arr array) {
                return array;
            }
            throw place.member(name).invalidType("an array", node.kind());
        });
    }

    /** Takes a member that must be an object. */
    public Optional<Members> object(String name) {
        return take(name).map(node -> of(node, place.member(name)));
    }

    /** Whether everything was taken. */
    public boolean isEmpty() {
        return left.isEmpty();
    }

    /** Leaves a member that says in which form another one came. */
    public void mark(String name, String json) {
        left.put(name, Extras.node(json));
    }

    /** Drops members that are {@code null}. */
    public Members withoutNulls() {
        left.values().removeIf(Node.Null.class::isInstance);
        return this;
    }

    /** Drops a member. */
    public void drop(String name) {
        left.remove(name);
    }

    /** What is left, by name. */
    public Map<String, Node> left() {
        return left;
    }

    /**
     * What is left of a request's settings and says something that no field has.
     *
     * @param prefix what comes before the names, such as {@code options.}
     * @param settings those that have a field; they may have left their form
     * @param known others that are not meant
     */
    public List<String> untold(String prefix, List<? extends Setting<?>> settings, Set<String> known) {
        return left.entrySet().stream()
                .filter(member -> !saysNothing(member.getValue()) && !known.contains(member.getKey()))
                .map(Map.Entry::getKey)
                .filter(name -> settings.stream().noneMatch(setting -> setting.names().contains(name)))
                .map(name -> prefix + name)
                .toList();
    }

    private static boolean saysNothing(Node node) {
        return switch (node) {
            case Node.Null _ -> true;
            case Node.Arr array -> array.elements().isEmpty();
            case Node.Obj object -> object.members().isEmpty();
            default -> false;
        };
    }

    /** What is left, as extras. */
    public List<Extra> extras() {
        List<Extra> extras = new ArrayList<>(left.size());
        left.forEach((name, node) -> extras.add(Extras.of(place.dialect(), name, node.json().text())));
        return extras;
    }

    /** What is left, as an object. */
    public String json() {
        JsonWriter out = new JsonWriter().object();
        left.forEach((name, node) -> out.rawMember(name, node.json().text()));
        return out.endObject().text();
    }

    /** What is left, as one extra under the object's name; none where nothing is left. */
    public List<Extra> extra(String name) {
        return left.isEmpty() ? List.of() : List.of(Extras.of(place.dialect(), name, json()));
    }
}
