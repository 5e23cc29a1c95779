package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import java.util.Optional;

/** The frames of a call's answer. */
final class Body implements FrameSource {
    private final Call call;
    private final Framer framer;
    private volatile boolean over;

    Body(Call call, Framer framer) {
        this.call = call;
        this.framer = framer;
    }

    @Override
    public Optional<Frame> next() {
        try {
            Frame frame = framer.next();
            while (frame == null && !over) {
                if (!call.read(framer)) {
                    over = true;
                    call.over();
                }
                frame = framer.next();
            }
            return Optional.ofNullable(frame != null ? frame : framer.last());
        } catch (GatewayException e) {
            call.fail(e);
            call.over();
            throw e;
        }
    }

    @Override
    public void close() {
        if (!over) {
            call.fail(new GatewayException(ErrorKind.CANCELLED, "The answer was given up."));
            call.over();
        }
    }
}
