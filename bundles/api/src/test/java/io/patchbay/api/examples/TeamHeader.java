package io.patchbay.api.examples;

import io.patchbay.api.config.FilterOrder;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import org.osgi.service.component.annotations.Component;

/** A filter that adds a header. */
@Component
@FilterOrder(100)
final class TeamHeader implements Filter {
    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        return chain.proceed(exchange).withHeader("x-team", exchange.caller().name());
    }
}
