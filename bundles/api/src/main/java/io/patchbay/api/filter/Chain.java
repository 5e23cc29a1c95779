package io.patchbay.api.filter;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import org.osgi.annotation.versioning.ProviderType;

/** The rest of the pipeline after a filter. */
@ProviderType
@FunctionalInterface
public interface Chain {
    /**
     * Answers the exchange by what comes after the filter. May be called again, for another try, once the answer before
     * is closed or wholly read.
     *
     * @param exchange the exchange, as it was or changed
     * @return the answer, which the filter returns or closes
     * @throws io.patchbay.api.error.GatewayException if there is no answer to give
     */
    Answer proceed(Exchange exchange);
}
