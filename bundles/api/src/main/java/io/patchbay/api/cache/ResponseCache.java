package io.patchbay.api.cache;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A store of answers, asked before a request is routed.
 *
 * <p>Registered as a service; used for routes that allow it. What it throws is logged and counts as a miss. Called by
 * many threads at once; must be safe for that.
 */
@ConsumerType
public interface ResponseCache {
    /**
     * Looks for an answer to the request of a key.
     *
     * @param key which request
     * @return the answer; empty where there is none, or it is too old
     */
    Optional<CachedAnswer> find(CacheKey key);

    /**
     * Keeps an answer, or not, as the cache likes. Called after the answer is out.
     *
     * @param key which request it answers
     * @param answer a complete answer with a status below 300
     */
    void store(CacheKey key, CachedAnswer answer);
}
