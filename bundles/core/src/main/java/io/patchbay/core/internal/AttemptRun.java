package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.FinishedAttempt;
import io.patchbay.api.model.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt: sends, waits for the first useful event, and from then on is the source of the answer's frames.
 *
 * <p>Until the first useful event nothing has reached the client, so that a failure can be made good by another attempt;
 * after it, a failure breaks the answer off. An answer that ends without its finish is a failure: nobody invents a stop.
 */
final class AttemptRun implements FrameSource {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptRun.class);
    /** How long an upstream may go on after its last event; then the answer ends without it. */
    private static final Duration AFTER_LAST = Duration.ofMillis(250);
    /** How much of a stream may come before its first useful event. */
    private static final int MOST_HELD_BACK_BYTES = 1 << 20;

    private final Plan.Step step;
    private final ProviderEntry provider;
    private final Optional<Leases> lease;
    private final Optional<Key> key;
    private final Permit permit;
    private final Loads.Running load;
    private final Recorder recorder;
    private final Deadlines.Watch watch;
    private final Time time;
    private final long endsAt;
    /** Whether the exchange has less time left than the target may take. */
    private final boolean cutShort;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Deque<Frame> heldBack = new ArrayDeque<>(4);
    private FrameScanner scanner = _ -> Glimpse.NOTHING;
    private Optional<Bytes> terminator = Optional.empty();
    private volatile @Nullable Answer answer;
    private int status;
    private long saidAt;
    private long firstEventNanos = -1;
    private boolean finishExpected;
    private boolean finished;
    private boolean last;
    private Usage usage = Usage.NONE;

    /**
     * An attempt at a step of the plan.
     *
     * @param provider the step's provider
     * @param lease what is given back at the end; empty where the exchange itself keeps the bundle from stopping
     * @param place the attempt's place, which is given back at the end
     * @param exchangeEndsAt when it must be over, at the latest
     */
    AttemptRun(Plan.Step step, ProviderEntry provider, Optional<Leases> lease, Health.Entry.Granted place,
            Recorder recorder, Pipeline pipeline, Exchange exchange, long exchangeEndsAt) {
        this.step = step;
        this.provider = provider;
        this.lease = lease;
        this.key = place.key();
        this.permit = place.permit();
        this.load = pipeline.loads().begins(step.target());
        this.recorder = recorder;
        this.time = pipeline.time();
        this.watch = pipeline.deadlines().watch(exchange);
        long ownEnd = watch.startedAt() + step.timeouts().total().toNanos();
        this.endsAt = earlier(ownEnd, exchangeEndsAt);
        this.cutShort = endsAt - ownEnd < 0;
    }

    /** Whether the attempt keeps a bundle from stopping. */
    boolean holds(Leases bundle) {
        return lease.isPresent() && lease.get().equals(bundle) && !over.get();
    }

    /** From sending to the first useful event; -1 before it. */
    long firstEventNanos() {
        return firstEventNanos;
    }

    /** Ends the attempt, whatever it does. */
    void cancel(GatewayException reason) {
        watch.end(reason);
    }

    /**
     * Sends the request and waits for the first useful event.
     *
     * @param exchange what the client asked
     * @param request what is sent of it
     * @param translation how the answer comes back
     * @param number the attempt's number in its exchange
     * @return the provider's answer, its frames watched and scanned
     * @throws Failure if another attempt may make it good, or the client must be told
     */
    Answer begin(Exchange exchange, WireRequest request, Translation translation, int number) throws Failure {
        try {
            Attempt.Builder builder = Attempt.builder(exchange, step.target())
                    .number(number)
                    .timeouts(step.timeouts())
                    .request(request)
                    .cancellation(watch.cancellation());
            key.ifPresent(builder::key);
            Attempt attempt = builder.build();
            Answer sent = inside("answer", fromNow(step.timeouts().headers()),
                    () -> provider.service().send(attempt));
            answer = sent;
            status = sent.status();
            permit.answered(status, sent.headers());
            if (status >= 300) {
                throw refused(translation.upstream(), sent);
            }
            if (translation.upstream().isPresent()) {
                WireRequest asAnswered = request.stream() == sent.streamed()
                        ? request
                        : request.toBuilder().stream(sent.streamed()).build();
                scanner = translation.upstream().get().scanner(asAnswered);
            } else {
                scanner = new EventScanner();
            }
            terminator = sent.streamed() ? translation.upstream().flatMap(Dialect::terminator) : Optional.empty();
            finishExpected = request.operation().equals(Operation.CHAT);
            holdBack(sent.streamed());
            return sent.streamed()
                    ? Answer.stream(status, sent.headers(), this)
                    : Answer.whole(status, sent.headers(), this);
        } catch (GatewayException e) {
            throw fail(new Failure(e, Optional.empty()));
        } catch (Failure e) {
            throw fail(e);
        }
    }

    @Override
    public Optional<Frame> next() {
        Frame held = heldBack.poll();
        if (held != null) {
            return Optional.of(held);
        }
        if (over.get()) {
            return Optional.empty();
        }
        try {
            return pull();
        } catch (GatewayException e) {
            end(Optional.of(e));
            throw e;
        }
    }

    @Override
    public void close() {
        end(Optional.empty());
    }

    /** Waits until the answer is worth committing to: its first useful event, or a proper end. */
    private void holdBack(boolean streamed) {
        int bytes = 0;
        while (firstEventNanos < 0 && !over.get()) {
            if (streamed && bytes > MOST_HELD_BACK_BYTES) {
                throw new GatewayException(ErrorKind.UPSTREAM, "The provider sends much, but says nothing.");
            }
            Optional<Frame> pulled = pull();
            bytes += pulled.flatMap(Frame::bytes).map(Bytes::size).orElse(0);
            pulled.ifPresent(heldBack::add);
        }
    }

    /** By when the next frame must be there. What says nothing is a sign of life, but not for ever. */
    private long nextFrameDueAt() {
        if (last) {
            return saidAt + AFTER_LAST.toNanos();
        }
        if (finished) {
            return saidAt + step.timeouts().stall().toNanos();
        }
        return firstEventNanos < 0
                ? watch.startedAt() + step.timeouts().firstEvent().toNanos()
                : fromNow(step.timeouts().stall());
    }

    private Optional<Frame> pull() {
        Answer source = answer;
        if (source == null) {
            return Optional.empty();
        }
        Optional<Frame> pulled;
        try {
            pulled = inside("event", nextFrameDueAt(), source::next);
        } catch (GatewayException e) {
            if (complete(e)) {
                return ended();
            }
            throw e;
        }
        if (pulled.isEmpty()) {
            if (finishExpected && !finished) {
                throw new GatewayException(ErrorKind.UPSTREAM, "The provider's answer ended before it was finished.");
            }
            return ended();
        }
        note(scanner.scan(pulled.get()));
        return pulled;
    }

    /** The proper end, with what the upstream should have ended with. */
    private Optional<Frame> ended() {
        end(Optional.empty());
        return finished && !last
                ? terminator.map(bytes -> Frame.of(bytes, "", Bytes.EMPTY))
                : Optional.empty();
    }

    private void note(Glimpse glimpse) {
        if (glimpse.error().isPresent()) {
            throw glimpse.error().get();
        }
        if (glimpse.usage().isPresent()) {
            usage = glimpse.usage().get();
        }
        if (!last && !glimpse.equals(Glimpse.NOTHING)) {
            saidAt = time.nanos();
        }
        finished |= glimpse.finish().isPresent();
        last |= glimpse.last();
        if (glimpse.useful() && firstEventNanos < 0) {
            firstEventNanos = time.nanos() - watch.startedAt();
            recorder.firstEvent();
            permit.firstEvent(firstEventNanos);
            load.firstEvent(firstEventNanos);
        }
    }

    private Failure refused(Optional<Dialect> dialect, Answer refusal) {
        if (refusal.status() < 400) {
            return new Failure(new GatewayException(ErrorKind.UPSTREAM, "The provider answered with a redirect or "
                    + "something that is no answer (status " + refusal.status() + "), which is not followed."),
                    Optional.empty());
        }
        RefusedAnswer read = inside("error", fromNow(step.timeouts().stall()), () -> RefusedAnswer.read(refusal));
        return new Failure(read.error(provider.service(), dialect), read.answer());
    }

    /** Calls the provider's code until a time at most, and makes one kind of exception of all that it may throw. */
    private <T> T inside(String awaited, long dueAt, Supplier<T> call) {
        watch.enter(awaited, earlier(dueAt, endsAt));
        try {
            return call.get();
        } catch (GatewayException e) {
            throw watch.cancellation().reason().orElse(e);
        } catch (RuntimeException | LinkageError e) {
            watch.cancellation().check();
            LOG.warn("provider {} failed by itself", provider.name(), e);
            throw new GatewayException(ErrorKind.UPSTREAM, "The provider '" + provider.name() + "' failed.", e);
        } finally {
            watch.leave();
        }
    }

    private Failure fail(Failure failure) {
        end(Optional.of(failure.error()));
        return failure;
    }

    private void end(Optional<GatewayException> error) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        watch.close();
        try {
            Answer begun = answer;
            if (begun != null) {
                begun.close();
            }
        } finally {
            lease.ifPresent(Leases::giveBack);
            Optional<GatewayException> told = error.map(this::asToTarget);
            permit.ended(told);
            if (told.isEmpty() && firstEventNanos < 0) {
                load.firstEvent(time.nanos() - watch.startedAt());
            }
            load.ended(told.filter(AttemptRun::blamesTarget).isPresent());
        }
        recorder.attempted(new FinishedAttempt(step.target(), key.map(Key::name), status,
                error.map(GatewayException::kind), recorder.sinceStart(watch.startedAt()),
                Duration.ofNanos(time.nanos() - watch.startedAt()),
                firstEventNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstEventNanos)), usage));
    }

    /** Whether the answer is all there, whatever went wrong after it. */
    private boolean complete(GatewayException e) {
        return last ? e.kind() != ErrorKind.CANCELLED : finished && e.kind() == ErrorKind.TIMEOUT;
    }

    /** What went wrong, as far as the target is concerned: it is not to blame for a client that is in a hurry. */
    private GatewayException asToTarget(GatewayException error) {
        return cutShort && error.kind() == ErrorKind.TIMEOUT && time.nanos() - endsAt >= 0
                ? new GatewayException(ErrorKind.CANCELLED, error.message(), error)
                : error;
    }

    private static boolean blamesTarget(GatewayException error) {
        return error.kind().remedy() != ErrorKind.Remedy.NONE;
    }

    private long fromNow(Duration limit) {
        return time.nanos() + limit.toNanos();
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}
