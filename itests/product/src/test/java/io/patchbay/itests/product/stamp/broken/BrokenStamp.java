package io.patchbay.itests.product.stamp.broken;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A version of the filter that cannot be had. */
@Component(name = "io.patchbay.itests.product.stamp")
public final class BrokenStamp implements Filter {
    /** Fails. */
    @Activate
    public BrokenStamp() {
        throw new IllegalStateException("broken on purpose");
    }

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        return chain.proceed(exchange);
    }
}
