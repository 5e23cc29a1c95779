package io.patchbay.api.listen;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Values of a bundle that are shown with the gateway's metrics. A service: what is registered is read whenever somebody
 * asks for the metrics. Safe for use by many threads.
 */
@ConsumerType
@FunctionalInterface
public interface Measures {
    /**
     * Tells the present values; must be quick.
     *
     * @param reader is told each; only to be used until this method returns
     */
    void read(Reader reader);

    /** Is told values. */
    @ProviderType
    interface Reader {
        /**
         * A value that goes up and down.
         *
         * @param name the metric's name, such as {@code acme_queue_length}
         * @param help one sentence that says what it is
         * @param value the value
         * @param labels names and values in turn; the same names for each value of a metric
         */
        void gauge(String name, String help, double value, String... labels);

        /**
         * A value that only goes up.
         *
         * @param name the metric's name without {@code _total}
         * @param help one sentence that says what it is
         * @param value the value
         * @param labels names and values in turn; the same names for each value of a metric
         */
        void counter(String name, String help, double value, String... labels);
    }
}
