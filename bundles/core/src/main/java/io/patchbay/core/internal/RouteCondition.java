package io.patchbay.core.internal;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.routing.Condition;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of its model's requests a route is for: what its expression has come to. One that is wrong is for none. */
final class RouteCondition {
    /** All of them. */
    static final RouteCondition ALWAYS = new RouteCondition("", Optional.empty(), "");

    private static final String UNREAD = "no bundle is there that reads conditions";
    private static final Logger LOG = LoggerFactory.getLogger(RouteCondition.class);

    private final String expression;
    private final Optional<Condition> condition;
    private final String flaw;
    private final AtomicBoolean failureTold = new AtomicBoolean();

    private RouteCondition(String expression, Optional<Condition> condition, String flaw) {
        this.expression = expression;
        this.condition = condition;
        this.flaw = flaw;
    }

    /**
     * What came of asking.
     *
     * @param holds whether the route is for the request
     * @param failure why that could not be told; empty where it could
     */
    record Verdict(boolean holds, String failure) {
        private static final Verdict YES = new Verdict(true, "");
        private static final Verdict NO = new Verdict(false, "");
    }

    /** An expression that nobody has read yet; none where it is blank. */
    static RouteCondition unread(String expression) {
        return expression.isBlank()
                ? ALWAYS
                : new RouteCondition(expression, Optional.empty(), "");
    }

    /** The same expression, read. */
    RouteCondition read(Condition by) {
        return new RouteCondition(expression, Optional.of(by), "");
    }

    /** The same expression, which is wrong. */
    RouteCondition wrong(String why) {
        return new RouteCondition(expression, Optional.empty(), "the condition is wrong: " + why);
    }

    /** What the operator wrote; empty where nothing. */
    String expression() {
        return expression;
    }

    /** Whether it needs no asking. */
    boolean always() {
        return expression.isEmpty();
    }

    /** Whether nobody has read it yet, so that it cannot be told what it comes to. */
    boolean unread() {
        return !always() && condition.isEmpty() && flaw.isEmpty();
    }

    /** Why it cannot be asked at all; empty where it can. */
    String flaw() {
        return unread() ? UNREAD : flaw;
    }

    /**
     * Asks.
     *
     * @param route the route's name, for the log
     * @param now the time, looked at only if it must be
     */
    Verdict ask(String route, Exchange exchange, Supplier<Instant> now) {
        if (always()) {
            return Verdict.YES;
        }
        if (condition.isEmpty()) {
            return new Verdict(false, flaw());
        }
        try {
            return condition.get().holds(exchange, now.get()) ? Verdict.YES : Verdict.NO;
        } catch (RuntimeException | LinkageError e) {
            String failure = String.valueOf(e.getMessage());
            if (failureTold.compareAndSet(false, true)) {
                LOG.warn("route {} is not for a request for which its condition fails: {} (told once)", route, failure);
            }
            return new Verdict(false, failure);
        }
    }
}
