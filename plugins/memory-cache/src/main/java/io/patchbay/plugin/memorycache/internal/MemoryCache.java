package io.patchbay.plugin.memorycache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.patchbay.api.cache.CacheKey;
import io.patchbay.api.cache.CachedAnswer;
import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.exchange.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps answers in memory, bounded by bytes and by age; there is one only where it is configured.
 */
@Component(configurationPid = MemoryCache.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MemoryCache.Config.class)
public final class MemoryCache implements ResponseCache {
    static final String PID = "io.patchbay.plugin.memorycache";

    /** What an entry costs beside its frames: digest, headers, and the cache's own bookkeeping. */
    private static final int ENTRY_OVERHEAD_BYTES = 1024;

    private static final int FRAME_OVERHEAD_BYTES = 32;

    /** The settings of the cache. */
    @ObjectClassDefinition(name = "Patchbay: memory cache", description = "Keeps answers in memory.")
    @interface Config {
        @AttributeDefinition(name = "Largest cache", min = "0", description = "How much all answers together may take, in bytes; those that are asked for least go first.")
        long maxBytes() default 64 << 20;

        @AttributeDefinition(name = "Largest answer", min = "0", description = "How much an answer may take, in bytes; a larger one is not kept.")
        int maxEntryBytes() default 1 << 20;

        @AttributeDefinition(name = "Time to live", min = "0", description = "How long an answer is given again after it came, in ms.")
        long ttlMs() default 600_000;
    }

    private final Cache<String, CachedAnswer> answers;
    private final int maxEntryBytes;

    /** An empty cache. */
    @Activate
    public MemoryCache(Config config) {
        this(config.maxBytes(), config.maxEntryBytes(), Duration.ofMillis(config.ttlMs()), Ticker.systemTicker());
    }

    MemoryCache(long maxBytes, int maxEntryBytes, Duration ttl, Ticker ticker) {
        this.maxEntryBytes = maxEntryBytes;
        answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String _, CachedAnswer answer) -> (int) bytes(answer))
                .expireAfterWrite(ttl)
                .ticker(ticker)
                // In the calling thread: a pool of the JVM would hold on to this bundle's classes.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<CachedAnswer> find(CacheKey key) {
        return Optional.ofNullable(answers.getIfPresent(key.digest()));
    }

    @Override
    public void store(CacheKey key, CachedAnswer answer) {
        if (bytes(answer) <= maxEntryBytes) {
            answers.put(key.digest(), packed(answer));
        }
    }

    private static long bytes(CachedAnswer answer) {
        return ENTRY_OVERHEAD_BYTES + (long) FRAME_OVERHEAD_BYTES * answer.frames().size() + answer.size();
    }

    /** The same answer in an array of its own: a frame may be a small part of a large buffer, which would stay, too. */
    private static CachedAnswer packed(CachedAnswer answer) {
        byte[] array = new byte[(int) answer.size()];
        List<Bytes> frames = new ArrayList<>(answer.frames().size());
        int end = 0;
        for (Bytes frame : answer.frames()) {
            frame.buffer().get(array, end, frame.size());
            frames.add(Bytes.wrap(array, end, frame.size()));
            end += frame.size();
        }
        return new CachedAnswer(answer.status(), answer.headers(), answer.streamed(), frames);
    }
}
