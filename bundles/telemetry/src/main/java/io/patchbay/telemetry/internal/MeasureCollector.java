package io.patchbay.telemetry.internal;

import io.patchbay.api.listen.Measures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the bundles that offer values for them, whenever the metrics are asked for. */
final class MeasureCollector implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(MeasureCollector.class);

    private final Set<Measures> measures = ConcurrentHashMap.newKeySet();

    void add(Measures offered) {
        measures.add(offered);
    }

    void remove(Measures offered) {
        measures.remove(offered);
    }

    @Override
    public MetricSnapshots collect() {
        Collected collected = new Collected();
        for (Measures offered : measures) {
            try {
                offered.read(collected);
            } catch (RuntimeException e) {
                LOG.warn("values are missing from the metrics: {} failed", offered.getClass().getName(), e);
            }
        }
        return collected.snapshots();
    }

    /** What was told, by the metrics' names. */
    private static final class Collected implements Measures.Reader {
        private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
        private final Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();

        @Override
        public void gauge(String name, String help, double value, String... labels) {
            gauges.computeIfAbsent(name, _ -> GaugeSnapshot.builder().name(name).help(help)).dataPoint(
                    GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
        }

        @Override
        public void counter(String name, String help, double value, String... labels) {
            counters.computeIfAbsent(name, _ -> CounterSnapshot.builder().name(name).help(help)).dataPoint(
                    CounterDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
        }

        private MetricSnapshots snapshots() {
            MetricSnapshots.Builder all = MetricSnapshots.builder();
            gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
            counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
            return all.build();
        }
    }
}
