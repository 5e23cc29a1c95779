package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.lease.Leases;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A second attempt beside a first one that takes long to say anything: the one that speaks first answers, the other is
 * cancelled.
 *
 * <p>The first is made by the thread that carries the exchange; only a second that is really made has a thread of its own.
 */
final class Hedge {
    private final Pipeline pipeline;
    private final long afterNanos;
    private final TargetRun first;
    private final TargetRun second;
    private final AtomicReference<@Nullable TargetRun> speaker = new AtomicReference<>();
    private final CompletableFuture<Outcome> beside = new CompletableFuture<>();
    private boolean firstIsOver;
    private boolean secondBegun;

    /**
     * A pair of attempts.
     *
     * @param afterNanos after how long the second is made; below 0: after what the first's target seldom takes
     */
    Hedge(Pipeline pipeline, long afterNanos, TargetRun first, TargetRun second) {
        this.pipeline = pipeline;
        this.afterNanos = afterNanos;
        this.first = first;
        this.second = second;
    }

    /** Ends the second's attempt, where it keeps a bundle from stopping. */
    void cutOff(Leases bundle, GatewayException reason) {
        if (second.holds(bundle)) {
            second.cutOff(reason);
        }
    }

    /** Gives up what the second holds. */
    void close() {
        second.close();
    }

    /** The one that answers; the first where none does. */
    TargetRun winner() {
        TargetRun spoke = speaker.get();
        return spoke == null ? first : spoke;
    }

    /**
     * Makes the first attempt, and the second if need be.
     *
     * @throws GatewayException if the exchange is cancelled
     */
    Outcome run() {
        long after = afterNanos >= 0 ? afterNanos : pipeline.firstEvents().p95(first.step().target()).orElse(-1);
        if (after < 0) {
            return noted(first.run());
        }
        Outcome outcome;
        long begunAt = pipeline.time().nanos();
        try (var _ = pipeline.deadlines().alarm(pipeline.time().nanos() + after, this::begin)) {
            outcome = firstOutcome();
        }
        boolean over;
        synchronized (this) {
            firstIsOver = true;
            over = !secondBegun;
        }
        if (over || (outcome instanceof Outcome.Answered && speaker.get() == first)) {
            return noted(outcome);
        }
        Outcome other = beside.join();
        if (other instanceof Outcome.Answered) {
            // It would have taken longer still: without this, only the quick ones would count.
            pipeline.firstEvents().add(first.step().target(), pipeline.time().nanos() - begunAt);
            return other;
        }
        return outcome;
    }

    private Outcome firstOutcome() {
        try {
            return decided(first, second, first.run());
        } catch (GatewayException e) {
            if (speaker.get() == second) {
                return new Outcome.Untried(e, Outcome.NEVER);
            }
            throw e;
        }
    }

    private Outcome noted(Outcome outcome) {
        if (outcome instanceof Outcome.Answered && first.firstEventNanos() >= 0) {
            pipeline.firstEvents().add(first.step().target(), first.firstEventNanos());
        }
        return outcome;
    }

    /** It is time for the second. */
    private void begin() {
        synchronized (this) {
            if (firstIsOver || !pipeline.health().budget().spend()) {
                return;
            }
            secondBegun = true;
        }
        Thread.ofVirtual().name("patchbay-hedge").inheritInheritableThreadLocals(false).start(() -> {
            try {
                beside.complete(decided(second, first, second.run()));
            } catch (GatewayException e) {
                beside.complete(new Outcome.Untried(e, Outcome.NEVER));
            } catch (RuntimeException | Error e) {
                beside.complete(new Outcome.Untried(
                        new GatewayException(ErrorKind.INTERNAL, "The second attempt failed inside the gateway.", e),
                        Outcome.NEVER));
            }
        });
    }

    /** Takes an answer if it is the first, and cancels the other; drops one that comes too late. */
    private Outcome decided(TargetRun run, TargetRun other, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(var answer))) {
            return outcome;
        }
        if (speaker.compareAndSet(null, run)) {
            other.cancel(tooLate());
            return outcome;
        }
        answer.close();
        return new Outcome.Untried(tooLate(), Outcome.NEVER);
    }

    private static GatewayException tooLate() {
        return new GatewayException(ErrorKind.CANCELLED, "Another attempt answered first.");
    }
}
