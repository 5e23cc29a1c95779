package io.patchbay.api.exchange;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where an answer's frames are pulled from. Not pulling is back-pressure.
 */
@ConsumerType
public interface FrameSource {
    /**
     * Waits for the next frame. Called by one thread at a time.
     *
     * @return the frame; empty at the proper end of the answer, and ever after
     * @throws io.patchbay.api.error.GatewayException if the answer breaks off
     */
    Optional<Frame> next();

    /**
     * Gives the answer up, and all that it holds. Called by any thread, also while {@link #next} waits, which then
     * throws; does nothing the second time or after the end.
     */
    void close();

    /** A source of frames that are there; closing it does nothing. */
    static FrameSource of(List<Frame> frames) {
        Iterator<Frame> left = frames.iterator();
        return new FrameSource() {
            @Override
            public Optional<Frame> next() {
                return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
