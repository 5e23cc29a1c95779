package io.patchbay.api.exchange;

import java.util.Map;
import java.util.Objects;

/**
 * An HTTP request as a client sent it to an endpoint, before its dialect has looked at it.
 *
 * @param endpoint the endpoint that it came to
 * @param pathParameters what stood for each {@code {name}} of the endpoint's path, decoded
 * @param query the query without its question mark, as it came; empty where there is none
 * @param headers the headers as they came
 * @param body the body, its content encoding undone
 */
public record RawRequest(Endpoint endpoint, Map<String, String> pathParameters, String query, Headers headers,
        Bytes body) {
    /** Copies the map. */
    public RawRequest {
        Objects.requireNonNull(endpoint, "endpoint");
        pathParameters = Map.copyOf(pathParameters);
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }
}
