package io.patchbay.api.dialect;

import io.patchbay.api.exchange.Frame;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at the frames of one answer for what the pipeline must know, without binding them. Holds state of that answer;
 * used by one thread at a time.
 */
@ConsumerType
@FunctionalInterface
public interface FrameScanner {
    /**
     * Looks at the next frame.
     *
     * @param frame the frame after the one scanned last; it has bytes
     * @return what it holds
     */
    Glimpse scan(Frame frame);
}
