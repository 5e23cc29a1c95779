package io.patchbay.itests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyLoadTest {
    private static final SteadyLoad.Shape SHAPE = new SteadyLoad.Shape(100, 10, 4, 20);

    @TempDir
    Path logs;

    @Test
    void whatIsWholeIsCountedInItsWindow() throws IOException {
        try (UpstreamProcess upstream = UpstreamProcess.start(logs); SteadyLoad load = load(upstream.port())) {
            await().until(() -> load.answered() >= 30 && load.streamed() >= 20);
            LoadFigures first = load.cut();
            assertThat(first.failed()).as(first.toString()).isZero();
            assertThat(first.answered()).isGreaterThanOrEqualTo(30);
            assertThat(first.streams()).isGreaterThanOrEqualTo(20);
            assertThat(first.p50Ms()).isBetween(0.0, first.maxMs());

            LoadFigures rest = load.stop();
            assertThat(rest.failed()).as(rest.toString()).isZero();
            // at its end no stream is cut off
            assertThat(rest.streams()).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void anErrorIsAFailureWithItsCode() throws IOException {
        LoadFigures figures = failing(Script.json(503, "{\"error\":{\"message\":\"No.\",\"code\":\"gone\"}}"));
        assertThat(figures.failures()).containsOnlyKeys("status 503 gone");
        assertThat(figures.broken()).containsOnlyKeys("status 503");
    }

    @Test
    void anotherCallersAnswerIsAFailure() throws IOException {
        LoadFigures figures = failing(Script.json(200, "{\"content\":\"" + Echo.question() + "\"}"));
        assertThat(figures.failures()).containsOnlyKeys("another caller's answer");
        assertThat(figures.broken()).containsOnlyKeys("stream ended early");
    }

    private static LoadFigures failing(Script script) throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start().otherwise(script);
                SteadyLoad load = load(URI.create(upstream.url()).getPort())) {
            await().until(() -> load.failed() >= 60);
            LoadFigures figures = load.stop();
            assertThat(figures.answered() + figures.streams()).isZero();
            return figures;
        }
    }

    private static SteadyLoad load(int port) throws IOException {
        return SteadyLoad.start(port, "token", List.of("model"), SHAPE);
    }
}
