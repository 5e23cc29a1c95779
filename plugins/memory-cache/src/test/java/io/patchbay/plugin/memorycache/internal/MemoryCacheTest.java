package io.patchbay.plugin.memorycache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.cache.CacheKey;
import io.patchbay.api.cache.CachedAnswer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCacheTest {
    private static final int MIB = 1 << 20;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void givesBackWhatWasStoredForAnEqualKey() {
        MemoryCache cache = cache(MIB, MIB, 1000);
        CachedAnswer answer = new CachedAnswer(200, Headers.of("content-type", "text/event-stream"), true,
                List.of(Bytes.utf8("data: 1\n\n"), Bytes.EMPTY, Bytes.utf8("data: [DONE]\n\n")));
        cache.store(key("a"), answer);
        assertThat(cache.find(key("a"))).contains(answer);
        assertThat(cache.find(key("b"))).isEmpty();
    }

    @Test
    void theNewerAnswerReplacesTheOlder() {
        MemoryCache cache = cache(MIB, MIB, 1000);
        cache.store(key("a"), answer(1));
        cache.store(key("a"), answer(2));
        assertThat(cache.find(key("a"))).contains(answer(2));
    }

    @Test
    void anAnswerLivesForItsTimeHoweverOftenItIsAskedFor() {
        MemoryCache cache = cache(MIB, MIB, 1000);
        cache.store(key("a"), answer(10));
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(cache.find(key("a"))).isPresent();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(cache.find(key("a"))).isEmpty();
    }

    @Test
    void aLargeAnswerIsNotKeptAndEvictsNothing() {
        MemoryCache cache = cache(MIB, 10_000, 1000);
        cache.store(key("small"), answer(8_000));
        cache.store(key("large"), answer(10_000));
        assertThat(cache.find(key("large"))).isEmpty();
        assertThat(cache.find(key("small"))).isPresent();
    }

    @Test
    void allAnswersTogetherStayWithinTheBytes() {
        MemoryCache cache = cache(100_000, 100_000, 1000);
        List<CacheKey> keys = IntStream.range(0, 100).mapToObj(i -> key("k" + i)).toList();
        keys.forEach(key -> cache.store(key, answer(9_000)));
        long kept = keys.stream().filter(key -> cache.find(key).isPresent()).count();
        assertThat(kept).isBetween(5L, 9L);
    }

    @Test
    void manySmallFramesCountForMoreThanTheirBytes() {
        MemoryCache cache = cache(MIB, 10_000, 1000);
        List<Bytes> frames = IntStream.range(0, 1000).mapToObj(_ -> Bytes.utf8("x")).toList();
        cache.store(key("a"), new CachedAnswer(200, Headers.EMPTY, true, frames));
        assertThat(cache.find(key("a"))).isEmpty();
    }

    @Test
    void aFrameDoesNotKeepTheBufferThatItCameIn() {
        MemoryCache cache = cache(MIB, MIB, 1000);
        Bytes buffer = Bytes.wrap(new byte[500_000]);
        cache.store(key("a"),
                new CachedAnswer(200, Headers.EMPTY, true, List.of(buffer.slice(7, 9), buffer.slice(9, 12))));
        List<Bytes> frames = cache.find(key("a")).orElseThrow().frames();
        assertThat(frames).allSatisfy(frame -> assertThat(backing(frame)).hasSize(5));
    }

    @Test
    void nothingIsKeptWhereThereIsNoRoomOrNoTime() {
        MemoryCache noRoom = cache(0, MIB, 1000);
        noRoom.store(key("a"), answer(1));
        assertThat(noRoom.find(key("a"))).isEmpty();
        MemoryCache noTime = cache(MIB, MIB, 0);
        noTime.store(key("a"), answer(1));
        assertThat(noTime.find(key("a"))).isEmpty();
    }

    private static byte[] backing(Bytes bytes) {
        return bytes.read((array, _, _) -> array);
    }

    private MemoryCache cache(long maxBytes, int maxEntryBytes, long ttlMs) {
        return new MemoryCache(maxBytes, maxEntryBytes, Duration.ofMillis(ttlMs), nanos::get);
    }

    private static CachedAnswer answer(int size) {
        return new CachedAnswer(200, Headers.EMPTY, false, List.of(Bytes.wrap(new byte[size])));
    }

    private static CacheKey key(String digest) {
        WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT).build();
        return CacheKey.of(digest, Exchange.of("test", Caller.ANONYMOUS, Instant.EPOCH, request, _ -> {
            throw new AssertionError("this cache does not read the request");
        }));
    }
}
