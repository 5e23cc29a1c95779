package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;
import io.patchbay.core.internal.Breaker.Pass;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt's place, and what is learned from it: told what the attempt meets, it tells its provider, model and key. Each
 * ends once; later calls do nothing. Safe for use by many threads.
 */
final class Permit {
    private static final Logger LOG = LoggerFactory.getLogger(Permit.class);
    private static final AtomicIntegerFieldUpdater<Permit> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Permit.class, "ended");

    private final Health health;
    private final ProviderHealth provider;
    private final String modelName;
    private final ModelHealth model;
    private final KeyState key;
    private final boolean oneOfSeveral;
    private final Passes passes;
    private final long enteredAt;
    private volatile int status;
    private volatile int ended;

    /** How the attempt got past each breaker. */
    record Passes(Pass provider, Pass model, Pass key) {
        /** As nearly always. */
        static final Passes ORDINARY = new Passes(Pass.ORDINARY, Pass.ORDINARY, Pass.ORDINARY);
    }

    /**
     * A permit whose places are taken.
     *
     * @param key the state of the key with the model
     * @param oneOfSeveral whether the provider has other keys, so that a failure may be this one's alone
     */
    Permit(Health health, ProviderHealth provider, String modelName, ModelHealth model, KeyState key,
            boolean oneOfSeveral, Passes passes, long enteredAt) {
        this.health = health;
        this.provider = provider;
        this.modelName = modelName;
        this.model = model;
        this.key = key;
        this.oneOfSeveral = oneOfSeveral;
        this.passes = passes;
        this.enteredAt = enteredAt;
    }

    /** The upstream's answer begins. */
    void answered(int httpStatus, Headers headers) {
        status = httpStatus;
        health.quota(headers).ifPresent(key::left);
    }

    /** The first useful event came, that long after the request was sent. */
    void firstEvent(long nanosSinceSent) {
        provider.said(nanosSinceSent);
        provider.breaker().answers(passes.provider);
        model.breaker().answers(passes.model);
        key.breaker().answers(passes.key);
    }

    /** The attempt was never made. */
    void unused() {
        if (ENDED.compareAndSet(this, 0, 1)) {
            abandon();
            provider.giveBack(key.key());
        }
    }

    /**
     * The attempt is over.
     *
     * @param error what went wrong; of kind {@code CANCELLED} also where the client's own time was too short
     */
    void ended(Optional<GatewayException> error) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            if (error.isEmpty()) {
                succeed();
            } else {
                learn(error.get());
            }
            provider.giveBack(key.key());
        }
    }

    private void learn(GatewayException error) {
        long now = health.now();
        noteKey(error, now);
        switch (error.kind()) {
            case TIMEOUT, UPSTREAM -> fail(error, now);
            // What has no status is an overload of our own, or a bundle that is replaced.
            case OVERLOADED -> {
                if (status == 0) {
                    abandon();
                } else {
                    fail(error, now);
                }
            }
            case CANCELLED, INTERNAL, PROVIDER_NOT_INSTALLED -> abandon();
            default -> {
                if (status == 0) {
                    abandon();
                } else {
                    breakersSucceed(now);
                }
            }
        }
    }

    /** What an error says of the key, or of the key with this model. */
    private void noteKey(GatewayException error, long now) {
        switch (error.kind()) {
            case RATE_LIMITED -> {
                provider.overloaded();
                key.rest(enteredAt, now, ErrorKind.RATE_LIMITED,
                        error.retryAfter().or(() -> key.untilReset(now)), provider.limits().cooldown());
            }
            case KEY_REFUSED -> refused(error);
            default -> {
                if (status > 0 && error.retryAfter().isPresent()) {
                    key.rest(enteredAt, now, ErrorKind.OVERLOADED, error.retryAfter(), provider.limits().cooldown());
                }
            }
        }
    }

    private void refused(GatewayException error) {
        String name = key.key().name();
        int upstream = error.upstreamStatus().orElse(0);
        if (aboutTheModel(error)) {
            if (key.key().credential().isPresent()) {
                LOG.warn("key {} is out for the model {} until its configuration changes: its provider refuses it "
                        + "(status {})", name, modelName, upstream);
                key.takeOut(ErrorKind.KEY_REFUSED);
            }
        } else if (key.key().takeOut(ErrorKind.KEY_REFUSED)) {
            // The provider's own words may repeat the key.
            LOG.warn("key {} is out until its configuration changes: its provider refuses it (status {})", name,
                    upstream);
        }
    }

    /** Whether a refusal is of this model alone: another one may be allowed. */
    private boolean aboutTheModel(GatewayException error) {
        int upstream = error.upstreamStatus().orElse(0);
        return !modelName.isEmpty() && (upstream == 403 || upstream == 404)
                && (error.param().orElse("").equals("model") || error.code().orElse("").contains("model")
                        || error.message().contains(modelName));
    }

    private void succeed() {
        key.succeeded(enteredAt);
        breakersSucceed(health.now());
    }

    private void breakersSucceed(long now) {
        provider.breaker().succeeded(passes.provider, now);
        model.breaker().succeeded(passes.model, now);
        if (oneOfSeveral) {
            key.breaker().succeeded(passes.key, now);
        }
    }

    /** The narrowest of key, model and provider that the failures tell of is what opens. */
    private void fail(GatewayException error, long now) {
        if (error.kind() != ErrorKind.UPSTREAM) {
            provider.overloaded();
        }
        String why = error.kind() + (status == 0 ? "" : " (status " + status + ")");
        long rest = provider.limits().cooldown().toNanos();
        if (oneOfSeveral && key.breaker().failed(passes.key, now, why) && key.breaker().open(now, rest, why)) {
            LOG.warn("provider {} fails for the model {} with the key {}: {}; the key rests for {} ms", provider.name(),
                    modelName, key.key().name(), why, Duration.ofNanos(rest).toMillis());
        }
        if (model.breaker().failed(passes.model, now, why) && (!oneOfSeveral || model.failsWithSeveralKeys(now))
                && model.breaker().open(now, rest, why)) {
            LOG.warn("provider {} fails for the model {}: {}; it rests for {} ms", provider.name(), modelName, why,
                    Duration.ofNanos(rest).toMillis());
        }
        if (provider.breaker().failed(passes.provider, now, why) && provider.failsWithSeveralModels(now)
                && provider.breaker().open(now, rest, why)) {
            LOG.warn("provider {} fails: {}; it rests for {} ms", provider.name(), why,
                    Duration.ofNanos(rest).toMillis());
        }
    }

    private void abandon() {
        provider.breaker().abandoned(passes.provider);
        model.breaker().abandoned(passes.model);
        key.breaker().abandoned(passes.key);
    }
}
