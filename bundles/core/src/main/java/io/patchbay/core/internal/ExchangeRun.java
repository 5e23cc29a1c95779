package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.filter.Chain;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way through the pipeline: filters in their order, then cache, plan and attempts.
 *
 * <p>The attempts walk the plan. A failure that another key may cure goes on to the provider's next key, one that
 * another target may cure to the next target, and any other to the client. When every target has failed, the walk starts
 * over after a pause, as often as the route allows and the time lasts; a key that rests is never used before its time.
 */
final class ExchangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRun.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Recorder recorder;
    private final long startedAt;
    private @Nullable Failure lastFailure;
    private long shortestRest = Long.MAX_VALUE;

    ExchangeRun(Pipeline pipeline, Snapshot snapshot, Recorder recorder) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.startedAt = pipeline.time().nanos();
    }

    /** Answers the exchange by what comes after the first few filters. */
    Answer proceed(Exchange exchange, int filtersPassed) {
        exchange.cancellation().check();
        if (filtersPassed == snapshot.filters().size()) {
            return afterFilters(exchange);
        }
        FilterEntry entry = snapshot.filters().get(filtersPassed);
        Chain chain = further -> proceed(further, filtersPassed + 1);
        try {
            return entry.service().filter(exchange, chain);
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("filter {} failed by itself", entry.name(), e);
            throw new GatewayException(ErrorKind.INTERNAL, "A filter of the gateway failed.", e);
        }
    }

    private Answer afterFilters(Exchange exchange) {
        Operation operation = exchange.request().operation();
        if (operation.equals(Operation.MODELS) || operation.equals(Operation.MODEL)) {
            return pipeline.models().answer(snapshot, exchange);
        }
        if (!exchange.caller().mayUse(exchange.model())) {
            throw new GatewayException(ErrorKind.PERMISSION, "The virtual key '" + exchange.caller().name()
                    + "' may not use the model '" + exchange.model() + "'.").withParam("model");
        }
        Plan plan = pipeline.planner().plan(snapshot, exchange);
        CacheStep cache = CacheStep.of(snapshot, plan, exchange, recorder);
        return cache.find().orElseGet(() -> cache.keep(attempts(exchange, plan)));
    }

    private Answer attempts(Exchange exchange, Plan plan) {
        long endsAt = startedAt + plan.steps().getFirst().timeouts().total().toNanos();
        for (int round = 0; round <= plan.retries(); round++) {
            if (round > 0 && !pause(exchange, round, endsAt)) {
                break;
            }
            shortestRest = Long.MAX_VALUE;
            for (Plan.Step step : plan.steps()) {
                Optional<Answer> answer = attempt(exchange, step, endsAt);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        Failure failure = lastFailure;
        if (failure == null) {
            throw new GatewayException(ErrorKind.INTERNAL, "The plan made no attempt.");
        }
        return passOn(failure, exchange, plan.steps().getLast());
    }

    /** Tries one target, with one key after the other where that may help. */
    private Optional<Answer> attempt(Exchange exchange, Plan.Step step, long endsAt) {
        Set<String> tried = new HashSet<>(4);
        while (true) {
            exchange.cancellation().check();
            Translation translation = Translation.of(snapshot, exchange, step.provider());
            String model = step.target().model();
            KeyPool.Pick pick = snapshot.keysOf(step.target().provider())
                    .pick(model, tried, pipeline.keyStates(), pipeline.random());
            Optional<Key> key;
            switch (pick) {
                case KeyPool.Pick.Usable usable -> key = usable.key();
                case KeyPool.Pick.Resting resting -> {
                    shortestRest = Math.min(shortestRest, resting.nanos());
                    noteUnlessTold(new GatewayException(ErrorKind.RATE_LIMITED, "Every key of the provider '"
                            + step.target().provider() + "' rests after a rate limit.")
                            .withRetryAfter(Duration.ofNanos(resting.nanos())));
                    return Optional.empty();
                }
                case KeyPool.Pick.None none -> {
                    noteUnlessTold(none.error());
                    return Optional.empty();
                }
            }
            try {
                AttemptRun run = new AttemptRun(step, key, recorder, pipeline.deadlines(), exchange, pipeline.time(),
                        endsAt);
                Answer answer = run.begin(exchange, translation, recorder.begin());
                return Optional.of(describe(translation.answer(answer, !snapshot.filters().isEmpty()), step));
            } catch (Failure failure) {
                lastFailure = failure;
                key.ifPresent(used -> pipeline.keyStates().failed(used, failure.error()));
                Remedy remedy = failure.error().kind().remedy();
                if (remedy == Remedy.NONE) {
                    return Optional.of(passOn(failure, exchange, step));
                }
                if (remedy == Remedy.OTHER_TARGET || key.isEmpty()) {
                    return Optional.empty();
                }
                tried.add(key.get().name());
            }
        }
    }

    /** The error of a target that could not even be tried tells less than one that was. */
    private void noteUnlessTold(GatewayException error) {
        if (lastFailure == null) {
            lastFailure = new Failure(error, Optional.empty());
        }
    }

    /** Waits before the next round; false where the time does not last, or nothing will have changed. */
    private boolean pause(Exchange exchange, int round, long endsAt) {
        Failure failure = lastFailure;
        if (failure == null || (failure.error().kind().remedy() == Remedy.OTHER_KEY && shortestRest == Long.MAX_VALUE)
                || failure.error().kind() == ErrorKind.PROVIDER_NOT_INSTALLED) {
            return false;
        }
        long backoff = FIRST_PAUSE_NANOS << (round - 1);
        long jittered = backoff / 2 + pipeline.random().nextLong(backoff / 2 + 1);
        long wait = shortestRest == Long.MAX_VALUE ? jittered : Math.max(shortestRest, jittered);
        long until = pipeline.time().nanos() + wait;
        if (wait > LONGEST_PAUSE_NANOS || until - endsAt >= 0) {
            return false;
        }
        Thread carrying = Thread.currentThread();
        try (var _ = exchange.cancellation().onCancel(() -> LockSupport.unpark(carrying))) {
            while (until - pipeline.time().nanos() > 0 && !exchange.cancellation().cancelled()) {
                pipeline.time().parkNanos(until - pipeline.time().nanos());
            }
        }
        exchange.cancellation().check();
        return true;
    }

    /** Gives the client the error: the upstream's own words where they are public and in its dialect. */
    private Answer passOn(Failure failure, Exchange exchange, Plan.Step step) {
        GatewayException error = failure.error();
        recorder.failed(error);
        boolean ownWords = error.kind().textPublic()
                && Translation.of(snapshot, exchange, step.provider()).passesThrough();
        if (ownWords && failure.answer().isPresent()) {
            return describe(failure.answer().get(), step);
        }
        throw error;
    }

    private Answer describe(Answer answer, Plan.Step step) {
        return answer.withHeader("x-patchbay-provider", step.target().provider())
                .withHeader("x-patchbay-model", step.target().model())
                .withHeader("x-patchbay-attempts", Integer.toString(recorder.attemptsBegun()));
    }
}
