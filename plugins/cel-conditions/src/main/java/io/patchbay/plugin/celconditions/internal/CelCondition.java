package io.patchbay.plugin.celconditions.internal;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.routing.Condition;
import java.time.Instant;
import java.util.Optional;

/**
 * A condition that is ready to be asked.
 *
 * @param program what it comes to
 */
record CelCondition(CelRuntime.Program program) implements Condition {
    @Override
    public boolean holds(Exchange exchange, Instant now) {
        try {
            return Boolean.TRUE.equals(program.eval(name -> Optional.ofNullable(Fact.ALL.get(name))
                    .map(fact -> fact.finder().apply(exchange, now))));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
