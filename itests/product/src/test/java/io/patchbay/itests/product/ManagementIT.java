package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The management plane, as an operator and a scraper see it. */
class ManagementIT {
    private static final String GOOD_KEY = "sk-planted-good-4711";
    private static final String REFUSED_KEY = "sk-planted-refused-4712";
    private static final String TOKEN = "token-planted-4713";
    private static final String HEADER = "header-planted-4714";
    private static final List<String> SECRETS = List.of(GOOD_KEY, REFUSED_KEY, TOKEN, HEADER);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final FakeUpstream UPSTREAM = FakeUpstream.start().otherwise(ManagementIT::answer);

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.ingress: { host: "127.0.0.1" }
            io.patchbay.provider.openai~good: { baseUrl: "%1$s/good" }
            io.patchbay.provider.openai~down: { baseUrl: "%1$s/down" }
            io.patchbay.provider.openai~refused: { baseUrl: "%1$s/refused", headers: ["x-secret: %4$s"] }
            io.patchbay.key~good: { provider: good, .value: "$[env:GOOD_KEY]" }
            io.patchbay.key~refused: { provider: refused, .value: "%2$s" }
            io.patchbay.route~chat: { model: "chat", targets: ["good/m"] }
            io.patchbay.route~spare: { model: "spare", targets: ["down/m"], fallbacks: ["good/m"], retries: 0 }
            io.patchbay.route~refused: { model: "refused", targets: ["refused/m"], retries: 0 }
            io.patchbay.virtualkey~app: { .token: "%3$s" }
            """.formatted(UPSTREAM.url(), REFUSED_KEY, TOKEN, HEADER))
            .environment("GOOD_KEY", GOOD_KEY);

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void healthIsOpenAndTheRestNeedsTheToken() {
        Client stranger = new Client(GATEWAY.process().managementUrl());

        assertThat(stranger.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/no/such/thing").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/metrics", "authorization", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/metrics", "authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(401);
        assertThat(stranger.get("/metrics", "authorization", "Bearer " + GATEWAY.process().adminToken()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void requestsTokensAttemptsAndTimesAreCounted() throws IOException {
        Metrics before = GATEWAY.metrics();

        for (int i = 0; i < 3; i++) {
            assertThat(chat("chat").statusCode()).isEqualTo(200);
        }
        try (InputStream stream = stream("chat")) {
            stream.readAllBytes();
        }

        Counted counted = new Counted(before);
        counted.assertMore(4, "patchbay_requests_total", "outcome=\"ok\"", "status=\"200\"", "operation=\"chat\"",
                "dialect=\"openai-chat\"");
        counted.assertMore(4, "patchbay_attempts_total", "provider=\"good\"", "outcome=\"ok\"");
        counted.assertMore(3, "patchbay_request_duration_seconds_count", "operation=\"chat\"", "stream=\"false\"");
        counted.assertMore(1, "patchbay_request_duration_seconds_count", "operation=\"chat\"", "stream=\"true\"");
        counted.assertMore(3, "patchbay_request_duration_seconds_bucket", "le=\"+Inf\"", "stream=\"false\"");
        counted.assertMore(1, "patchbay_first_event_seconds_count", "stream=\"true\"");
        counted.assertMore(4, "patchbay_attempt_duration_seconds_count", "provider=\"good\"");
        counted.assertMore(3, "patchbay_tokens_total", "provider=\"good\"", "model=\"m\"", "kind=\"input\"");
        counted.assertMore(15, "patchbay_tokens_total", "provider=\"good\"", "model=\"m\"", "kind=\"output\"");
    }

    @Test
    void fallbacksAndErrorsAreCounted() {
        Metrics before = GATEWAY.metrics();

        assertThat(chat("spare").statusCode()).isEqualTo(200);
        assertThat(chat("no-such-model").statusCode()).isEqualTo(404);

        Counted counted = new Counted(before);
        counted.assertMore(1, "patchbay_fallbacks_total", "from=\"down\"", "to=\"good\"");
        counted.assertMore(1, "patchbay_attempts_total", "provider=\"down\"", "outcome=\"overloaded\"");
        counted.assertMore(1, "patchbay_requests_total", "outcome=\"client_error\"", "status=\"404\"");
    }

    @Test
    void openStreamsAreCountedAsLongAsTheyAreOpen() throws Exception {
        Gate gate = new Gate();
        UPSTREAM.answer(Script.stream().chunks(OpenAiChat.words(1)).await(gate).chunk(OpenAiChat.finish("stop"))
                .chunk(OpenAiChat.DONE).endChunks());
        try (InputStream stream = stream("chat")) {
            assertThat(GATEWAY.metrics().sum("patchbay_open_streams")).isEqualTo(1);
            gate.open();
            stream.readAllBytes();
        }
        await().atMost(LIMIT).until(() -> GATEWAY.metrics().sum("patchbay_open_streams") == 0);
        await().atMost(LIMIT).until(() -> GATEWAY.metrics().sum("patchbay_requests_in_flight") == 0);
    }

    @Test
    void noSecretIsTold() throws IOException {
        GatewayProcess process = GATEWAY.process();
        HttpResponse<String> refused = chat("refused");
        HttpResponse<String> wrong = GATEWAY.client().chat("chat", "authorization", "Bearer wrong-" + TOKEN);

        assertThat(OpenAiError.of(refused).status()).isEqualTo(502);
        assertThat(OpenAiError.of(wrong).status()).isEqualTo(401);
        String metrics = String.join("\n", GATEWAY.metrics().lines());
        String first = "The admin token, shown this once, is " + process.adminToken();
        assertThat(process.log()).containsOnlyOnce(first);
        for (String text : List.of(refused.body(), refused.headers().toString(), wrong.body(), metrics,
                process.log().replace(first, ""))) {
            assertThat(text).doesNotContain(SECRETS).doesNotContain(process.adminToken());
        }
        assertThat(process.log()).contains("key refused is out");
        try (Stream<Path> files = Files.walk(process.home())) {
            for (Path file : files.filter(Files::isRegularFile).filter(ManagementIT::mayHoldNoSecret).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString())
                        .doesNotContain(SECRETS);
            }
        }
    }

    private static boolean mayHoldNoSecret(Path file) {
        return !file.startsWith(GATEWAY.process().home().resolve("secrets")) && !file.endsWith("document.yaml");
    }

    private static Script answer(ReceivedRequest request) {
        if (request.path().startsWith("/down/")) {
            return Faults.OPENAI_CHAT.error(503);
        }
        if (request.path().startsWith("/refused/")) {
            return Script.json(401, OpenAiChat.error("Incorrect API key provided: " + REFUSED_KEY,
                    "invalid_request_error", "invalid_api_key"));
        }
        assertThat(request.headers().all("authorization")).containsExactly("Bearer " + GOOD_KEY);
        return request.body().utf8().contains("\"stream\":true")
                ? Script.events(OpenAiChat.events(5))
                : Script.json(200, OpenAiChat.answer(5).utf8());
    }

    private static HttpResponse<String> chat(String model) {
        return GATEWAY.client().chat(model, "authorization", "Bearer " + TOKEN);
    }

    private static InputStream stream(String model) {
        return GATEWAY.client().stream(model, "authorization", "Bearer " + TOKEN).body();
    }

    /** What was counted since some metrics were taken; the client has its answer before all is counted. */
    private record Counted(Metrics before) {
        void assertMore(double more, String name, String... labels) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(GATEWAY.metrics().sum(name, labels))
                    .as("%s %s", name, List.of(labels)).isEqualTo(before.sum(name, labels) + more));
        }
    }
}
