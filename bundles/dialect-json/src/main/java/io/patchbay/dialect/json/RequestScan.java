package io.patchbay.dialect.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks over the body of one request that names its model and whether it wants a stream, in one pass of a streaming parser:
 * the whole document must be good JSON, and what routing needs must be there and of the right type. A dialect's own scan
 * says which other members it looks at.
 */
public abstract class RequestScan {
    private static final String MODEL = "model";
    private static final String STREAM = "stream";

    private final Place root;
    private final List<String> once;
    private final Set<String> seen = new HashSet<>();
    private String model = "";
    private int modelFrom = -1;
    private int modelTo = -1;
    private boolean stream;
    private Optional<FallbackModels> fallbacks = Optional.empty();

    /**
     * A scan.
     *
     * @param root the root of the dialect's requests
     * @param once members beside model and stream that may stand there once only
     * @param streamByDefault whether an answer is streamed where the request does not say
     */
    protected RequestScan(Place root, List<String> once, boolean streamByDefault) {
        this.root = root;
        this.once = once;
        this.stream = streamByDefault;
    }

    /**
     * Looks at the value of a member other than model, stream and fallbacks, and leaves the parser at its last token.
     *
     * @param place where the value stands
     */
    protected abstract void member(JsonParser in, JsonToken value, Place place) throws IOException;

    /** Refuses a request that names no model, unless a dialect's scan knows better. */
    protected void modelMissing() {
        throw noModel();
    }

    /** What a client is told that names no model. */
    protected GatewayException noModel() {
        return root.member(MODEL).error("You must provide a model parameter.", "missing_required_parameter");
    }

    /** Looks at what was there, once all was seen. */
    protected abstract void complete();

    /**
     * Scans a body and adds what it says to the request.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    public final WireRequest scan(WireRequest.Builder request, Bytes body) {
        try (JsonParser in = JsonReader.open(body)) {
            read(in, body);
        } catch (IOException e) {
            throw JsonReader.notJson(e);
        }
        request.model(model).stream(stream);
        return fallbacks.isPresent()
                ? fallbacks.get().addTo(request, body, modelFrom, modelTo)
                : request.body(body).modelAt(modelFrom, modelTo).build();
    }

    /** Whether a member was there. */
    protected final boolean seen(String name) {
        return seen.contains(name);
    }

    /** Refuses a request in which none of some members was there. */
    protected final void require(String... names) {
        for (String name : names) {
            if (seen(name)) {
                return;
            }
        }
        throw root.member(names[0]).missing();
    }

    /** Skips an array that must be one, and not empty. */
    protected static void notEmptyArray(JsonParser in, JsonToken value, Place place) throws IOException {
        expect(value == JsonToken.START_ARRAY, place, "an array", value);
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.skipChildren();
            count++;
        }
        notEmpty(count, place);
    }

    /** Looks at messages: an array of objects, each with a role that is a string; tells how many there are. */
    public static int messages(JsonParser in, JsonToken value, Place place) throws IOException {
        expect(value == JsonToken.START_ARRAY, place, "an array of objects", value);
        int count = 0;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            message(in, each, place.element(count++));
        }
        return count;
    }

    private static void message(JsonParser in, JsonToken value, Place place) throws IOException {
        expect(value == JsonToken.START_OBJECT, place, "an object", value);
        boolean role = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("role")) {
                expect(member == JsonToken.VALUE_STRING, place.member(name), "a string", member);
                role = true;
            } else {
                in.skipChildren();
            }
        }
        if (!role) {
            throw place.member("role").missing();
        }
    }

    /** Refuses an array of nothing. */
    protected static void notEmpty(int count, Place place) {
        if (count == 0) {
            throw place.error("Invalid '" + place.path() + "': empty array. Expected an array with minimum length 1.",
                    "empty_array");
        }
    }

    /** Refuses a value of the wrong type. */
    public static void expect(boolean right, Place place, String expected, JsonToken found) {
        if (!right) {
            throw place.invalidType(expected, kind(found));
        }
    }

    private void read(JsonParser in, Bytes body) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's body must be a JSON object.");
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            int nameAt = name.equals(FallbackModels.MEMBER) ? JsonReader.tokenStart(in) : -1;
            JsonToken value = in.nextToken();
            // Parsers differ in which of two members of one name counts, so routing and upstream might not agree.
            if (!seen.add(name) && (name.equals(MODEL) || name.equals(STREAM) || nameAt >= 0 || once.contains(name))) {
                throw root.member(name).error("The parameter '" + name + "' stands there more than once.",
                        "duplicate_parameter");
            }
            switch (name) {
                case MODEL -> model(in, value);
                case STREAM -> stream(value);
                case FallbackModels.MEMBER -> fallbacks = FallbackModels.read(in, body, nameAt);
                default -> member(in, value, root.member(name));
            }
        }
        JsonReader.finish(in);
        if (modelFrom < 0) {
            modelMissing();
        }
        complete();
    }

    private void model(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        expect(value == JsonToken.VALUE_STRING, root.member(MODEL), "a string", value);
        int quote = JsonReader.tokenStart(in);
        model = in.getText();
        if (model.isEmpty()) {
            throw noModel();
        }
        modelFrom = quote + 1;
        modelTo = JsonReader.position(in) - 1;
    }

    private void stream(JsonToken value) {
        expect(value.isBoolean() || value == JsonToken.VALUE_NULL, root.member(STREAM), "a boolean", value);
        if (value.isBoolean()) {
            stream = value == JsonToken.VALUE_TRUE;
        }
    }

    private static String kind(JsonToken value) {
        return switch (value) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }
}
