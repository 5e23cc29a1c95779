package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Conditions of routes, shadows, and what the gateway says of where a request would go, in the framework. */
class RoutesIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String CONDITIONS = "io.patchbay.plugin.celconditions";

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.mock~main: {}
            io.patchbay.provider.mock~lab: {}
            io.patchbay.provider.mock~mirror: {}
            io.patchbay.route~plain: { model: "m", targets: ["main"], fallbacks: ["gone/m"] }
            io.patchbay.route~blue:
              model: "m"
              when: "'x-team' in headers && headers['x-team'] == 'blue' && !tools"
              targets: ["lab/m-blue"]
              shadow: ["mirror"]
            io.patchbay.route~german: { model: "any", when: "language == 'de'", targets: ["lab"], priority: -1 }
            io.patchbay.route~else: { model: "any", targets: ["main"], priority: -2 }
            """);

    @Test
    void aConditionDecidesAndAShadowIsAskedBeside() {
        Metrics before = GATEWAY.metrics();

        assertThat(provider(GATEWAY.client().chat("m"))).isEqualTo("main");
        assertThat(provider(GATEWAY.client().chat("m", "x-team", "blue"))).isEqualTo("lab");

        await().atMost(LIMIT).until(() -> GATEWAY.metrics().sum("patchbay_attempts_total", "provider=\"mirror\"")
                - before.sum("patchbay_attempts_total", "provider=\"mirror\"") == 1);
    }

    @Test
    void theLanguageOfThePromptDecides() {
        assertThat(provider(asking("Fasse den folgenden Text in drei Stichpunkten zusammen, bitte."))).isEqualTo("lab");
        assertThat(provider(asking("Summarize the following text in three bullet points, please."))).isEqualTo("main");
    }

    @Test
    void explainTellsTheRouteTheTargetsAndWhyNoOther() {
        JsonNode told = json(explain("""
                {"model": "m", "headers": {"X-Team": "blue"}}"""));

        assertThat(told.path("route").asText()).isEqualTo("blue");
        assertThat(told.at("/routes/1/why").asText()).isEqualTo("the route 'blue' comes before it");
        assertThat(told.at("/targets/0/provider").asText()).isEqualTo("lab");
        assertThat(told.at("/shadow/0/provider").asText()).isEqualTo("mirror");

        JsonNode withTools = json(explain("""
                {"headers": {"x-team": "blue"}, "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}],
                 "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}}"""));
        assertThat(withTools.path("route").asText()).isEqualTo("plain");
        assertThat(withTools.at("/routes/0/why").asText()).isEqualTo("its condition is false");
        assertThat(withTools.at("/fallbacks/any/0/why").asText()).isEqualTo("its provider is not installed");
    }

    @Test
    void explainNamesWhatIsWrong() {
        HttpResponse<String> nowhere = explain("{\"model\": \"m\", \"path\": \"/nowhere\"}");
        assertThat(nowhere.statusCode()).isEqualTo(400);
        assertThat(json(nowhere).at("/error/param").asText()).isEqualTo("path");
        assertThat(json(explain("{\"model\": \"m\", \"caller\": \"x\"}")).at("/error/param").asText())
                .isEqualTo("caller");
    }

    @Test
    void aWrongConditionIsRefusedByKeyAndTheLastGoodStateStays() {
        HttpResponse<String> refusal = management("PATCH", "/api/config", """
                {"io.patchbay.route~blue": {"model": "m", "targets": ["main"], "when": "modle == 'x'"}}""");

        assertThat(refusal.statusCode()).isEqualTo(422);
        assertThat(json(refusal).at("/error/problems/0/key").asText()).isEqualTo("when");
        assertThat(json(refusal).at("/error/problems/0/message").asText())
                .startsWith("line 1, column 1: undeclared reference to 'modle'");
        assertThat(provider(GATEWAY.client().chat("m", "x-team", "blue"))).isEqualTo("lab");
    }

    @Test
    void withoutTheBundleThatReadsConditionsWhomTheyDecideIsToldOfItAndAllOthersAreServed() {
        AdminApi admin = new AdminApi(GATEWAY.process());
        admin.stop(CONDITIONS);
        try {
            HttpResponse<String> refusal = GATEWAY.client().chat("m");
            assertThat(refusal.statusCode()).isEqualTo(503);
            assertThat(refusal.headers().firstValue("retry-after")).isPresent();
            assertThat(json(refusal).at("/error/message").asText()).contains("'blue'", CONDITIONS);
            assertThat(provider(GATEWAY.client().chat("main/m"))).isEqualTo("main");
        } finally {
            admin.start(CONDITIONS);
        }
        await().atMost(LIMIT).untilAsserted(
                () -> assertThat(provider(GATEWAY.client().chat("m", "x-team", "blue"))).isEqualTo("lab"));
    }

    @Test
    void aFilterThatIsRequiredCannotBeLeftOutByARouteThatIsThere() {
        String route =
                "\"io.patchbay.route~x\": {\"model\": \"x\", \"targets\": [\"main\"], \"withoutFilters\": [\"guard\"]}";
        AdminApi admin = new AdminApi(GATEWAY.process());
        admin.patch("{" + route + "}");
        HttpResponse<String> refusal = admin.tryPatch("{\"io.patchbay.core\": {\"requiredFilters\": [\"guard\"]}}");
        admin.patch("{\"io.patchbay.route~x\": null}");

        assertThat(refusal.statusCode()).isEqualTo(422);
        assertThat(json(refusal).at("/error/problems/0/pid").asText()).isEqualTo("io.patchbay.route~x");
        assertThat(json(refusal).at("/error/problems/0/key").asText()).isEqualTo("withoutFilters");
        assertThat(json(refusal).at("/error/problems/0/message").asText()).startsWith("leaves out guard");
    }

    private static HttpResponse<String> asking(String question) {
        return GATEWAY.client().post(Client.CHAT, """
                {"model": "any", "messages": [{"role": "user", "content": "%s"}]}""".formatted(question));
    }

    private static String provider(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("x-patchbay-provider").orElseThrow();
    }

    private static HttpResponse<String> explain(String json) {
        return management("POST", "/api/route/explain", json);
    }

    private static HttpResponse<String> management(String method, String path, String json) {
        Client client = new Client(GATEWAY.process().managementUrl());
        return client.send(client.request(path, "authorization", "Bearer " + GATEWAY.process().adminToken(),
                "content-type", "application/json").method(method, BodyPublishers.ofString(json)),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new JsonMapper().readTree(answer.body());
        } catch (java.io.IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
