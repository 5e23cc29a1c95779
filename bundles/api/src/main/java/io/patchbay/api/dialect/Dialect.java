package io.patchbay.api.dialect;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A wire protocol: what clients speak to Patchbay, and what Patchbay speaks to a provider.
 *
 * <p>This much is enough to pass requests through to providers of the same dialect. A dialect that can be translated
 * also implements {@link ChatCodec} or {@link EmbeddingCodec}, one that lists models {@link ModelsCodec}. Registered as
 * a service; safe for use by many threads.
 */
@ConsumerType
public interface Dialect {
    /** The dialect's name, such as {@code openai-chat}: stable, unique, lower case with hyphens. */
    String name();

    /**
     * The endpoints that clients find it at; empty for a dialect that only upstreams speak. Does not change.
     *
     * <p>Of several dialects with the same endpoint, one serves a request that finds a {@link #token token} in it: the one
     * with the highest service ranking, or that came first. If none finds one, that goes for all.
     */
    List<Endpoint> endpoints();

    /**
     * The token that a client authenticates with, from wherever the dialect has it.
     *
     * @param headers the request's headers
     * @param query the request's query, as it came
     * @return the token without scheme words; empty where there is none
     */
    Optional<String> token(Headers headers, String query);

    /**
     * Looks at a client's request, without binding it, for what routing needs.
     *
     * @param raw the request
     * @return the same bytes, with model, streaming and the place of the model's name
     * @throws GatewayException of kind {@code INVALID_REQUEST}, naming the field, where the request is wrong
     */
    WireRequest scan(RawRequest raw);

    /**
     * A scanner of one answer to a request.
     *
     * @param request what was sent to the provider, in this dialect
     */
    FrameScanner scanner(WireRequest request);

    /**
     * Reads an upstream's error.
     *
     * @param status the HTTP status, 400 or more
     * @param headers the answer's headers
     * @param body the answer's body, which may be anything, also empty or HTML
     * @return the error, with its kind, text, and {@code retryAfter} where the upstream said one
     */
    GatewayException readError(int status, Headers headers, Bytes body);

    /** An error as a whole answer: its status, and the body that this dialect's clients expect. */
    Answer writeError(GatewayException error);

    /** An error as the last bytes of a stream that has begun, with their framing. */
    Bytes writeStreamError(GatewayException error);

    /**
     * What a stream of this dialect must end with after its finish, framing included, or its clients take it for cut; written
     * where an upstream leaves it out. Empty where they take the finish for the end.
     */
    default Optional<Bytes> terminator() {
        return Optional.empty();
    }

    /** Bytes that keep a slow stream alive and mean nothing; empty where the dialect has none. */
    default Optional<Bytes> keepAlive() {
        return Optional.empty();
    }
}
