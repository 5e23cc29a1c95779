package io.patchbay.telemetry.internal;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.listen.FinishedAttempt;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.model.Usage;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times exchanges and their attempts; of a shadow, which no client waits for, the attempts alone. */
final class ExchangeMetrics implements ExchangeListener {
    /** Marks an exchange whose start was counted here; one that began before this listener came was not. */
    private static final String COUNTED = "io.patchbay.telemetry.counted";

    private static final double NANOS_PER_SECOND = 1e9;

    private record RequestLabels(String operation, String dialect, boolean stream, Outcome outcome, int status) {}

    private record RequestSeries(CounterDataPoint requests, DistributionDataPoint duration,
            DistributionDataPoint firstEvent) {}

    private record AttemptLabels(String provider, Outcome outcome) {}

    private record AttemptSeries(CounterDataPoint attempts, DistributionDataPoint duration) {}

    private record FallbackLabels(String from, String to) {}

    private record TokenLabels(String provider, String model) {}

    private record TokenSeries(CounterDataPoint input, CounterDataPoint output, CounterDataPoint cacheRead,
            CounterDataPoint cacheWrite, CounterDataPoint reasoning) {}

    private final LongAdder inFlight = new LongAdder();
    private final LongAdder openStreams = new LongAdder();
    private final ModelLabels models;
    private final Series<RequestLabels, RequestSeries> requests;
    private final Series<AttemptLabels, AttemptSeries> attempts;
    private final Series<FallbackLabels, CounterDataPoint> fallbacks;
    private final Series<TokenLabels, TokenSeries> tokens;
    private final CounterDataPoint rescued;

    ExchangeMetrics(PrometheusRegistry registry, int maxModels) {
        models = new ModelLabels(maxModels);
        gauge(registry, "patchbay_requests_in_flight", "Requests that are being answered.", inFlight);
        gauge(registry, "patchbay_open_streams", "Requests in flight that want a stream.", openStreams);
        requests = requests(registry);
        attempts = attempts(registry);
        tokens = tokens(registry);
        Counter family = counter(registry, "patchbay_fallbacks_total",
                "Requests answered by another target than the first of their plan.", "from", "to");
        rescued = counter(registry, "patchbay_rescued_streams_total",
                "Streams that broke off, and that another attempt went on with.").labelValues();
        fallbacks = new Series<>(labels -> family.labelValues(labels.from, labels.to));
    }

    @Override
    public void started(Exchange exchange) {
        if (exchange.shadowOf().isPresent()) {
            return;
        }
        exchange.attributes().put(COUNTED, this);
        inFlight.increment();
        if (exchange.request().stream()) {
            openStreams.increment();
        }
    }

    @Override
    public void finished(FinishedExchange finished) {
        WireRequest request = finished.exchange().request();
        if (finished.exchange().attributes().remove(COUNTED, this)) {
            inFlight.decrement();
            if (request.stream()) {
                openStreams.decrement();
            }
        }
        boolean shadow = finished.exchange().shadowOf().isPresent();
        if (!shadow) {
            count(finished, request);
        }
        List<FinishedAttempt> all = finished.attempts();
        for (int i = 0; i < all.size(); i++) {
            count(all.get(i));
        }
        if (finished.rescued()) {
            rescued.inc();
        }
        if (!all.isEmpty()) {
            Target first = finished.planned().orElse(all.getFirst().target());
            if (!shadow && finished.error().isEmpty() && !all.getLast().target().equals(first)) {
                fallbacks.of(new FallbackLabels(first.provider(), all.getLast().target().provider())).inc();
            }
        }
    }

    private void count(FinishedExchange finished, WireRequest request) {
        RequestSeries series = requests.of(new RequestLabels(request.operation().name(), request.dialect(),
                finished.streamed(), Outcome.of(finished.error()), finished.status()));
        series.requests.inc();
        series.duration.observe(seconds(finished.duration()));
        if (finished.firstEvent().isPresent()) {
            series.firstEvent.observe(seconds(finished.firstEvent().get()));
        }
    }

    private void count(FinishedAttempt attempt) {
        AttemptSeries series = attempts.of(new AttemptLabels(attempt.target().provider(), Outcome.of(attempt.error())));
        series.attempts.inc();
        series.duration.observe(seconds(attempt.duration()));
        count(attempt.usage(), attempt);
    }

    private void count(Usage usage, FinishedAttempt attempt) {
        if (usage.totalTokens() == 0) {
            return;
        }
        // A client may ask a provider for any name: only one that the upstream answered for becomes a label.
        boolean answered = attempt.status() >= 200 && attempt.status() < 300;
        String model = answered ? models.of(attempt.target().model()) : ModelLabels.OTHER;
        TokenSeries series = tokens.of(new TokenLabels(attempt.target().provider(), model));
        add(series.input, usage.inputTokens());
        add(series.output, usage.outputTokens());
        add(series.cacheRead, usage.cacheReadTokens());
        add(series.cacheWrite, usage.cacheWriteTokens());
        add(series.reasoning, usage.reasoningTokens());
    }

    private static void add(CounterDataPoint counter, long count) {
        if (count > 0) {
            counter.inc(count);
        }
    }

    private static Series<RequestLabels, RequestSeries> requests(PrometheusRegistry registry) {
        Counter total = counter(registry, "patchbay_requests_total", "Requests by what came of them.", "operation",
                "dialect", "outcome", "status");
        Histogram duration = histogram(registry, "patchbay_request_duration_seconds",
                "From the first byte of a request to the last byte of its answer.", "operation", "stream");
        Histogram firstEvent = histogram(registry, "patchbay_first_event_seconds",
                "From the first byte of a request to the first useful event of its answer.", "operation", "stream");
        return new Series<>(labels -> {
            String stream = Boolean.toString(labels.stream);
            return new RequestSeries(
                    total.labelValues(labels.operation, labels.dialect, labels.outcome.label(),
                            Integer.toString(labels.status)),
                    duration.labelValues(labels.operation, stream), firstEvent.labelValues(labels.operation, stream));
        });
    }

    private static Series<AttemptLabels, AttemptSeries> attempts(PrometheusRegistry registry) {
        Counter total = counter(registry, "patchbay_attempts_total", "Attempts by what came of them.", "provider",
                "outcome");
        Histogram duration = histogram(registry, "patchbay_attempt_duration_seconds",
                "From sending to an upstream to the last byte of its answer, or to the failure.", "provider",
                "outcome");
        return new Series<>(labels -> new AttemptSeries(total.labelValues(labels.provider, labels.outcome.label()),
                duration.labelValues(labels.provider, labels.outcome.label())));
    }

    private static Series<TokenLabels, TokenSeries> tokens(PrometheusRegistry registry) {
        Counter total = counter(registry, "patchbay_tokens_total",
                "Tokens used; input includes cache_read and cache_write, output includes reasoning.", "provider",
                "model", "kind");
        return new Series<>(labels -> new TokenSeries(total.labelValues(labels.provider, labels.model, "input"),
                total.labelValues(labels.provider, labels.model, "output"),
                total.labelValues(labels.provider, labels.model, "cache_read"),
                total.labelValues(labels.provider, labels.model, "cache_write"),
                total.labelValues(labels.provider, labels.model, "reasoning")));
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, LongAdder value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.doubleValue()))
                .register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).withoutExemplars().register(registry);
    }

    /** Buckets from a millisecond, which a cache needs, to five minutes, which a long answer takes. */
    private static Histogram histogram(PrometheusRegistry registry, String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300)
                .withoutExemplars()
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
