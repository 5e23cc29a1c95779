package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Frame;

/** Looks at the answer to a model's own request, of which nothing is known but whether it failed. */
final class InvokeScanner implements FrameScanner {
    private final ErrorReader errors;

    InvokeScanner(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public Glimpse scan(Frame frame) {
        return EventMessages.isFailure(frame) ? Glimpse.of(errors.inStream(frame)) : Glimpse.CONTENT;
    }
}
