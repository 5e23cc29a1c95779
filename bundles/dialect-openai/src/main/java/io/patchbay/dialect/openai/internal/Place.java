package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;

/**
 * A place in a document, by which an error names what is wrong there.
 *
 * @param path the way from the root, such as {@code messages[0].role}; empty for the root
 * @param kind the kind of error that a wrong document is
 */
record Place(String path, ErrorKind kind) {
    /** The root of a client's request. */
    static final Place REQUEST = new Place("", ErrorKind.INVALID_REQUEST);
    /** The root of an upstream's answer. */
    static final Place ANSWER = new Place("", ErrorKind.UPSTREAM);

    Place member(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, kind);
    }

    Place element(int index) {
        return new Place(path + "[" + index + "]", kind);
    }

    /** Something else stands here than must. */
    GatewayException invalidType(String expected, String found) {
        return error("Invalid type for " + name() + ": expected " + expected + ", but got " + found + " instead.",
                "invalid_type");
    }

    /** Nothing stands here. */
    GatewayException missing() {
        return error("Missing required parameter: '" + path + "'.", "missing_required_parameter");
    }

    private String name() {
        return path.isEmpty() ? "the body" : "'" + path + "'";
    }

    /** An error about this place. */
    GatewayException error(String message, String code) {
        if (kind == ErrorKind.UPSTREAM) {
            return new GatewayException(kind,
                    "The upstream's answer is malformed: " + name() + " is missing or wrong.");
        }
        GatewayException error = new GatewayException(kind, message).withCode(code);
        return path.isEmpty() ? error : error.withParam(path);
    }
}
