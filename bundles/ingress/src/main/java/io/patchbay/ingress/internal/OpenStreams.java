package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Answer;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that are open, for those that need a comment now and then.
 */
final class OpenStreams {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);

    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();

    void write(OpenStream stream, Answer answer) throws IOException {
        open.add(stream);
        try {
            stream.write(answer);
        } finally {
            open.remove(stream);
        }
    }

    /** Writes a comment on each stream that was quiet for that long. */
    void keepAlive(int keepAliveMs) {
        long now = System.nanoTime();
        long after = TimeUnit.MILLISECONDS.toNanos(keepAliveMs);
        for (OpenStream stream : open) {
            try {
                stream.keepAlive(now, after);
            } catch (IllegalStateException e) {
                LOG.debug("a stream ended just when a comment was due", e);
            }
        }
    }
}
