package io.patchbay.core.internal;

import io.patchbay.api.cache.CacheKey;
import io.patchbay.api.cache.CachedAnswer;
import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache as one exchange meets it: an answer from it, or a copy for it of the answer that was made. */
final class CacheStep {
    private static final Logger LOG = LoggerFactory.getLogger(CacheStep.class);
    /** An answer that is longer is not kept. */
    private static final long MOST_BYTES = 8L << 20;

    private final Optional<ResponseCache> cache;
    private final CacheKey key;
    private final Recorder recorder;

    private CacheStep(Optional<ResponseCache> cache, CacheKey key, Recorder recorder) {
        this.cache = cache;
        this.key = key;
        this.recorder = recorder;
    }

    /** The cache for an exchange; one that does nothing where there is none, or the route does not allow it. */
    static CacheStep of(Snapshot snapshot, Plan plan, Exchange exchange, Recorder recorder) {
        boolean cacheable = plan.cacheable() && exchange.rewrittenChat().isEmpty();
        Optional<ResponseCache> cache = cacheable ? snapshot.cache() : Optional.empty();
        return new CacheStep(cache, CacheKey.of(cache.isPresent() ? digest(exchange) : "", exchange), recorder);
    }

    /** The cached answer. */
    Optional<Answer> find() {
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        try {
            return cache.get().find(key).map(this::replay);
        } catch (RuntimeException e) {
            LOG.warn("the response cache failed; the exchange goes on without it", e);
            return Optional.empty();
        }
    }

    /** The same answer, which leaves a copy in the cache when it has come to its proper end. */
    Answer keep(Answer answer) {
        if (cache.isEmpty() || answer.status() >= 300) {
            return answer;
        }
        Answer marked = answer.withHeader("x-patchbay-cache", "miss");
        return marked.wrap(source -> new Copying(source, cache.get(), marked));
    }

    private Answer replay(CachedAnswer cached) {
        recorder.cached();
        FrameSource source = FrameSource.of(cached.frames().stream().map(Frame::of).toList());
        Answer answer = cached.streamed()
                ? Answer.stream(cached.status(), cached.headers(), source)
                : Answer.whole(cached.status(), cached.headers(), source);
        return answer.withHeaders(cached.headers().withOnly("x-patchbay-cache", "hit"));
    }

    private static String digest(Exchange exchange) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(exchange.caller().name(), exchange.request().dialect(),
                    exchange.request().operation().name(), exchange.request().path(), exchange.request().query())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            digest.update(exchange.request().body().buffer());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Copies frames on their way out. */
    private final class Copying implements FrameSource {
        private final FrameSource source;
        private final ResponseCache store;
        private final Answer answer;
        private final List<Bytes> copies = new ArrayList<>();
        private long size;
        private boolean complete;

        private Copying(FrameSource source, ResponseCache store, Answer answer) {
            this.source = source;
            this.store = store;
            this.answer = answer;
        }

        @Override
        public Optional<Frame> next() {
            Optional<Frame> frame = source.next();
            if (frame.isEmpty()) {
                complete = true;
            } else {
                Bytes bytes = frame.get().bytes().orElse(Bytes.EMPTY);
                size = frame.get().bytes().isEmpty() ? Long.MAX_VALUE / 2 : size + bytes.size();
                if (size <= MOST_BYTES) {
                    copies.add(bytes);
                } else {
                    copies.clear();
                }
            }
            return frame;
        }

        @Override
        public void close() {
            source.close();
            if (complete && size <= MOST_BYTES) {
                complete = false;
                try {
                    store.store(key, new CachedAnswer(answer.status(), answer.headers(), answer.streamed(), copies));
                } catch (RuntimeException e) {
                    LOG.warn("the response cache failed to keep an answer", e);
                }
            }
        }
    }
}
