package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long providers take, whatever they do: one sweep every {@value #SWEEP_MS} ms ends what is overdue.
 *
 * <p>A sweep costs next to nothing per attempt, where a timer for each phase of each attempt would be set and taken back
 * several times per request. The price is that a deadline is late by up to one sweep.
 */
final class Deadlines {
    private static final long SWEEP_MS = 10;

    private static final long NEVER = Long.MAX_VALUE;

    private final Time time;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();

    Deadlines(Time time) {
        this.time = time;
    }

    /**
     * Sweeps again and again on this thread.
     *
     * @param also what else is due from time to time
     */
    void sweepUntilInterrupted(Runnable also) {
        while (!Thread.interrupted()) {
            sweep();
            also.run();
            time.parkNanos(Duration.ofMillis(SWEEP_MS).toNanos());
        }
    }

    /** Ends every phase that is overdue. */
    void sweep() {
        long now = time.nanos();
        for (Watch watch : watches) {
            watch.endIfOverdue(now);
        }
        for (Alarm alarm : alarms) {
            alarm.goOffIfDue(now);
        }
    }

    /**
     * Does something at a time, once, unless the alarm is closed before.
     *
     * @param dueAt by {@link Time#nanos}
     * @param action must be quick and not throw; runs on the thread that sweeps
     */
    Alarm alarm(long dueAt, Runnable action) {
        Alarm alarm = new Alarm(dueAt, action);
        alarms.add(alarm);
        return alarm;
    }

    /** Something that is done at a time. */
    final class Alarm implements AutoCloseable {
        private final long dueAt;
        private final Runnable action;

        private Alarm(long dueAt, Runnable action) {
            this.dueAt = dueAt;
            this.action = action;
        }

        private void goOffIfDue(long now) {
            if (now - dueAt >= 0 && alarms.remove(this)) {
                action.run();
            }
        }

        @Override
        public void close() {
            alarms.remove(this);
        }
    }

    /** A watch over an attempt that begins now, on this thread. */
    Watch watch(Exchange exchange) {
        Watch watch = new Watch(exchange);
        watches.add(watch);
        return watch;
    }

    /**
     * The watch over one attempt. The thread that carries the exchange tells it when it enters and leaves the provider's
     * code; it is interrupted only inside.
     */
    final class Watch implements AutoCloseable {
        private final Cancellation cancellation = new Cancellation();
        private final Cancellation.Registration clientGone;
        private final Exchange exchange;
        private final long startedAt = time.nanos();
        private volatile long due = NEVER;
        private volatile String phase = "";
        private @Nullable Thread inside;

        private Watch(Exchange exchange) {
            this.exchange = exchange;
            this.clientGone = exchange.cancellation().onCancel(this::exchangeCancelled);
        }

        /** Fires when the attempt is over, by time or because nobody wants it. */
        Cancellation cancellation() {
            return cancellation;
        }

        /** When the attempt began, by {@link Time#nanos}. */
        long startedAt() {
            return startedAt;
        }

        /**
         * Enters the provider's code for something that must be done by a time.
         *
         * @param what what is waited for, for the error's text
         * @param dueAt by {@link Time#nanos}
         */
        void enter(String what, long dueAt) {
            synchronized (this) {
                cancellation.check();
                inside = Thread.currentThread();
            }
            phase = what;
            due = dueAt;
        }

        /** Leaves the provider's code; an interrupt that was meant for it does not get out. */
        void leave() {
            due = NEVER;
            synchronized (this) {
                inside = null;
                if (cancellation.cancelled()) {
                    Thread.interrupted();
                }
            }
        }

        /** The attempt is over. */
        @Override
        public void close() {
            watches.remove(this);
            clientGone.close();
        }

        private void exchangeCancelled() {
            exchange.cancellation().reason().ifPresent(this::end);
        }

        private void endIfOverdue(long now) {
            if (due != NEVER && now - due >= 0) {
                Duration took = Duration.ofNanos(now - startedAt);
                end(new GatewayException(ErrorKind.TIMEOUT, "The provider took too long: no " + phase + " within "
                        + took.toMillis() + " ms."));
            }
        }

        /** Ends the attempt for a reason. */
        void end(GatewayException reason) {
            if (cancellation.cancel(reason)) {
                synchronized (this) {
                    if (inside != null) {
                        inside.interrupt();
                    }
                }
            }
        }
    }
}
