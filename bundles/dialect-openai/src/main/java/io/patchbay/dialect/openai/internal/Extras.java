package io.patchbay.dialect.openai.internal;

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

/** The extras of this dialect that nobody has written yet. */
final class Extras {
    private final Map<String, String> left = new LinkedHashMap<>();

    Extras(List<Extra> extras) {
        for (Extra extra : extras) {
            if (extra.dialect().equals(OpenAiChat.NAME)) {
                left.put(extra.name(), extra.value().text());
            }
        }
    }

    private Extras(Node.Obj object) {
        object.members().forEach((name, node) -> left.put(name, node.json().text()));
    }

    /** An extra of this dialect. */
    static Extra of(String name, String json) {
        return new Extra(OpenAiChat.NAME, name, new Json(json));
    }

    boolean has(String name) {
        return left.containsKey(name);
    }

    /** Whether there is an extra of that very value. */
    boolean is(String name, String json) {
        return json.equals(left.get(name));
    }

    /** Takes an extra. */
    Optional<String> take(String name) {
        return Optional.ofNullable(left.remove(name));
    }

    /** Takes an extra that stands for a nested object; no members where there is none. */
    Extras nested(String name) {
        String json = left.get(name);
        if (json != null && node(json) instanceof Node.Obj object) {
            left.remove(name);
            return new Extras(object);
        }
        return new Extras(List.of());
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Writes what is left as members of the object that is open. */
    void write(JsonWriter out) {
        left.forEach(out::rawMember);
        left.clear();
    }

    /** The JSON of an extra, read. */
    static Node node(String json) {
        try {
            return JsonReader.read(Bytes.utf8(json));
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.INTERNAL, "An extra of " + OpenAiChat.NAME + " is no JSON.", e);
        }
    }
}
