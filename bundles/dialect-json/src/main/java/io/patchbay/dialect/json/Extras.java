package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The extras of one dialect that nobody has written yet. */
public final class Extras {
    private final String dialect;
    private final Map<String, String> left = new LinkedHashMap<>();

    /** The extras of a dialect among some. */
    public Extras(String dialect, List<Extra> extras) {
        this.dialect = dialect;
        for (Extra extra : extras) {
            if (extra.dialect().equals(dialect)) {
                left.put(extra.name(), extra.value().text());
            }
        }
    }

    private Extras(String dialect, Node.Obj object) {
        this.dialect = dialect;
        object.members().forEach((name, node) -> left.put(name, node.json().text()));
    }

    /** An extra of a dialect. */
    public static Extra of(String dialect, String name, String json) {
        return new Extra(dialect, name, new Json(json));
    }

    /** The dialect. */
    public String dialect() {
        return dialect;
    }

    /** Whether there is one of a name. */
    public boolean has(String name) {
        return left.containsKey(name);
    }

    /** Whether there is an extra of that very value. */
    public boolean is(String name, String json) {
        return json.equals(left.get(name));
    }

    /** Takes an extra. */
    public Optional<String> take(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    /** Takes an extra that stands for a nested object; no members where there is none. */
    public Extras nested(String name) {
        String json = left.get(name);
        if (json != null && node(json) instanceof Node.Obj object) {
            left.remove(name);
            return new Extras(dialect, object);
        }
        return new Extras(dialect, List.of());
    }

    /** Whether all were taken. */
    public boolean isEmpty() {
        return left.isEmpty();
    }

    /** Writes what is left as members of the object that is open. */
    public void write(JsonWriter out) {
        left.forEach(out::rawMember);
        left.clear();
    }

    /** The JSON of an extra, read. */
    public static Node node(String json) {
        try {
            return JsonReader.read(Bytes.utf8(json));
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.INTERNAL, "An extra is no JSON.", e);
        }
    }
}
