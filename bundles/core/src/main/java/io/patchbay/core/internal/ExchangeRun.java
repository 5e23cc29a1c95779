package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Priority;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 *
 * <p>The exchange has a lease on the bundles of all that its snapshot has, but for providers: an attempt has one on its
 * provider's, until its end. A provider that was withdrawn since the plan was made is replaced by the present one of its
 * name; where none is there and no other target answers, its successor is waited for.
 */
final class ExchangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRun.class);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final String PRIORITY_HEADER = "x-patchbay-priority";

    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Recorder recorder;
    private final Exchange exchange;
    private final long startedAt;
    private final List<Leases> later = new ArrayList<>(0);
    private final List<Health.Entry.Busy> busy = new ArrayList<>(0);
    private volatile @Nullable AttemptRun current;
    private long waitsUntil;
    private @Nullable Failure lastFailure;
    private @Nullable Translation lastTranslation;
    private long shortestRest = Long.MAX_VALUE;
    private boolean strict;

    /**
     * An exchange that begins.
     *
     * @param snapshot what it goes by, its leases taken
     */
    ExchangeRun(Pipeline pipeline, Snapshot snapshot, Recorder recorder, Exchange exchange, long startedAt) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.exchange = exchange;
        this.startedAt = startedAt;
    }

    /** Gives back all leases. Called once, when nobody uses the answer any more. */
    void end() {
        endAttempt();
        later.forEach(Leases::giveBack);
        snapshot.giveBack();
    }

    /** Cancels what keeps a bundle from stopping: the exchange, or only its attempt. */
    void cancelIfHolding(Leases bundle, GatewayException reason) {
        AttemptRun attempt = current;
        if (snapshot.holds(bundle) || later.contains(bundle)) {
            cancel(reason);
        } else if (attempt != null && attempt.holds(bundle)) {
            attempt.cancel(reason);
        }
    }

    /** Cancels the exchange. */
    void cancel(GatewayException reason) {
        exchange.cancellation().cancel(reason);
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
            throw forbidden(exchange);
        }
        Plan plan = pipeline.planner().plan(snapshot, exchange);
        CacheStep cache = CacheStep.of(snapshot, plan, exchange, recorder);
        return cache.find().orElseGet(() -> cache.keep(attempts(exchange, plan)));
    }

    /** What has no model, such as a batch, may be about any: a caller that may use some only may not use it. */
    private static GatewayException forbidden(Exchange exchange) {
        String what = exchange.model().isEmpty()
                ? exchange.request().operation().name() + " without a model: it is for some models only."
                : "the model '" + exchange.model() + "'.";
        return new GatewayException(ErrorKind.PERMISSION,
                "The virtual key '" + exchange.caller().name() + "' may not use " + what).withParam("model");
    }

    private Answer attempts(Exchange exchange, Plan plan) {
        strict = plan.strict() || Strictness.asked(exchange.request().query());
        long endsAt = startedAt + plan.steps().getFirst().timeouts().total().toNanos();
        RetryBudget budget = pipeline.health().budget();
        budget.earn();
        for (int round = 0; round <= plan.retries(); round++) {
            if (round > 0 && !(budget.spend() && pause(exchange, round, endsAt))) {
                break;
            }
            List<Plan.Step> absent = new ArrayList<>(0);
            do {
                shortestRest = Long.MAX_VALUE;
                absent.clear();
                busy.clear();
                for (Plan.Step step : plan.steps()) {
                    Optional<Answer> answer = attempt(exchange, step, absent, endsAt);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            } while (!busy.isEmpty() && pipeline.health().awaitPlace(busy, priority(exchange),
                    exchange.cancellation(), endsAt));
            Optional<Answer> answer = absent.isEmpty() ? Optional.empty() : bySuccessor(exchange, absent, endsAt);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (!busy.isEmpty()) {
                // It has waited for a place in vain, and is not to wait again.
                break;
            }
        }
        Failure failure = lastFailure;
        if (failure == null) {
            throw new GatewayException(ErrorKind.INTERNAL, "The plan made no attempt.");
        }
        return passOn(failure, plan.steps().getLast());
    }

    /** The request's own priority, else its caller's. */
    private static Priority priority(Exchange exchange) {
        return exchange.request().headers().first(PRIORITY_HEADER).flatMap(Priority::parse)
                .orElse(exchange.caller().priority());
    }

    /** Waits for the successors of providers that are not there, since no other target has answered, and tries them. */
    private Optional<Answer> bySuccessor(Exchange exchange, List<Plan.Step> absent, long endsAt) {
        Successors successors = pipeline.successors();
        List<Plan.Step> awaited = new ArrayList<>(absent);
        while (!awaited.isEmpty()) {
            Optional<Plan.Step> there = successors.await(
                    now -> awaited.stream().filter(step -> now.providers().containsKey(provider(step))).findFirst(),
                    now -> awaited.stream().mapToLong(step -> hope(now, provider(step))).max().orElse(0),
                    exchange.cancellation(), Math.min(waitsUntil(), endsAt));
            if (there.isEmpty()) {
                noteThatNobodyComes(provider(awaited.getFirst()));
                return Optional.empty();
            }
            awaited.remove(there.get());
            Optional<Answer> answer = attempt(exchange, there.get(), awaited, endsAt);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Who waited for a bundle that was uninstalled meanwhile should not try again. */
    private void noteThatNobodyComes(String provider) {
        Failure failure = lastFailure;
        if (failure != null && failure.error().kind() == ErrorKind.PROVIDER_NOT_INSTALLED
                && !pipeline.installed().snapshot().gone().providers().containsKey(provider)) {
            lastFailure = new Failure(Planner.notInstalled(provider), Optional.empty());
        }
    }

    private long hope(Snapshot now, String provider) {
        Gone<ProviderInfo> gone = now.gone().providers().get(provider);
        return gone == null ? 0 : pipeline.successors().left(gone.window());
    }

    private static String provider(Plan.Step step) {
        return step.target().provider();
    }

    /** All waiting of one exchange together lasts no longer than one. */
    private long waitsUntil() {
        if (waitsUntil == 0) {
            waitsUntil = pipeline.successors().until();
        }
        return waitsUntil;
    }

    /** Tries one target, with one key after the other where that may help; notes it where its provider is not there. */
    private Optional<Answer> attempt(Exchange exchange, Plan.Step step, List<Plan.Step> absent, long endsAt) {
        Set<String> tried = new HashSet<>(4);
        while (true) {
            exchange.cancellation().check();
            ProviderEntry provider = present(step);
            if (provider == null) {
                absent.add(step);
                noteUnlessTold(notThere(provider(step)));
                return Optional.empty();
            }
            String model = step.target().model();
            Health.Entry entry = pipeline.health().enter(provider.info(), snapshot.keysOf(provider(step)), model, tried,
                    pipeline.random());
            Health.Entry.Granted granted;
            switch (entry) {
                case Health.Entry.Granted place -> granted = place;
                case Health.Entry.Resting resting -> {
                    shortestRest = Math.min(shortestRest, resting.nanos());
                    noteUnlessTold(resting.error());
                    return Optional.empty();
                }
                case Health.Entry.Busy full -> {
                    busy.add(full);
                    noteUnlessTold(full.error());
                    return Optional.empty();
                }
                case Health.Entry.Refused refused -> {
                    noteUnlessTold(refused.error());
                    return Optional.empty();
                }
            }
            Optional<Key> key = granted.key();
            Translation translation;
            WireRequest request;
            try {
                translation = translation(exchange, provider, model);
                request = translation.request(model, strict);
            } catch (GatewayException e) {
                granted.permit().unused();
                exchange.cancellation().check();
                noteUnlessTold(e);
                return Optional.empty();
            }
            Optional<Leases> lease = provider.leases().take() ? Optional.of(provider.leases()) : Optional.empty();
            if (lease.isEmpty() && !snapshot.holds(provider.leases())) {
                granted.permit().unused();
                pipeline.installed().withoutClosed();
                continue;
            }
            endAttempt();
            AttemptRun run = new AttemptRun(step, provider, lease, granted, recorder, pipeline.deadlines(),
                    exchange, pipeline.time(), endsAt);
            current = run;
            lastTranslation = translation;
            try {
                Answer answer = run.begin(exchange, request, translation, recorder.begin());
                return Optional.of(describe(translation.answer(answer, !snapshot.filters().isEmpty()), step));
            } catch (Failure failure) {
                lastFailure = failure;
                Remedy remedy = failure.error().kind().remedy();
                if (remedy == Remedy.NONE) {
                    return Optional.of(passOn(failure, step));
                }
                if (remedy == Remedy.OTHER_TARGET || key.isEmpty()) {
                    return Optional.empty();
                }
                tried.add(key.get().name());
            }
        }
    }

    /**
     * The provider of a step: the present one of its name, else the planned one as long as its bundle does not stop, or
     * this exchange keeps it from stopping.
     */
    private @Nullable ProviderEntry present(Plan.Step step) {
        ProviderEntry present = pipeline.installed().snapshot().providers().get(provider(step));
        if (present != null) {
            return present;
        }
        return step.provider()
                .filter(planned -> !planned.leases().closed() || snapshot.holds(planned.leases()))
                .orElse(null);
    }

    private GatewayException notThere(String provider) {
        boolean awaited = hope(pipeline.installed().snapshot(), provider) > 0;
        return awaited
                ? new GatewayException(ErrorKind.PROVIDER_NOT_INSTALLED, "The provider '" + provider + "' is being "
                        + "replaced, and its successor is not there yet: try again soon.").withParam("model")
                        .withCode("provider_not_installed").withRetryAfter(pipeline.successors().retryAfter())
                : Planner.notInstalled(provider);
    }

    private Translation translation(Exchange exchange, ProviderEntry provider, String model) {
        return Translation.of(names -> dialect(exchange, names), exchange, provider, model);
    }

    /** The first dialect of some names that is there; where none is, the successor of one that was. */
    private Optional<Dialect> dialect(Exchange exchange, List<String> names) {
        for (String name : names) {
            Optional<Dialect> known = snapshot.dialect(name);
            if (known.isPresent()) {
                return known;
            }
        }
        Successors successors = pipeline.successors();
        return successors.await(now -> names.stream().flatMap(name -> leased(now, name).stream()).findFirst(),
                now -> names.stream().flatMap(name -> successors.awaited(now.gone().dialects(), name).stream())
                        .mapToLong(gone -> successors.left(gone.window())).max().orElse(0),
                exchange.cancellation(), waitsUntil());
    }

    private Optional<Dialect> leased(Snapshot now, String name) {
        DialectEntry entry = now.dialects().get(name);
        if (entry == null || !entry.origin().leases().take()) {
            return Optional.empty();
        }
        later.add(entry.origin().leases());
        return Optional.of(entry.service());
    }

    /** An answer that a filter has dropped without closing it keeps nothing. */
    private void endAttempt() {
        AttemptRun begun = current;
        if (begun != null) {
            begun.close();
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
                || failure.error().kind().remedy() == Remedy.NONE
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
    private Answer passOn(Failure failure, Plan.Step step) {
        GatewayException error = failure.error();
        recorder.failed(error);
        Translation translation = lastTranslation;
        boolean ownWords = translation != null && error.kind().textPublic() && translation.passesThrough();
        if (ownWords && failure.answer().isPresent()) {
            return describe(failure.answer().get(), step);
        }
        throw error;
    }

    private Answer describe(Answer answer, Plan.Step step) {
        Answer described = answer.withHeader(Planner.PROVIDER_HEADER, step.target().provider())
                .withHeader("x-patchbay-attempts", Integer.toString(recorder.attemptsBegun()));
        String model = step.target().model();
        return model.isEmpty() ? described : described.withHeader("x-patchbay-model", model);
    }
}
