package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What providers, keys and limits go through, as an operator sees it and forgets it by hand. */
class HealthIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor THREADS = Thread::startVirtualThread;
    private static final Gate GATE = new Gate();
    private static final FakeUpstream UPSTREAM = FakeUpstream.start().otherwise(HealthIT::answer);

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.openai~limited: { baseUrl: "%1$s/limited" }
            io.patchbay.provider.openai~down: { baseUrl: "%1$s/down", cooldownMs: 600000 }
            io.patchbay.provider.openai~narrow: { baseUrl: "%1$s/narrow", maxConcurrent: 1, maxQueued: 1 }
            io.patchbay.key~one: { provider: limited, .value: "sk-1" }
            io.patchbay.key~down: { provider: down, .value: "sk-2" }
            """.formatted(UPSTREAM.url()));

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void aKeyThatIsLimitedCoolsForThatModelUntilItIsReset() {
        assertThat(GATEWAY.client().chat("limited/m").statusCode()).isEqualTo(429);
        JsonNode key = named("keys", "one");
        assertThat(key.path("state").asText()).isEqualTo("cooling");
        assertThat(key.at("/models/0/model").asText()).isEqualTo("m");
        assertThat(key.at("/models/0/why").asText()).isEqualTo("rate_limited");
        assertThat(key.at("/models/0/restsForMs").asLong()).isGreaterThan(3_000_000);
        assertThat(GATEWAY.metrics().sum("patchbay_key_state", "key=\"one\"")).isEqualTo(1);

        HttpResponse<String> refused = GATEWAY.client().chat("limited/m");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isGreaterThan(3_000);
        assertThat(asked("/limited/")).isEqualTo(1);

        assertThat(reset("{\"key\":\"one\",\"model\":\"m\"}").statusCode()).isEqualTo(200);
        assertThat(named("keys", "one").path("state").asText()).isEqualTo("healthy");
        GATEWAY.client().chat("limited/m");
        assertThat(asked("/limited/")).isEqualTo(2);
    }

    @Test
    void aProviderThatFailsIsNotAskedUntilItIsReset() {
        assertThat(GATEWAY.client().chat("down/m").statusCode()).isEqualTo(503);
        assertThat(asked("/down/")).isEqualTo(3);
        JsonNode model = named("providers", "down").at("/models/0");
        assertThat(model.path("breaker").asText()).isEqualTo("open");
        assertThat(model.path("failures").asInt()).isEqualTo(3);
        assertThat(GATEWAY.metrics().sum("patchbay_breakers_open", "provider=\"down\"")).isEqualTo(1);
        assertThat(GATEWAY.client().chat("down/m").statusCode()).isEqualTo(503);
        assertThat(asked("/down/")).isEqualTo(3);

        assertThat(reset("{\"provider\":\"down\"}").statusCode()).isEqualTo(200);
        assertThat(named("providers", "down").at("/models/0/breaker").asText()).isEqualTo("closed");
    }

    @Test
    void theLeastImportantIsShedWhereTheQueueIsFull() throws Exception {
        CompletableFuture<HttpResponse<String>> held = chat("narrow/m", "normal");
        assertThat(GATE.awaitArrival(Duration.ofSeconds(30))).isTrue();
        CompletableFuture<HttpResponse<String>> low = chat("narrow/m", "low");
        await().until(() -> narrow().path("queued").asInt() == 1);
        CompletableFuture<HttpResponse<String>> high = chat("narrow/m", "high");

        HttpResponse<String> shed = low.get();
        assertThat(shed.statusCode()).isEqualTo(503);
        assertThat(shed.headers().firstValueAsLong("retry-after")).isPresent();
        assertThat(shed.body()).contains("\"error\"").contains("narrow");
        assertThat(narrow().path("shed").asInt()).isEqualTo(1);
        assertThat(GATEWAY.metrics().sum("patchbay_requests_shed_total", "provider=\"narrow\"")).isEqualTo(1);

        GATE.open();
        GATE.open();
        assertThat(held.get().statusCode()).isEqualTo(200);
        assertThat(high.get().statusCode()).isEqualTo(200);
        assertThat(narrow().path("inFlight").asInt()).isZero();
    }

    @Test
    void whatCannotBeResetIsSaid() {
        assertThat(reset("{\"provider\":\"nobody\"}").statusCode()).isEqualTo(404);
        assertThat(reset("{\"providers\":\"down\"}").statusCode()).isEqualTo(400);
        assertThat(reset("[").statusCode()).isEqualTo(400);
        assertThat(management().get("/api/health/reset", authorized()).statusCode()).isEqualTo(405);
        assertThat(management().get("/api/health/keys").statusCode()).isEqualTo(401);
    }

    private static CompletableFuture<HttpResponse<String>> chat(String model, String priority) {
        return CompletableFuture.supplyAsync(() -> GATEWAY.client().chat(model, "x-patchbay-priority", priority),
                THREADS);
    }

    private static long asked(String path) {
        return UPSTREAM.received().stream().filter(request -> request.path().startsWith(path)).count();
    }

    private static JsonNode narrow() {
        return find(json("limits").path("providers"), "provider", "narrow");
    }

    private static JsonNode named(String what, String name) {
        return find(json(what), "name", name);
    }

    private static JsonNode find(JsonNode all, String member, String value) {
        return all.valueStream().filter(each -> each.path(member).asText().equals(value)).findFirst().orElseThrow();
    }

    private static JsonNode json(String what) {
        try {
            return JSON.readTree(management().get("/api/health/" + what, authorized()).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> reset(String what) {
        return management().post("/api/health/reset", what, authorized());
    }

    private static Client management() {
        return new Client(GATEWAY.process().managementUrl());
    }

    private static String[] authorized() {
        return new String[]{"authorization", "Bearer " + GATEWAY.process().adminToken()};
    }

    private static Script answer(ReceivedRequest request) {
        if (request.path().startsWith("/limited/")) {
            return Script.json(429, OpenAiChat.error("slow down", "requests", "rate_limit_exceeded"),
                    "retry-after: 3600");
        }
        if (request.path().startsWith("/down/")) {
            return Script.json(503, OpenAiChat.error("down", "server_error", "down"));
        }
        return Script.head(200, "content-type: application/json", "connection: close").await(GATE)
                .send(OpenAiChat.answer(3)).close();
    }
}
