package io.patchbay.core.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Priority;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one exchange, as its plan has them.
 *
 * <p>The targets are tried one after the other. When every one has failed in a way that passes, they are tried again after
 * a pause, as often as the route allows and the time lasts; a key that rests is never used before its time. Then the
 * fallbacks follow that there are after such a failure, each in the same way. What nothing can cure goes to the client.
 *
 * <p>A provider that was withdrawn since the plan was made is replaced by the present one of its name; where none is there
 * and no other target answers, its successor is waited for.
 *
 * <p>Run by one thread; ended by any.
 */
final class Attempts {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    /** How long a key's rest is waited for where somebody else could be asked. */
    private static final long SHORT_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Recorder recorder;
    private final Exchange exchange;
    private final Plan plan;
    private final TargetRun.Manner manner;
    private final Successors.Waiting waiting;
    /** The request's own, else its caller's. */
    private final Priority priority;
    private final boolean rescues;
    private final List<Target> begun = new ArrayList<>(2);
    private final List<Plan.Step> absent = new ArrayList<>(0);
    private final List<Full> busy = new ArrayList<>(0);
    private volatile @Nullable TargetRun current;
    private volatile @Nullable Hedge hedge;
    private boolean fallenBack;
    private @Nullable GatewayException beforeFallbacks;
    private @Nullable Failure told;
    private boolean toldInClientsWords;
    private boolean settled;
    private boolean asked;
    private boolean askedThisRound;
    private long shortestRest = Outcome.NEVER;

    /** A target that has as much to do as it may. */
    private record Full(Plan.Step step, Health.Entry.Busy place) {}

    /** Who goes on with an answer, and how. */
    record Resumed(Plan.Step step, Answer answer) {}

