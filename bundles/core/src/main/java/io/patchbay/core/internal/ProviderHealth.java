package io.patchbay.core.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What one provider has gone through, all in all and with each model. Safe for use by many threads. */
final class ProviderHealth {
    /** A client may ask for any name. */
    private static final int MOST_MODELS = 1_000;

    private final ProviderInfo upstream;
    private final Breaker breaker = new Breaker();
    private final Places places = new Places();
    private final WaitingLine line = new WaitingLine();
    private final AtomicLong givenBack = new AtomicLong();
    private final KeyHealth unkeyed = KeyHealth.unkeyed();
    private final Cache<String, ModelHealth> models = Caffeine.newBuilder()
            .maximumSize(MOST_MODELS)
            // In the calling thread: a pool of the JVM would hold on to this bundle's classes.
            .executor(Runnable::run)
            .build();
    private volatile ProviderLimits limits;
    private volatile AdaptiveLimit adaptive = new AdaptiveLimit();
    private boolean probed;
    private long probedAt;

    ProviderHealth(ProviderInfo upstream) {
        this.upstream = upstream;
        this.limits = upstream.limits();
    }

    String name() {
        return upstream.name();
    }

    /** Whether this is about the upstream to which a configuration leads. */
    boolean isOf(ProviderInfo configured) {
        return upstream.isAt(configured);
    }

    ProviderLimits limits() {
        return limits;
    }

    /** Changes the limits. */
    void limit(ProviderLimits changed) {
        boolean other = !changed.equals(limits);
        limits = changed;
        if (other) {
            callAll();
        }
    }

    /** Lets all who wait ask again. */
    void callAll() {
        givenBack.incrementAndGet();
        line.callAll();
    }

    Breaker breaker() {
        return breaker;
    }

    Places places() {
        return places;
    }

    /** Who waits for a place. */
    WaitingLine line() {
        return line;
    }

    /** How many attempts there may be at a time; 0 for as many as come. */
    int most() {
        ProviderLimits now = limits;
        return !now.adaptive()
                ? now.maxConcurrent()
                : now.maxConcurrent() == 0
                        ? adaptive.limit()
                        : Math.min(adaptive.limit(), now.maxConcurrent());
    }

    /** The provider said something after so long. */
    void said(long nanos) {
        ProviderLimits now = limits;
        if (now.adaptive()) {
            adaptive.said(nanos, places.taken(), now.maxConcurrent());
        }
    }

    /** The provider refused an attempt for overload, or took too long for it. */
    void overloaded() {
        ProviderLimits now = limits;
        if (now.adaptive()) {
            adaptive.overloaded(now.maxConcurrent());
        }
    }

    /** A place of the provider's, and of a key's, is free again. */
    void giveBack(KeyHealth key) {
        key.places().giveBack();
        places.giveBack();
        if (key.maxConcurrent() > 0 || most() > 0) {
            givenBack.incrementAndGet();
            line.call();
        }
    }

    /** A number that grows when somebody who found no place may find one. */
    long givenBack() {
        return givenBack.get();
    }

    /** What stands for the key where there is none. */
    KeyHealth unkeyed() {
        return unkeyed;
    }

    /** What a model has gone through. */
    ModelHealth model(String model) {
        return models.get(model, _ -> new ModelHealth());
    }

    /** The models that were asked for. */
    Map<String, ModelHealth> models() {
        return models.asMap();
    }

    /** Whether more than one model fails, so that none of them alone is to blame. */
    boolean failsWithSeveralModels(long now) {
        return models.asMap().values().stream().filter(model -> model.breaker().counts(now).mostlyFailed()).limit(2)
                .count() == 2;
    }

    /** Whether a probe is due, which then has begun: one at a time, and only where a breaker is not closed. */
    synchronized boolean probeBegins(long now) {
        if (probed || now - probedAt < limits.probe().toNanos()
                || breakers().allMatch(each -> each.state(now) == Breaker.State.CLOSED)) {
            return false;
        }
        probed = true;
        return true;
    }

    synchronized void probeEnds(long now) {
        probed = false;
        probedAt = now;
    }

    /** Lets no request find out before the next probe. */
    void stillUnwell(long now) {
        breakers().forEach(each -> each.prolong(now, limits.probe().toNanos() * 2));
    }

    /** Lets the next request find out. */
    void endRests(long now) {
        breakers().forEach(each -> each.endRest(now));
    }

    void closeBreakers() {
        breakers().filter(each -> each.state(0) != Breaker.State.CLOSED).forEach(Breaker::close);
    }

    /** Forgets what was gone through, with one key or all, with one model or all; of how many it was. */
    int reset(Optional<String> key, Optional<String> model) {
        int forgotten = 0;
        if (key.isEmpty() && model.isEmpty()) {
            breaker.close();
            forgotten++;
        }
        for (Map.Entry<String, ModelHealth> of : models.asMap().entrySet()) {
            if (model.isEmpty() || model.get().equals(of.getKey())) {
                forgotten += of.getValue().reset(key);
            }
        }
        return forgotten;
    }

    /** All breakers: its own, and those of its models and their keys. */
    Stream<Breaker> breakers() {
        return Stream.concat(Stream.of(breaker), models.asMap().values().stream().flatMap(model -> Stream
                .concat(Stream.of(model.breaker()), model.keys().stream().map(KeyState::breaker))));
    }
}
