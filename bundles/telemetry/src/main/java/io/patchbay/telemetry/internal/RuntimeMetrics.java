package io.patchbay.telemetry.internal;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * What the process uses: memory, garbage collection, threads, processor time, open files.
 *
 * <p>Not {@code JvmMetrics}, which takes all there is: its metric of allocation leaves a listener in the JVM.
 */
final class RuntimeMetrics {
    private RuntimeMetrics() {}

    static void register(PrometheusRegistry registry, String version) {
        Info.builder()
                .name("patchbay_info")
                .help("The version of Patchbay that runs.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        ProcessMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
    }
}
