package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries one target, with one of its provider's keys after another where that may help.
 *
 * <p>Run by one thread; ended by any.
 */
final class TargetRun {
    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Recorder recorder;
    private final Exchange exchange;
    private final Plan.Step step;
    private final Manner manner;
    private volatile @Nullable AttemptRun current;
    private volatile @Nullable GatewayException unwanted;

    /**
     * How the attempts of one plan are made.
     *
     * @param strict whether a provider must be told all that the client asks
     * @param decoded whether somebody may ask for the answer's events
     * @param endsAt when all must be over, by {@link Time#nanos}
     * @param dialects finds the first dialect of some names that is there, or comes soon
     */
    record Manner(boolean strict, boolean decoded, long endsAt, Function<List<String>, Optional<Dialect>> dialects) {}

    TargetRun(Pipeline pipeline, Snapshot snapshot, Recorder recorder, Exchange exchange, Plan.Step step,
            Manner manner) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.exchange = exchange;
        this.step = step;
        this.manner = manner;
    }

    /** The target. */
    Plan.Step step() {
        return step;
    }

    /** Whether it keeps a bundle from stopping. */
    boolean holds(Leases bundle) {
        AttemptRun attempt = current;
        return attempt != null && attempt.holds(bundle);
    }

    /** Ends the attempt under way, whatever it does; another key is tried. */
    void cutOff(GatewayException reason) {
        AttemptRun attempt = current;
        if (attempt != null) {
            attempt.cancel(reason);
        }
    }

    /** Ends all of it, since its answer is not wanted any more. */
    void cancel(GatewayException reason) {
        unwanted = reason;
        cutOff(reason);
    }

    /** Gives up what it holds, once its answer is not used any more. */
    void close() {
        AttemptRun attempt = current;
        if (attempt != null) {
            attempt.close();
        }
    }

    /** How long it took from sending to the first useful event, in nanoseconds; -1 where there was none. */
    long firstEventNanos() {
        AttemptRun attempt = current;
        return attempt == null ? -1 : attempt.firstEventNanos();
    }

    /**
     * Tries.
     *
     * @throws GatewayException if the exchange is cancelled
     */
    Outcome run() {
        Set<String> tried = Set.of();
        Outcome.Failed failed = null;
        while (true) {
            checkWanted();
            ProviderEntry provider = present(pipeline, snapshot, step);
            if (provider == null) {
                return failed == null ? new Outcome.Absent() : failed;
            }
            Translation translation;
            WireRequest request;
            try {
                String model = step.target().model();
                translation = Translation.of(manner.dialects(), exchange, provider, model);
                request = translation.request(model, manner.strict());
            } catch (GatewayException e) {
                checkWanted();
                return failed == null ? new Outcome.Untried(e, Outcome.NEVER) : failed;
            }
            Health.Entry.Granted place;
            switch (pipeline.health().enter(provider.info(), snapshot.keysOf(provider.name()), step.target().model(),
                    tried, pipeline.random())) {
                case Health.Entry.Granted granted -> place = granted;
                case Health.Entry.Resting resting -> {
                    return failed == null
                            ? new Outcome.Untried(resting.error(), resting.nanos())
                            : new Outcome.Failed(failed.failure(), failed.passedThrough(), resting.nanos());
                }
                case Health.Entry.Busy busy -> {
                    return failed == null ? new Outcome.Busy(busy) : failed;
                }
                case Health.Entry.Refused refused -> {
                    return failed == null ? new Outcome.Untried(refused.error(), Outcome.NEVER) : failed;
                }
            }
            Optional<Leases> lease = provider.leases().take() ? Optional.of(provider.leases()) : Optional.empty();
            if (lease.isEmpty() && !snapshot.holds(provider.leases())) {
                place.permit().unused();
                pipeline.installed().withoutClosed();
                continue;
            }
            AttemptRun attempt = new AttemptRun(step, provider, lease, place, recorder, pipeline, exchange,
                    manner.endsAt());
            current = attempt;
            try {
                checkWanted();
                return new Outcome.Answered(translation.answer(
                        attempt.begin(exchange, request, translation, recorder.begin()), manner.decoded()));
            } catch (Failure failure) {
                failed = new Outcome.Failed(failure, translation.passesThrough(),
                        failure.error().retryAfter().map(Duration::toNanos).orElse(Outcome.NEVER));
                if (failure.error().kind().remedy() != Remedy.OTHER_KEY || place.key().isEmpty()) {
                    return failed;
                }
                tried = tried.isEmpty() ? new HashSet<>(4) : tried;
                tried.add(place.key().get().name());
            }
        }
    }

    private void checkWanted() {
        exchange.cancellation().check();
        GatewayException reason = unwanted;
        if (reason != null) {
            close();
            throw reason;
        }
    }

    /**
     * The provider of a step: the present one of its name, unless the exchange goes by a newer version of it; else the
     * planned one as long as its bundle does not stop, or the exchange keeps it from stopping.
     */
    static @Nullable ProviderEntry present(Pipeline pipeline, Snapshot snapshot, Plan.Step step) {
        ProviderEntry present = pipeline.installed().snapshot().providers().get(step.target().provider());
        if (present != null) {
            return step.provider()
                    .filter(planned -> planned.origin().isNewerThan(present.origin()) && !planned.leases().closed())
                    .orElse(present);
        }
        return step.provider()
                .filter(planned -> !planned.leases().closed() || snapshot.holds(planned.leases()))
                .orElse(null);
    }
}
