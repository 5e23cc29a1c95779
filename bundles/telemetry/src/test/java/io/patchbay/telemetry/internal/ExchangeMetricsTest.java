package io.patchbay.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.model.Usage;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExchangeMetrics metrics = new ExchangeMetrics(registry, 3);

    @Test
    void countsRequestsByWhatCameOfThem() {
        metrics.finished(FinishedExchange.builder(Finished.chat(false)).build());
        metrics.finished(FinishedExchange.builder(Finished.chat(true)).streamed(true).build());
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .status(404)
                .error(ErrorKind.MODEL_NOT_FOUND)
                .build());
        assertThat(scraped()).contains(
                "patchbay_requests_total{dialect=\"openai-chat\",operation=\"chat\",outcome=\"ok\",status=\"200\"} 2.0",
                "patchbay_requests_total{dialect=\"openai-chat\",operation=\"chat\",outcome=\"client_error\",status=\"404\"} 1.0");
    }

    @Test
    void ofAShadowOnlyTheAttemptsCount() {
        Exchange shadow = Finished.chat(false).shadow("id-shadow", Instant.EPOCH);
        metrics.started(shadow);
        assertThat(scraped()).contains("patchbay_requests_in_flight 0.0");

        metrics.finished(FinishedExchange.builder(shadow)
                .attempts(List.of(Finished.failed("main", "m", 503, ErrorKind.OVERLOADED), Finished.ok("lab", "m")))
                .build());
        assertThat(scraped()).contains("patchbay_attempts_total{outcome=\"ok\",provider=\"lab\"} 1.0",
                "patchbay_requests_in_flight 0.0")
                .noneMatch(line -> line.startsWith("patchbay_requests_total{"))
                .noneMatch(line -> line.startsWith("patchbay_fallbacks_total{"));
    }

    @Test
    void timesTheWholeAndTheFirstEvent() {
        metrics.finished(FinishedExchange.builder(Finished.chat(true))
                .streamed(true)
                .duration(Duration.ofMillis(1500))
                .firstEvent(Duration.ofMillis(80))
                .build());
        metrics.finished(FinishedExchange.builder(Finished.chat(true))
                .streamed(true)
                .duration(Duration.ofMinutes(6))
                .build());
        assertThat(scraped()).contains(
                "patchbay_request_duration_seconds_bucket{operation=\"chat\",stream=\"true\",le=\"1.0\"} 0",
                "patchbay_request_duration_seconds_bucket{operation=\"chat\",stream=\"true\",le=\"2.5\"} 1",
                "patchbay_request_duration_seconds_bucket{operation=\"chat\",stream=\"true\",le=\"300.0\"} 1",
                "patchbay_request_duration_seconds_bucket{operation=\"chat\",stream=\"true\",le=\"+Inf\"} 2",
                "patchbay_request_duration_seconds_sum{operation=\"chat\",stream=\"true\"} 361.5",
                "patchbay_first_event_seconds_bucket{operation=\"chat\",stream=\"true\",le=\"0.1\"} 1",
                "patchbay_first_event_seconds_count{operation=\"chat\",stream=\"true\"} 1");
    }

    @Test
    void countsAndTimesEveryAttempt() {
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .attempts(List.of(Finished.failed("main", "m", 429, ErrorKind.RATE_LIMITED),
                        Finished.failed("main", "m", 0, ErrorKind.TIMEOUT), Finished.ok("spare", "m")))
                .build());
        assertThat(scraped()).contains("patchbay_attempts_total{outcome=\"rate_limited\",provider=\"main\"} 1.0",
                "patchbay_attempts_total{outcome=\"timeout\",provider=\"main\"} 1.0",
                "patchbay_attempts_total{outcome=\"ok\",provider=\"spare\"} 1.0",
                "patchbay_attempt_duration_seconds_sum{outcome=\"ok\",provider=\"spare\"} 0.02");
    }

    @Test
    void aFallbackIsAnAnswerByAnotherTargetThanTheFirst() {
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .attempts(List.of(Finished.failed("main", "m", 500, ErrorKind.UPSTREAM), Finished.ok("spare", "m")))
                .build());
        assertThat(scraped()).contains("patchbay_fallbacks_total{from=\"main\",to=\"spare\"} 1.0");
    }

    @Test
    void aRetryOrAFailureIsNoFallback() {
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .attempts(List.of(Finished.failed("main", "m", 500, ErrorKind.UPSTREAM), Finished.ok("main", "m")))
                .build());
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .status(502)
                .error(ErrorKind.UPSTREAM)
                .attempts(List.of(Finished.failed("main", "m", 500, ErrorKind.UPSTREAM),
                        Finished.failed("spare", "m", 500, ErrorKind.UPSTREAM)))
                .build());
        assertThat(scraped()).noneMatch(line -> line.startsWith("patchbay_fallbacks_total{"));
    }

    @Test
    void countsTokensOfTheModelThatUsedThem() {
        Usage usage = Usage.builder()
                .inputTokens(100)
                .cacheReadTokens(60)
                .cacheWriteTokens(30)
                .outputTokens(40)
                .reasoningTokens(25)
                .build();
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .rescued(true)
                .attempts(List.of(Finished.failed("main", "large", 200, ErrorKind.UPSTREAM, Usage.of(100, 7)),
                        Finished.ok("spare", "small", usage)))
                .build());
        assertThat(scraped()).contains(
                "patchbay_rescued_streams_total 1.0",
                "patchbay_tokens_total{kind=\"output\",model=\"large\",provider=\"main\"} 7.0",
                "patchbay_tokens_total{kind=\"input\",model=\"small\",provider=\"spare\"} 100.0",
                "patchbay_tokens_total{kind=\"cache_read\",model=\"small\",provider=\"spare\"} 60.0",
                "patchbay_tokens_total{kind=\"cache_write\",model=\"small\",provider=\"spare\"} 30.0",
                "patchbay_tokens_total{kind=\"output\",model=\"small\",provider=\"spare\"} 40.0",
                "patchbay_tokens_total{kind=\"reasoning\",model=\"small\",provider=\"spare\"} 25.0");
    }

    @Test
    void aModelThatNoUpstreamAnsweredForIsNoLabel() {
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .status(404)
                .error(ErrorKind.MODEL_NOT_FOUND)
                .attempts(List.of(Finished.failed("main", "made up", 404, ErrorKind.MODEL_NOT_FOUND, Usage.of(1, 1))))
                .build());
        assertThat(scraped()).anyMatch(line -> line.contains("model=\"other\""))
                .noneMatch(line -> line.contains("made up"))
                .noneMatch(line -> line.contains("what the client wrote"));
    }

    @Test
    void theNumberOfModelLabelsIsBounded() {
        for (int i = 0; i < 10; i++) {
            use("m" + i);
        }
        use("m1");
        assertThat(scraped()).contains("patchbay_tokens_total{kind=\"input\",model=\"m0\",provider=\"main\"} 1.0",
                "patchbay_tokens_total{kind=\"input\",model=\"m1\",provider=\"main\"} 2.0",
                "patchbay_tokens_total{kind=\"input\",model=\"m2\",provider=\"main\"} 1.0",
                "patchbay_tokens_total{kind=\"input\",model=\"other\",provider=\"main\"} 7.0")
                .noneMatch(line -> line.contains("model=\"m3\""));
    }

    @Test
    void knowsWhatIsInFlight() {
        Exchange chat = Finished.chat(false);
        Exchange stream = Finished.chat(true);
        metrics.started(chat);
        metrics.started(stream);
        assertThat(scraped()).contains("patchbay_requests_in_flight 2.0", "patchbay_open_streams 1.0");
        metrics.finished(FinishedExchange.builder(stream).build());
        assertThat(scraped()).contains("patchbay_requests_in_flight 1.0", "patchbay_open_streams 0.0");
        metrics.finished(FinishedExchange.builder(chat).build());
        assertThat(scraped()).contains("patchbay_requests_in_flight 0.0", "patchbay_open_streams 0.0");
    }

    @Test
    void anExchangeThatBeganBeforeTheListenerCameDoesNotPullTheGaugesBelowZero() {
        Exchange stream = Finished.chat(true);
        new ExchangeMetrics(new PrometheusRegistry(), 3).started(stream);
        metrics.finished(FinishedExchange.builder(stream).build());
        assertThat(scraped()).contains("patchbay_requests_in_flight 0.0", "patchbay_open_streams 0.0",
                "patchbay_requests_total{dialect=\"openai-chat\",operation=\"chat\",outcome=\"ok\",status=\"200\"} 1.0");
    }

    private void use(String model) {
        metrics.finished(FinishedExchange.builder(Finished.chat(false))
                .attempts(List.of(Finished.ok("main", model, Usage.of(1, 1))))
                .build());
    }

    private List<String> scraped() {
        return PrometheusTextFormatWriter.create().toDebugString(registry.scrape()).lines().toList();
    }
}
