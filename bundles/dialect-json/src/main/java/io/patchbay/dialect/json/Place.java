package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;

/**
 * A place in a document, by which an error names what is wrong there.
 *
 * @param path the way from the root, such as {@code messages[0].role}; empty for the root
 * @param kind the kind of error that a wrong document is
 * @param dialect the document's
 */
public record Place(String path, ErrorKind kind, String dialect) {
    /** The root of a client's request. */
    public static Place request(String dialect) {
        return new Place("", ErrorKind.INVALID_REQUEST, dialect);
    }

    /** The root of an upstream's answer. */
    public static Place answer(String dialect) {
        return new Place("", ErrorKind.UPSTREAM, dialect);
    }

    /** A member of the object here. */
    public Place member(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, kind, dialect);
    }

    /** An element of the array here. */
    public Place element(int index) {
        return new Place(path + "[" + index + "]", kind, dialect);
    }

    /** Something else stands here than must. */
    public GatewayException invalidType(String expected, String found) {
        return error("Invalid type for " + name() + ": expected " + expected + ", but got " + found + " instead.",
                "invalid_type");
    }

    /** Nothing stands here. */
    public GatewayException missing() {
        return error("Missing required parameter: '" + path + "'.", "missing_required_parameter");
    }

    private String name() {
        return path.isEmpty() ? "the body" : "'" + path + "'";
    }

    /** An error about this place. */
    public GatewayException error(String message, String code) {
        if (kind == ErrorKind.UPSTREAM) {
            return new GatewayException(kind,
                    "The upstream's answer is malformed: " + name() + " is missing or wrong.");
        }
        GatewayException error = new GatewayException(kind, message).withCode(code);
        return path.isEmpty() ? error : error.withParam(path);
    }
}
