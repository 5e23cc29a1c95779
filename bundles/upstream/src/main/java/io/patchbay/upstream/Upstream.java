package io.patchbay.upstream;

import io.patchbay.api.exchange.Answer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The HTTP client that providers call out with.
 *
 * <p>A service. Requests with equal {@link ConnectionSettings} share their connections, which are kept alive and closed
 * when nobody has used them for two minutes; there is nothing to close. Safe for use by many threads.
 */
@ProviderType
public interface Upstream {
    /**
     * Sends a request and waits until the headers of its answer are there; the body is read as its frames are pulled.
     *
     * <p>An answer of type {@code text/event-stream} is given as its events, one of newline-delimited JSON as its lines,
     * one of AWS's event stream as its messages, any other, and one with a status of 400 or more, as one frame. The bytes
     * of all frames are the body, exactly; a body that was cut short throws, it never ends. The type of a message's frame
     * is its {@code :event-type}; of one that ends the stream with a failure {@code exception:} and its
     * {@code :exception-type}, or {@code error:} and its {@code :error-code}, and then its {@code :error-message} is the
     * data. Headers of the connection, the length and cookies are taken out. A
     * request that a kept-alive connection did not take any more is sent once again on a new one. No redirect is
     * followed.
     *
     * <p>Blocks; meant for virtual threads. Ends at once when the request's {@link UpstreamRequest#cancellation} fires
     * or its thread is interrupted, and so does waiting for a frame; the connection is closed then.
     *
     * @param request what to send, where and how
     * @return the upstream's answer, whatever its status below 300 or from 400 on
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if there is no valid answer,
     *         {@code TIMEOUT} if a time limit of the request ran out, {@code OVERLOADED} if too many requests wait for a
     *         connection, or the reason of the cancellation
     */
    Answer send(UpstreamRequest request);
}
