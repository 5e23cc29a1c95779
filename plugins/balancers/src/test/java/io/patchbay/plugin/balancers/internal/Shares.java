package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.routing.Balancer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** How often each target comes to stand at a place, of many requests. */
final class Shares {
    static final int PICKS = 100_000;
    /** As many as it takes for a canary's few percent to be as exact. */
    static final int MANY_PICKS = 1_000_000;

    /** A request that nobody reads. */
    static final Exchange UNREAD = Exchange.of("test", Caller.ANONYMOUS, Instant.EPOCH,
            WireRequest.builder("openai-chat", Operation.CHAT).build(), _ -> {
                throw new AssertionError("a balancer that needs not read the request does not");
            });

    private final Map<Target, Integer> counts = new HashMap<>();

    private final int picks;

    private Shares(int picks) {
        this.picks = picks;
    }

    /** The targets that come first. */
    static Shares ofFirst(Balancer balancer, List<Target> targets) {
        return of(PICKS, 0, balancer, targets, _ -> UNREAD);
    }

    /** The targets that come to stand at a place, from 0. */
    static Shares of(int picks, int place, Balancer balancer, List<Target> targets,
            IntFunction<Exchange> requests) {
        Shares shares = new Shares(picks);
        for (int i = 0; i < picks; i++) {
            shares.counts.merge(balancer.order(requests.apply(i), targets).get(place), 1, Integer::sum);
        }
        return shares;
    }

    /** Asserts a share, within 2 % of it. */
    Shares assertShare(Target target, double expected) {
        assertThat(counts.getOrDefault(target, 0) / (double) picks).as("share of %s", target)
                .isCloseTo(expected, within(0.02 * expected));
        return this;
    }
}
