package io.patchbay.api.dialect;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.EmbeddingResponse;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Dialect} whose embedding requests and answers can be read into the neutral model and written from it. Safe
 * for use by many threads.
 */
@ConsumerType
public interface EmbeddingCodec {
    /**
     * Reads a request.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    EmbeddingRequest readEmbeddingRequest(WireRequest request);

    /** Writes a request; what the dialect cannot say is left out and named in {@link WireRequest#dropped}. */
    WireRequest writeEmbeddingRequest(EmbeddingRequest request);

    /**
     * Reads an answer.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if it is malformed
     */
    EmbeddingResponse readEmbeddingResponse(Bytes body);

    /**
     * Writes an answer.
     *
     * @param response the vectors
     * @param request the client's request, in this dialect, which may ask for an encoding of the vectors
     */
    Bytes writeEmbeddingResponse(EmbeddingResponse response, WireRequest request);
}
