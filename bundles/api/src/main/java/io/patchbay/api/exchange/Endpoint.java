package io.patchbay.api.exchange;

import java.util.Objects;

/**
 * An HTTP endpoint that a dialect serves to clients.
 *
 * @param method the HTTP method, upper case
 * @param path the path from the root, such as {@code /v1/models/{id...}}: {@code {name}} stands for one segment,
 *        {@code {name...}} at the end for one or more, either may have a literal end such as {@code {model}:generate}
 * @param operation what a request to it is for
 */
public record Endpoint(String method, String path, Operation operation) {
    /** Checks that every component is there. */
    public Endpoint {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(operation, "operation");
    }

    /** An endpoint for POST. */
    public static Endpoint post(String path, Operation operation) {
        return new Endpoint("POST", path, operation);
    }

    /** An endpoint for GET. */
    public static Endpoint get(String path, Operation operation) {
        return new Endpoint("GET", path, operation);
    }
}
