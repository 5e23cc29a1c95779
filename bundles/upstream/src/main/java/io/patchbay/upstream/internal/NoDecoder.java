package io.patchbay.upstream.internal;

import org.eclipse.jetty.client.ContentDecoder;
import org.eclipse.jetty.io.Content;

/** A decoder that decodes nothing. */
final class NoDecoder extends ContentDecoder.Factory {
    NoDecoder() {
        super("identity");
    }

    @Override
    public Content.Source newDecoderContentSource(Content.Source encoded) {
        return encoded;
    }
}
