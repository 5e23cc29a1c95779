package io.patchbay.api.dialect;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Dialect} whose chat requests and answers can be read into the neutral model and written from it.
 *
 * <p>What only this dialect knows becomes an extra under its name, and is written again from there, so that reading and
 * writing loses nothing. Safe for use by many threads.
 */
@ConsumerType
public interface ChatCodec {
    /**
     * Reads a request.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    ChatRequest readRequest(WireRequest request);

    /**
     * Checks that a request of this dialect's clients may go to a provider of another dialect: that it asks for nothing
     * without which the answer would be to another question, such as to go on from what a provider has stored. All may, unless
     * a dialect says otherwise.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    default void checkPortable(ChatRequest request) {}

    /**
     * Writes a request; what the dialect cannot say is left out and named in {@link WireRequest#dropped}.
     */
    WireRequest writeRequest(ChatRequest request);

    /**
     * Reads a whole answer.
     *
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if it is malformed
     */
    ChatResponse readResponse(Bytes body);

    /** Writes a whole answer. */
    Bytes writeResponse(ChatResponse response);

    /** A decoder of one stream's frames. */
    FrameDecoder decoder();

    /**
     * An encoder of one stream's events.
     *
     * @param request the client's request, in this dialect
     */
    EventEncoder encoder(WireRequest request);
}
