package io.patchbay.api.exchange;

import io.patchbay.api.model.ChatEvent;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads the frames of one answer, in order. Holds state of that answer; used by one thread at a time.
 */
@ConsumerType
@FunctionalInterface
public interface FrameDecoder {
    /**
     * Reads a frame.
     *
     * @param frame the frame after the one read last
     * @return the events that it says; empty for a comment, or where an event needs the next frame to be complete
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if the frame is malformed
     */
    List<ChatEvent> decode(Frame frame);
}
