package io.patchbay.telemetry.internal;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.listen.Measures;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** All metrics of this gateway, with a registry of their own, so that an update of the bundle starts with an empty one. */
@Component(service = {Telemetry.class, ExchangeListener.class}, configurationPid = Telemetry.PID)
@Designate(ocd = Telemetry.Config.class)
public final class Telemetry implements ExchangeListener {
    static final String PID = "io.patchbay.telemetry";

    /** The settings of the metrics. */
    @ObjectClassDefinition(name = "Patchbay: telemetry", description = "Metrics for Prometheus.")
    @interface Config {
        @AttributeDefinition(name = "Models", min = "0", description = "How many models get a label of their own; those that come later share the label 'other'.")
        int maxModels() default 200;
    }

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExchangeMetrics exchanges;
    private final MeasureCollector measures = new MeasureCollector();

    /** Begins to count. */
    @Activate
    public Telemetry(BundleContext context, Config config) {
        this(Optional.ofNullable(context.getProperty("patchbay.version"))
                .orElseGet(context.getBundle().getVersion()::toString), config.maxModels());
    }

    Telemetry(String version, int maxModels) {
        exchanges = new ExchangeMetrics(registry, maxModels);
        RuntimeMetrics.register(registry, version);
        registry.register(measures);
    }

    @Override
    public void started(Exchange exchange) {
        exchanges.started(exchange);
    }

    @Override
    public void finished(FinishedExchange exchange) {
        exchanges.finished(exchange);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMeasures(Measures offered) {
        measures.add(offered);
    }

    void removeMeasures(Measures offered) {
        measures.remove(offered);
    }

    MetricSnapshots snapshots() {
        return registry.scrape();
    }
}
