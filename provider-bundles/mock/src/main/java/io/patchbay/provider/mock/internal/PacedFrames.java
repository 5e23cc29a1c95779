package io.patchbay.provider.mock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import java.util.Optional;

/** Frames that may take their time: whoever waits for one is woken when the answer is closed or its attempt cancelled. */
final class PacedFrames implements FrameSource {
    private final Cancellation over = new Cancellation();
    private final Cancellation.Registration link;
    private final Step step;
    private int number;
    private boolean ended;

    /** Makes one frame after the other. */
    @FunctionalInterface
    interface Step {
        /**
         * The next frame.
         *
         * @param number from 0
         * @param over fires when nobody wants it any more
         * @return the frame; empty at the end
         */
        Optional<Frame> frame(int number, Cancellation over);
    }

    PacedFrames(Cancellation attempt, Step step) {
        this.step = step;
        link = attempt.onCancel(() -> attempt.reason().ifPresent(over::cancel));
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        over.check();
        Optional<Frame> frame = step.frame(number++, over);
        if (frame.isEmpty()) {
            ended = true;
            link.close();
        }
        return frame;
    }

    @Override
    public void close() {
        link.close();
        over.cancel(new GatewayException(ErrorKind.CANCELLED, "The answer was closed."));
    }
}
