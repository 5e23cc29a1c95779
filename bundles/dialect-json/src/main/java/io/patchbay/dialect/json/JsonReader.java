package io.patchbay.dialect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON out of bytes, strictly: UTF-8 without a byte order mark, one value, nothing after it. */
public final class JsonReader {
    /** The deepest nesting that is accepted. */
    public static final int MAX_DEPTH = 1000;

    /**
     * Names are not interned, and a flood of colliding ones is no error: both would let a client's names do harm. The
     * pool is shared because a buffer per thread is none at all where every request has a thread of its own. Strings
     * have no limit of their own: a body is bounded before it comes here.
     */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonReader() {}

    /** A parser that stands before the first token. */
    public static JsonParser open(Bytes bytes) throws IOException {
        return bytes.read(FACTORY::createParser);
    }

    /**
     * Moves a parser to the end of what it reads.
     *
     * @throws JsonParseException if there is a further value
     */
    public static void finish(JsonParser in) throws IOException {
        if (in.nextToken() != null) {
            throw new JsonParseException(in, "more than one value");
        }
    }

    /** Reads a whole value. */
    public static Node read(Bytes bytes) throws IOException {
        try (JsonParser in = open(bytes)) {
            if (in.nextToken() == null) {
                throw new JsonParseException(in, "no value");
            }
            Node node = value(in, bytes);
            finish(in);
            return node;
        }
    }

    /** Reads one member of an object and skips the others; empty where it is missing or there is no object. */
    public static Optional<Node> readMember(Bytes object, String name) throws IOException {
        try (JsonParser in = open(object)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String each = in.nextFieldName(); each != null; each = in.nextFieldName()) {
                in.nextToken();
                if (each.equals(name)) {
                    return Optional.of(value(in, object));
                }
                in.skipChildren();
            }
            return Optional.empty();
        }
    }

    /** Reads the value whose first token a parser stands at, and leaves it at the last. */
    public static Node value(JsonParser in, Bytes source) throws IOException {
        int from = tokenStart(in);
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Node> members = new LinkedHashMap<>();
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    in.nextToken();
                    members.put(name, value(in, source));
                }
                yield new Node.Obj(source.slice(from, position(in)), members);
            }
            case START_ARRAY -> {
                List<Node> elements = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(in, source));
                }
                yield new Node.Arr(source.slice(from, position(in)), elements);
            }
            case VALUE_STRING -> {
                String text = in.getText();
                yield new Node.Str(source.slice(from, position(in)), text);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Node.Num(source.slice(from, from + in.getText().length()));
            case VALUE_TRUE -> new Node.Bool(source.slice(from, from + 4), true);
            case VALUE_FALSE -> new Node.Bool(source.slice(from, from + 5), false);
            case VALUE_NULL -> new Node.Null(source.slice(from, from + 4));
            default -> throw new JsonParseException(in, "no value");
        };
    }

    /** Where the token that a parser stands at begins. */
    public static int tokenStart(JsonParser in) {
        return (int) in.currentTokenLocation().getByteOffset();
    }

    /** The place after the token that a parser stands at, once it has been read in full. */
    public static int position(JsonParser in) {
        return (int) in.currentLocation().getByteOffset();
    }

    /** What a client is told whose request cannot be read. */
    public static GatewayException notJson(IOException e) {
        String reason = switch (e) {
            case StreamConstraintsException _ -> "The request's body is nested deeper than " + MAX_DEPTH
                    + " levels, or has a name or number that is too long.";
            case StreamReadException syntax -> "The request's body is not valid JSON (line "
                    + syntax.getLocation().getLineNr() + ", column " + syntax.getLocation().getColumnNr() + ").";
            default -> "The request's body is not valid JSON.";
        };
        return new GatewayException(ErrorKind.INVALID_REQUEST, reason, e);
    }
}
