package io.patchbay.itests.product.stamp;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import org.osgi.service.component.annotations.Component;

/** A filter that adds a header to every answer, and has a hand in every frame of a stream. */
@Component(name = Stamp.NAME)
public final class Stamp implements Filter {
    /** The component's name, and the bundle's. */
    public static final String NAME = "io.patchbay.itests.product.stamp";

    /** The header. */
    public static final String HEADER = "x-stamped";

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        return chain.proceed(exchange).withHeader(HEADER, "yes").map(new Look()::at);
    }

    /** Looks at frames and leaves them as they are; loaded with the first answer only. */
    private static final class Look {
        Frame at(Frame frame) {
            return frame;
        }
    }
}
