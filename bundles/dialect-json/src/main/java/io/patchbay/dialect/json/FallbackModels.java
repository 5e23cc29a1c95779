package io.patchbay.dialect.json;

import com.fasterxml.jackson.core.JsonParser;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models that a client wants to be asked where its own does not answer, as it names them in a member of its request:
 * an array of names, or of objects with a "model" and, if need be, a "provider". The member is for the gateway,
 * and does not go on to a provider; one of any other shape is not ours, and stays.
 *
 * @param models the names
 * @param from where the member begins in the body
 * @param to where it ends
 */
record FallbackModels(List<String> models, int from, int to) {
    static final String MEMBER = "fallbacks";

    FallbackModels {
        models = List.copyOf(models);
    }

    /**
     * Reads the member.
     *
     * @param in stands at the member's value, and at its last token afterwards
     * @param nameAt where the member's name begins
     */
    static Optional<FallbackModels> read(JsonParser in, Bytes body, int nameAt) throws IOException {
        Node value = JsonReader.value(in, body);
        if (!(value instanceof Node.Arr array) || array.elements().isEmpty()) {
            return Optional.empty();
        }
        List<String> models = new ArrayList<>();
        for (Node element : array.elements()) {
            Optional<String> model = model(element);
            if (model.isEmpty()) {
                return Optional.empty();
            }
            models.add(model.get());
        }
        return Optional.of(new FallbackModels(models, nameAt, JsonReader.position(in)));
    }

    private static Optional<String> model(Node element) {
        return switch (element) {
            case Node.Str name when !name.value().isEmpty() -> Optional.of(name.value());
            case Node.Obj entry when entry.members().get("model") instanceof Node.Str name && !name.value().isEmpty() ->
                    Optional.of(entry.members().get("provider") instanceof Node.Str provider
                            ? provider.value() + "/" + name.value()
                            : name.value());
            default -> Optional.empty();
        };
    }

    /** Adds the models to a request and takes the member out of its body, with one of the commas beside it. */
    WireRequest addTo(WireRequest.Builder request, Bytes body, int modelFrom, int modelTo) {
        int begin = from;
        int end = skipBlanks(body, to);
        if (body.at(end) == ',') {
            end++;
        } else {
            end = to;
            int before = begin - 1;
            while (blank(body.at(before))) {
                before--;
            }
            begin = body.at(before) == ',' ? before : begin;
        }
        int shift = modelFrom > begin ? end - begin : 0;
        return request.fallbacks(models).body(body.splice(begin, end, Bytes.EMPTY))
                .modelAt(modelFrom - shift, modelTo - shift).build();
    }

    private static int skipBlanks(Bytes body, int from) {
        int at = from;
        while (blank(body.at(at))) {
            at++;
        }
        return at;
    }

    private static boolean blank(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
