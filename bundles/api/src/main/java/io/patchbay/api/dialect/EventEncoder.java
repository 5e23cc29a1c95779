package io.patchbay.api.dialect;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes the events of one answer as a dialect's stream. Holds state of that answer; used by one thread at a time.
 */
@ConsumerType
public interface EventEncoder {
    /** The media type of the stream, such as {@code text/event-stream}. */
    String contentType();

    /**
     * Writes events.
     *
     * @param events the events after those written last
     * @return their bytes with the framing; empty where there is nothing to say yet
     */
    Bytes encode(List<ChatEvent> events);

    /** What is left to say at the proper end, terminator included; empty where the dialect says nothing there. */
    Bytes end();
}
