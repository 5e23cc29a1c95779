package io.patchbay.api.exchange;

import io.patchbay.api.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that the result of some work is no longer wanted, once and for all: the client is gone, a deadline ran out, or
 * another attempt won.
 *
 * <p>Safe for use by many threads.
 */
public final class Cancellation {
    private final Object lock = new Object();
    private @Nullable List<Runnable> actions;
    private volatile @Nullable GatewayException reason;

    /** A cancellation that has not happened. */
    public Cancellation() {}

    /**
     * Cancels, and runs the registered actions on this thread; does nothing the second time.
     *
     * @param why what whoever waits will be told
     * @return whether this call was the first
     */
    public boolean cancel(GatewayException why) {
        List<Runnable> registered;
        synchronized (lock) {
            if (reason != null) {
                return false;
            }
            reason = why;
            registered = actions;
            actions = null;
        }
        if (registered != null) {
            registered.forEach(Runnable::run);
        }
        return true;
    }

    /** Why it was cancelled; empty while it is not. */
    public Optional<GatewayException> reason() {
        return Optional.ofNullable(reason);
    }

    /** Whether it was cancelled. */
    public boolean cancelled() {
        return reason != null;
    }

    /**
     * Throws the reason if there is one.
     *
     * @throws GatewayException the reason
     */
    public void check() {
        GatewayException why = reason;
        if (why != null) {
            throw why;
        }
    }

    /**
     * Registers what is to be done on cancellation; done at once, on this thread, if it has happened already.
     *
     * @param action must be quick and not throw
     * @return takes the action back when closed, if it has not begun to run
     */
    public Registration onCancel(Runnable action) {
        synchronized (lock) {
            if (reason == null) {
                if (actions == null) {
                    actions = new ArrayList<>(2);
                }
                actions.add(action);
                return () -> remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    private void remove(Runnable action) {
        synchronized (lock) {
            if (actions != null) {
                actions.remove(action);
            }
        }
    }

    /** An action that waits for a cancellation. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Takes the action back. */
        @Override
        void close();
    }
}