    /**
     * The attempts of an exchange.
     *
     * @param endsAt when all must be over, by {@link Time#nanos}
     * @param dialects finds the first dialect of some names that is there, or comes soon
     * @param waiting until when successors are waited for
     * @throws GatewayException of kind {@code INVALID_REQUEST} where the client's priority is none
     */
    Attempts(Pipeline pipeline, Snapshot snapshot, Recorder recorder, Exchange exchange, Plan plan, long endsAt,
            Function<List<String>, Optional<Dialect>> dialects, Successors.Waiting waiting) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.exchange = exchange;
        this.plan = plan;
        boolean strict = plan.strict() || Strictness.asked(exchange.request().query());
        this.rescues = Rescue.possible(exchange, plan);
        this.manner = new TargetRun.Manner(strict, rescues || !snapshot.filters().isEmpty(), endsAt, dialects);
        this.waiting = waiting;
        this.priority = ClientPriority.of(exchange.request().headers()).orElse(exchange.caller().priority());
    }

    /** Ends the attempts under way that keep a bundle from stopping; others may follow. */
    void cutOff(Leases bundle, GatewayException reason) {
        TargetRun run = current;
        if (run != null && run.holds(bundle)) {
            run.cutOff(reason);
        }
        Hedge second = hedge;
        if (second != null) {
            second.cutOff(bundle, reason);
        }
    }

    /** Gives up what they hold, once no answer is used any more. */
    void close() {
        TargetRun run = current;
        if (run != null) {
            run.close();
        }
        Hedge second = hedge;
        if (second != null) {
            second.close();
        }
    }

    /**
     * Makes attempts until one has an answer that is worth committing to.
     *
     * @throws GatewayException where none has, for the client
     */
    Answer answer() {
        pipeline.health().budget().earn();
        recorder.planned(plan.first().target());
        Optional<Answer> answer = tried(plan.targets());
        while (answer.isEmpty()) {
            Optional<Plan.Step> next = next();
            if (next.isEmpty()) {
                break;
            }
            if (!fallenBack) {
                fallenBack = true;
                beforeFallbacks = told == null ? null : told.error();
            }
            answer = tried(List.of(next.get()));
        }
        while (answer.isEmpty() && !settled && !busy.isEmpty() && roomAgain()) {
            List<Plan.Step> steps = busy.stream().map(Full::step).toList();
            busy.clear();
            answer = tried(steps);
        }
        if (answer.isEmpty() && !absent.isEmpty() && !settled) {
            answer = bySuccessor();
        }
        return answer.orElseGet(this::passOn);
    }

    /**
     * Tries some targets, again and again while that may help, with another request: for the rest of an answer that broke
     * off. What one finds wrong with that request does not speak for the next.
     */
    Optional<Resumed> rest(Exchange changed, List<Plan.Step> steps) {
        for (int round = 1;; round++) {
            shortestRest = Outcome.NEVER;
            boolean curable = false;
            for (Plan.Step step : steps) {
                switch (begin(changed, step).run()) {
                    case Outcome.Answered answered -> {
                        recorder.rescued();
                        return Optional.of(new Resumed(step, answered.answer()));
                    }
                    case Outcome.Failed failed -> {
                        curable |= failed.failure().error().kind().remedy() == Remedy.OTHER_TARGET;
                        shortestRest = Math.min(shortestRest, failed.restsNanos());
                    }
                    case Outcome.Untried untried -> shortestRest = Math.min(shortestRest, untried.restsNanos());
                    case Outcome.Busy _,Outcome.Absent _ -> {
                        // Who waits for room or for a successor has not begun to read.
                    }
                }
            }
            boolean helps = curable || shortestRest != Outcome.NEVER;
            if (!helps || round > plan.retries() || !paused(round, LONGEST_PAUSE_NANOS)) {
                return Optional.empty();
            }
        }
    }

    /** Tries some targets, again and again while that may help. */
    private Optional<Answer> tried(List<Plan.Step> steps) {
        for (int round = 0; round == 0 || pause(round); round++) {
            shortestRest = Outcome.NEVER;
            askedThisRound = false;
            for (Plan.Step step : steps) {
                begun.add(step.target());
                Optional<Answer> answer = tried(step, steps);
                if (answer.isPresent() || settled) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Answer> tried(Plan.Step step, List<Plan.Step> among) {
        TargetRun run = begin(exchange, step);
        Outcome outcome = plan.hedged() && !asked ? hedged(run, among) : run.run();
        switch (outcome) {
            case Outcome.Answered answered -> {
                return Optional.of(rescued(described(answered.answer()), step));
            }
            case Outcome.Failed failed -> {
                asked = true;
                askedThisRound = true;
                told = failed.failure();
                settled = told.error().kind().remedy() == Remedy.NONE;
                toldInClientsWords = failed.passedThrough();
                shortestRest = Math.min(shortestRest, failed.restsNanos());
            }
            case Outcome.Untried untried -> {
                shortestRest = Math.min(shortestRest, untried.restsNanos());
                noteUnlessTold(untried.error());
            }
            case Outcome.Busy full -> {
                busy.add(new Full(step, full.place()));
                noteUnlessTold(full.place().error());
            }
            case Outcome.Absent _ -> {
                absent.add(step);
                noteUnlessTold(notThere(provider(step)));
            }
        }
        return Optional.empty();
    }

    /** Turns to a target, away from the one before. */
    private TargetRun begin(Exchange asking, Plan.Step step) {
        TargetRun run = new TargetRun(pipeline, snapshot, recorder, asking, step, manner);
        close();
        current = run;
        return run;
    }

    /** The answer, which another target goes on with where it breaks, if the route wants that. */
    private Answer rescued(Answer answer, Plan.Step step) {
        if (!rescues || !answer.streamed()) {
            return answer;
        }
        return manner.dialects().apply(List.of(exchange.request().dialect()))
                .filter(ChatCodec.class::isInstance).map(ChatCodec.class::cast)
                .map(codec -> Rescue.over(answer, this, exchange, plan, codec, step)).orElse(answer);
    }

    private Outcome hedged(TargetRun run, List<Plan.Step> among) {
        int next = among.indexOf(run.step()) + 1;
        Plan.Step other = next < among.size()
                ? among.get(next)
                : plan.fallbacks().general().stream().findFirst().orElse(run.step());
        Hedge second = new Hedge(pipeline, plan.hedgeAfterNanos(), run,
                new TargetRun(pipeline, snapshot, recorder, exchange, other, manner));
        hedge = second;
        Outcome outcome = second.run();
        current = second.winner();
        return outcome;
    }

    /** The fallback that follows what was told last. One that finds the request wrong does not speak for the next. */
    private Optional<Plan.Step> next() {
        Failure failure = told;
        GatewayException error = failure == null || !asked ? null : failure.error();
        if (error != null && error.kind() == ErrorKind.INVALID_REQUEST && fallenBack) {
            error = beforeFallbacks;
        }
        List<Plan.Step> following = error == null ? plan.fallbacks().general() : plan.fallbacks().after(error);
        return following.stream().filter(step -> !begun.contains(step.target())).findFirst();
    }

    /** Waits until somebody may have room who had none, since nobody else has answered. */
    private boolean roomAgain() {
        return pipeline.health().awaitPlace(busy.stream().map(Full::place).toList(), priority,
                exchange.cancellation(), manner.endsAt());
    }

    /** Waits for the successors of providers that are not there, since no other target has answered, and tries them. */
    private Optional<Answer> bySuccessor() {
        Successors successors = pipeline.successors();
        List<Plan.Step> awaited = new ArrayList<>(absent);
        while (!awaited.isEmpty()) {
            Optional<Plan.Step> there = successors.await(
                    now -> awaited.stream().filter(step -> now.providers().containsKey(provider(step))).findFirst(),
                    now -> awaited.stream().mapToLong(step -> hope(now, provider(step))).max().orElse(0),
                    exchange.cancellation(), Math.min(waiting.until(), manner.endsAt()));
            if (there.isEmpty()) {
                noteThatNobodyComes(provider(awaited.getFirst()));
                return Optional.empty();
            }
            absent.clear();
            awaited.remove(there.get());
            Optional<Answer> answer = tried(List.of(there.get()));
            awaited.addAll(absent);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Who waited for a bundle that was uninstalled meanwhile should not try again. */
    private void noteThatNobodyComes(String provider) {
        Failure failure = told;
        if (failure != null && failure.error().kind() == ErrorKind.PROVIDER_NOT_INSTALLED
                && !pipeline.installed().snapshot().gone().providers().containsKey(provider)) {
            told = new Failure(Planner.notInstalled(provider), Optional.empty());
        }
    }

    private long hope(Snapshot now, String provider) {
        Gone<ProviderInfo> gone = now.gone().providers().get(provider);
        return gone == null ? 0 : pipeline.successors().left(gone.window());
    }

    private GatewayException notThere(String provider) {
        boolean awaited = hope(pipeline.installed().snapshot(), provider) > 0;
        return awaited
                ? new GatewayException(ErrorKind.PROVIDER_NOT_INSTALLED, "The provider '" + provider + "' is being "
                        + "replaced, and its successor is not there yet: try again soon.").withParam("model")
                        .withCode("provider_not_installed").withRetryAfter(pipeline.successors().retryAfter())
                : Planner.notInstalled(provider);
    }

    private static String provider(Plan.Step step) {
        return step.target().provider();
    }

    /** The error of a target that could not even be tried tells less than one that was. */
    private void noteUnlessTold(GatewayException error) {
        if (told == null) {
            told = new Failure(error, Optional.empty());
            toldInClientsWords = false;
        }
    }

    /** Waits before the next round; false where it is one too many, the time does not last, or nothing will have changed. */
    private boolean pause(int round) {
        Failure failure = told;
        if (failure == null || round > plan.retries()) {
            return false;
        }
        ErrorKind kind = failure.error().kind();
        boolean passes = kind.remedy() == Remedy.OTHER_TARGET
                ? kind != ErrorKind.PROVIDER_NOT_INSTALLED
                : kind.remedy() == Remedy.OTHER_KEY && shortestRest != Outcome.NEVER;
        boolean sameAgain = !askedThisRound && shortestRest == Outcome.NEVER;
        boolean othersLeft = next().isPresent();
        // What an upstream calls a time-out is no long wait of ours.
        boolean longWait = kind == ErrorKind.TIMEOUT && failure.error().upstreamStatus().isEmpty();
        if (!passes || sameAgain || (othersLeft && (!askedThisRound || longWait))) {
            return false;
        }
        return paused(round, othersLeft ? SHORT_PAUSE_NANOS : LONGEST_PAUSE_NANOS);
    }

    /** Waits until somebody may be asked again; false where that takes too long, or is one time too many. */
    private boolean paused(int round, long longest) {
        long backoff = FIRST_PAUSE_NANOS << Math.min(round - 1, MOST_DOUBLINGS);
        long jittered = backoff / 2 + pipeline.random().nextLong(backoff / 2 + 1);
        long wait = shortestRest == Outcome.NEVER ? jittered : Math.max(shortestRest, jittered);
        return wait <= longest && pipeline.health().budget().spend() && waited(wait);
    }

    private boolean waited(long wait) {
        long until = pipeline.time().nanos() + wait;
        if (until - manner.endsAt() >= 0) {
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
    private Answer passOn() {
        Failure failure = told;
        if (failure == null) {
            throw new GatewayException(ErrorKind.INTERNAL, "The plan made no attempt.");
        }
        GatewayException error = failure.error();
        recorder.failed(error);
        if (toldInClientsWords && error.kind().textPublic() && failure.answer().isPresent()) {
            return described(failure.answer().get());
        }
        throw error;
    }

    /** The answer with who gave it, and what that took. */
    private Answer described(Answer answer) {
        TargetRun run = current;
        Headers.Builder headers = Headers.builder();
        answer.headers().forEach((name, value) -> {
            if (!ClientHeaders.withheld(name, answer.status())) {
                headers.add(name, value);
            }
        });
        if (run != null) {
            headers.add(ClientHeaders.PROVIDER, provider(run.step()));
            String model = run.step().target().model();
            if (!model.isEmpty()) {
                headers.add(ClientHeaders.MODEL, model);
            }
        }
        headers.add(ClientHeaders.ATTEMPTS, Integer.toString(recorder.attemptsBegun()));
        headers.add(ClientHeaders.TIME, Long.toString(TimeUnit.NANOSECONDS.toMillis(recorder.elapsedNanos())));
        plan.route().ifPresent(route -> headers.add(ClientHeaders.ROUTE, route.name()));
        return answer.withHeaders(headers.build());
    }
}
