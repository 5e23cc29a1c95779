package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors exchanges to the shadows of their routes: each as an exchange of its own, on a thread of its own, with one attempt,
 * whose answer is read to its end and dropped. The client's exchange neither waits for it nor fails with it.
 */
final class Shadows {
    private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);

    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, LongAdder> leftOut = new ConcurrentHashMap<>();
    private volatile int most = PipelineSettings.DEFAULT.maxShadows();

    /** Changes how many there may be at a time. */
    void limit(int atATime) {
        most = atATime;
    }

    /** How many of a route were left out because there were too many. */
    long leftOut(String route) {
        LongAdder count = leftOut.get(route);
        return count == null ? 0 : count.sum();
    }

    /** Mirrors an exchange, as the filters left it, to those shadows of its route that a draw says. */
    void cast(Pipeline pipeline, Snapshot snapshot, Exchange exchange, Route route) {
        for (int i = 0; i < route.shadow().size(); i++) {
            TargetSpec shadow = route.shadow().get(i);
            if (pipeline.random().nextDouble() < shadow.weight()) {
                String id = exchange.id() + "-shadow-" + (i + 1);
                pipeline.planner().shadow(snapshot, exchange, route, shadow)
                        .ifPresent(plan -> cast(pipeline, snapshot, exchange.shadow(id, pipeline.time().now()), plan,
                                route.name()));
            }
        }
    }

    private void cast(Pipeline pipeline, Snapshot snapshot, Exchange shadow, Plan plan, String route) {
        if (running.incrementAndGet() > most || !snapshot.take()) {
            running.decrementAndGet();
            leftOut.computeIfAbsent(route, _ -> new LongAdder()).increment();
            return;
        }
        Thread.ofVirtual().name("patchbay-shadow").inheritInheritableThreadLocals(false)
                .start(() -> follow(pipeline, snapshot, shadow, plan));
    }

    private void follow(Pipeline pipeline, Snapshot snapshot, Exchange shadow, Plan plan) {
        long startedAt = pipeline.time().nanos();
        Recorder recorder = new Recorder(shadow, snapshot.listeners(), pipeline.time(), startedAt);
        ExchangeRun run = new ExchangeRun(pipeline, snapshot, recorder, shadow, startedAt);
        pipeline.running().begins(run);
        try (Answer answer = run.mirror(plan)) {
            recorder.answered(answer.status(), answer.streamed());
            while (answer.next().isPresent()) {
                // Nobody reads it: it is only to be made, and recorded.
            }
        } catch (GatewayException e) {
            recorder.failed(e);
        } catch (RuntimeException e) {
            LOG.error("shadow {} failed inside the gateway", shadow.id(), e);
            recorder.failed(new GatewayException(ErrorKind.INTERNAL, "The gateway failed.", e));
        } finally {
            recorder.settle();
            pipeline.running().ends(run);
            run.end();
            running.decrementAndGet();
        }
    }
}
