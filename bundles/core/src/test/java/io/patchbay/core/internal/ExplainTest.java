package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.ExchangeReader;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final Bench bench = new Bench();
    private final StringBuilder read = new StringBuilder();

    /** Notes what it is given; the model is what stands before the colon of the body. */
    private final ExchangeReader reader = (method, target, headers, body, caller) -> {
        read.append(method).append(' ').append(target).append(' ').append(headers.first("X-Team").orElse("-"))
                .append(' ').append(caller).append(' ').append(body.utf8());
        Exchange exchange = LineDialect.exchange("a", body.utf8().split(":", 2)[0], false);
        return Exchange.of("id",
                caller.isEmpty() ? Caller.ANONYMOUS : Caller.of(caller, List.of(new ModelPattern("m"))),
                Instant.EPOCH, exchange.request(), new LineDialect("a")::readRequest);
    };

    @Test
    void tellsTheTargetsInTheirOrderAndWhatStandsInTheWayOfOthers() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.provider(Origins.bundle(), "lab", Bench.whole("+ok"));
        bench.provider(Origins.bundle(), "keyless", Bench.whole("+ok"));
        key("main", "main-1", Map.of(".value", "x", "models", new String[]{"other"}));
        key("main", "main-2", Map.of(".value", "x"));
        key("lab", "lab-1", Map.of(".value", "x"));
        limited("lab");
        key("keyless", "keyless-1", Map.of(".value", "x", "enabled", false));
        bench.route("m", Map.of("model", "m", "targets", new String[]{"gone", "main/big", "lab=0.5"}, "fallbacks",
                new String[]{"keyless"}, "contextFallbacks", new String[]{"main/long"}, "timeoutMs", 1_000L, "shadow",
                new String[]{"lab=0.1"}));

        Map<String, Object> told = explain("m");

        assertThat(told).containsEntry("route", "m").doesNotContainKey("error");
        assertThat(brief(told.get("targets"))).containsExactly("main/big: null", "lab/m: no key of its provider can be "
                + "used now", "gone/m: its provider is not installed");
        assertThat(JsonText.of(told)).contains("""
                {"provider":"main","model":"big","weight":1,"usable":true,"why":null,"keys":[{"name":"main-1",\
                "usable":false,"why":"it is not for the model"},{"name":"main-2","usable":true,"why":null}],""",
                "\"why\":\"it rests for 7000 ms\"", "\"why\":\"it is disabled\"", "\"totalMs\":1000");
        Map<?, ?> fallbacks = (Map<?, ?>) told.get("fallbacks");
        assertThat(brief(fallbacks.get("any"))).containsExactly("keyless/m: no key of its provider is for the model");
        assertThat(brief(fallbacks.get("context_length"))).containsExactly("main/long: null");
        assertThat(brief(told.get("shadow"))).containsExactly("lab/m: no key of its provider can be used now");
    }

    @Test
    void tellsOfEachRouteWhyItIsOrIsNotTaken() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.installed.addConditionReader(Origins.of(Map.of()), () -> expression -> switch (expression) {
            case "no" -> (_, _) -> false;
            case "yes" -> (_, _) -> true;
            default -> (_, _) -> {
                throw new IllegalStateException("key is not present");
            };
        });
        for (Map.Entry<String, String> when : Map.of("a", "no", "b", "fails", "c", "yes").entrySet()) {
            bench.route(when.getKey(),
                    Map.of("model", "m", "targets", new String[]{"main"}, "when", when.getValue()));
        }
        bench.route("d", Map.of("model", "*", "targets", new String[]{"main"}));
        bench.route("e", Map.of("model", "x", "targets", new String[]{"main"}, "priority", 9));

        assertThat(reasons("m")).containsExactly("e null it is for other models", "a false its condition is false",
                "b null its condition fails: key is not present", "c true the first that fits",
                "d true the route 'c' comes before it");
        assertThat(reasons("main/m")).last().isEqualTo("d true the model names a provider itself");
    }

    @Test
    void aConditionThatNobodyCanReadIsToldAtOnce() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.route("a", Map.of("model", "m", "targets", new String[]{"main"}, "when", "yes"));
        bench.route("b", Map.of("model", "*", "targets", new String[]{"main"}));

        assertThat(reasons("m")).containsExactly("a null no bundle is there that reads conditions",
                "b true whether one before it is taken cannot be told");
        assertThat(JsonText.of(explain("m").get("error"))).startsWith("{\"status\":503,\"kind\":\"overloaded\"");
        assertThat(bench.time.nanos()).isZero();
        assertThat(explain("n")).containsEntry("route", "b").doesNotContainKey("error");
    }

    @Test
    void tellsWhatTheClientGetsWhereNobodyIsAsked() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"), "a");
        bench.provider(Origins.bundle(), "lab", Bench.whole("+ok"), "b");

        assertThat(JsonText.of(explain("c").get("error")))
                .startsWith("{\"status\":404,\"kind\":\"model_not_found\",\"message\":\"The model 'c' does not exist");
        assertThat(JsonText.of(explain("c", "app").get("error"))).contains("\"status\":403", "'app'");
        assertThat(brief(explain("a").get("targets"))).containsExactly("main/a: null");
    }

    @Test
    void filtersOfTheRouteAreTold() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        bench.filter(Origins.bundle(), "one", (exchange, chain) -> chain.proceed(exchange));
        bench.filter(Origins.bundle(), "two", (exchange, chain) -> chain.proceed(exchange));
        bench.route("m",
                Map.of("model", "m", "targets", new String[]{"main"}, "withoutFilters", new String[]{"one"}));
        assertThat(explain("m").get("filters")).isEqualTo(List.of("two"));
    }

    @Test
    void aRequestIsReadAsAClientWouldSendIt() {
        request("""
                {"path": "/v1/x?strict", "method": "PUT", "headers": {"x-team": "blue"}, "caller": "app",
                 "body": {"n": 1.0,  "s": "\\u00e9\u00e9"} }""").exchange(reader);
        assertThat(read).hasToString("PUT /v1/x?strict blue app {\"n\": 1.0,  \"s\": \"\\u00e9\u00e9\"}");
    }

    @Test
    void aModelAloneIsAChatThatSaysNothing() {
        assertThat(request("{\"model\": \"gpt \\\"4\\\"\"}").body()).isEmpty();
        request("{\"model\":\"b\",\"body\":\"a: hi\"}").exchange(reader);
        assertThat(read).hasToString("POST /v1/chat/completions -  a: hi");
        assertThat(request("{\"model\":\"b\",\"body\":\"a: hi\"}").exchange(reader).model()).isEqualTo("b");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(wrong("{\"modle\": \"x\"}")).isEqualTo("modle");
        assertThat(wrong("{\"headers\": {\"a\": 1}}")).isEqualTo("headers.a");
        assertThat(wrong("{\"headers\": []}")).isEqualTo("headers");
        assertThat(wrong("{\"caller\": null, \"model\": \"m\"}")).isEqualTo("caller");
        assertThat(wrong("{}")).isEqualTo("model");
        assertThat(wrong("[]")).isEmpty();
        assertThat(wrong("{\"model\": \"m\"} x")).isEmpty();
        assertThat(catchThrowableOfType(GatewayException.class, () -> request("{\n \"model\": ")).message())
                .startsWith("this is no JSON: line 2");
    }

    private String wrong(String json) {
        GatewayException error =
                catchThrowableOfType(GatewayException.class, () -> request(json).exchange(reader));
        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        return error.param().orElse("");
    }

    private static ExplainRequest request(String json) {
        return ExplainRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> explain(String model) {
        return explain(model, "");
    }

    private Map<String, Object> explain(String model, String caller) {
        return new Explanation(bench.pipeline, bench.installed.snapshot(),
                reader.read("POST", "/", io.patchbay.api.exchange.Headers.EMPTY, Bytes.utf8(model + ": hi"), caller))
                .told();
    }

    private List<String> reasons(String model) {
        return ((List<?>) explain(model).get("routes")).stream().map(each -> (Map<?, ?>) each)
                .map(route -> route.get("name") + " " + route.get("condition") + " " + route.get("why")).toList();
    }

    private static List<String> brief(Object targets) {
        return ((List<?>) targets).stream().map(each -> (Map<?, ?>) each)
                .map(target -> target.get("provider") + "/" + target.get("model") + ": " + target.get("why"))
                .toList();
    }

    private void key(String provider, String name, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("service.pid", "io.patchbay.key~" + name);
        Origin origin = Origins.of(properties);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", provider), settings),
                properties).whenever(key -> bench.installed.addKey(origin, key));
    }

    /** The provider has told that its key is limited. */
    private void limited(String provider) {
        Snapshot snapshot = bench.installed.snapshot();
        Health.Entry entry = bench.pipeline.health().enter(snapshot.providers().get(provider).info(),
                snapshot.keysOf(provider), "m", Set.of(), bench.pipeline.random());
        assertThat(entry).isInstanceOfSatisfying(Health.Entry.Granted.class, granted -> {
            granted.permit().answered(429, Headers.EMPTY);
            granted.permit().ended(Optional.of(
                    new GatewayException(ErrorKind.RATE_LIMITED, "slow").withRetryAfter(Duration.ofSeconds(7))));
        });
    }
}
