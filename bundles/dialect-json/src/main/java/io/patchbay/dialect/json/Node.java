package io.patchbay.dialect.json;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value together with the bytes that it came as. */
public sealed interface Node {
    /** The value as it came: numbers, order and spaces untouched. */
    Bytes raw();

    /** The value as it came, to be carried along. */
    default Json json() {
        return new Json(raw().utf8());
    }

    /** What kind of value it is, for an error's text. */
    String kind();

    /** An object; of members with one name, the last counts. */
    record Obj(Bytes raw, Map<String, Node> members) implements Node {
        /** The object with the members alone that say something: one that is {@code null} says nothing. */
        public Obj said() {
            if (members.values().stream().noneMatch(Null.class::isInstance)) {
                return this;
            }
            Map<String, Node> said = new LinkedHashMap<>(members);
            said.values().removeIf(Null.class::isInstance);
            return new Obj(raw, said);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /** An array. */
    record Arr(Bytes raw, List<Node> elements) implements Node {
        /** The elements that say something: {@code null} says nothing. */
        public List<Node> said() {
            return elements.stream().filter(element -> !(element instanceof Null)).toList();
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /** A string. */
    record Str(Bytes raw, String value) implements Node {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** A number, in the digits that it came in. */
    record Num(Bytes raw) implements Node {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** A boolean. */
    record Bool(Bytes raw, boolean value) implements Node {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    /** The literal {@code null}. */
    record Null(Bytes raw) implements Node {
        @Override
        public String kind() {
            return "null";
        }
    }
}
