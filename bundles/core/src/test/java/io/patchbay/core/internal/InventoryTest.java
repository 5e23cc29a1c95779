package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class InventoryTest {
    private final Bench bench = new Bench();

    @Test
    void tellsWhatServesWhatIsWaitedForAndWhatIsOnlyConfigured() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"), "gpt-*");
        bench.stop(bench.provider(Origins.bundle(), "spare", Bench.whole("+ok")));
        key("only", Map.of(".value", "$[env:MISSING]"));

        assertThat(inventory("io.patchbay.provider.test~main", "io.patchbay.provider.other~x").providers())
                .containsExactly(
                        Map.of("name", "main", "type", "test", "speaks", List.of("a"), "surfaces",
                                List.of(), "models", List.of("gpt-*"), "bundle", "providers", "version", "1.0.0",
                                "keys",
                                List.of("only"), "state", "no usable key"),
                        Map.of("name", "spare", "type", "test", "speaks", List.of("a"), "surfaces",
                                List.of(), "models", List.of(), "bundle", "providers", "version", "1.0.0", "keys",
                                List.of(), "state", "being replaced"),
                        withoutBundle());
    }

    @Test
    void tellsTheStateOfKeysAndNoSecret() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"));
        key("good", Map.of(".value", "s3cret"));
        key("tired", Map.of(".value", "s3cret", "weight", 0.5, "models", new String[]{"a", "b"}));
        key("refused", Map.of(".value", "s3cret"));
        fails("tired", new GatewayException(ErrorKind.RATE_LIMITED, "slow").withRetryAfter(Duration.ofSeconds(7)));
        fails("refused", new GatewayException(ErrorKind.KEY_REFUSED, "no"));

        String json = JsonText.of(inventory().keys());

        assertThat(json).doesNotContain("s3cret").isEqualTo(
                "[" + told("good", "1", "\"*\"", "ready", 0) + "," + told("refused", "1", "\"*\"", "out", 0) + ","
                        + told("tired", "0.5", "\"a\",\"b\"", "resting", 7_000) + "]");
    }

    @Test
    void tellsRoutesInTheOrderInWhichTheyAreMatched() {
        bench.route("*", List.of("main"));
        bench.route("gpt-*", List.of("main/big=0.5", "spare"), "spare/small");
        bench.route("gpt-5", List.of("main"));
        assertThat(inventory().routes()).extracting(route -> route.get("name"))
                .containsExactly("gpt-5", "gpt-*", "*");
        assertThat(JsonText.of(inventory().routes().get(1))).isEqualTo("""
                {"name":"gpt-*","model":"gpt-*","when":"","priority":0,"targets":["main/big=0.5","spare"],\
                "fallbacks":["spare/small"],"contextFallbacks":[],"contentFallbacks":[],"rateLimitFallbacks":[],\
                "fallbackOn":[],"sticky":"none","balancer":"weighted","retries":2,"cache":false,"shadow":[],\
                "shadowsLeftOut":0,"maxConcurrent":0,"running":0,"requestsPerMinute":0,"filters":[],"withoutFilters":[],\
                "state":"ready"}""");
    }

    @Test
    void tellsModelsAsClientsSeeThem() {
        bench.provider(Origins.bundle(), "main", Bench.whole("+ok"), "m-1", "x-*");
        bench.route("fast", List.of("main/m-1"));
        assertThat(inventory().models()).extracting(model -> model.get("id"))
                .containsExactly("fast", "m-1", "main/m-1");
    }

    @Test
    void writesAnyTextAsJson() {
        assertThat(JsonText.of(List.of("a\"\\\n\u00e9", 1.5, true))).isEqualTo("[\"a\\\"\\\\\\u000a\u00e9\",1.5,true]");
    }

    private static Map<String, Object> withoutBundle() {
        Map<String, Object> told = new HashMap<>(Map.of("name", "x", "type", "other", "speaks", List.of(),
                "surfaces", List.of(), "models", List.of(), "keys", List.of(), "state", "not installed"));
        told.put("bundle", null);
        told.put("version", null);
        return told;
    }

    private static String told(String name, String weight, String models, String state, int restsForMs) {
        return "{\"name\":\"" + name + "\",\"provider\":\"main\",\"weight\":" + weight + ",\"models\":[" + models
                + "],\"enabled\":true,\"usable\":true,\"state\":\"" + state + "\",\"restsForMs\":" + restsForMs + "}";
    }

    private void key(String name, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("service.pid", "io.patchbay.key~" + name);
        Origin origin = Origins.of(properties);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", "main"), settings),
                properties).whenever(key -> bench.installed.addKey(origin, key));
    }

    /** An attempt for the model a with a key meets an error. */
    private void fails(String key, GatewayException error) {
        Snapshot now = bench.installed.snapshot();
        Set<String> others = new HashSet<>(Set.of("good", "tired", "refused"));
        others.remove(key);
        Health.Entry entry = bench.pipeline.health().enter(now.providers().get("main").info(), now.keysOf("main"), "a",
                others, bench.pipeline.random());
        ((Health.Entry.Granted) entry).permit().ended(Optional.of(error));
    }

    private Inventory inventory(String... pids) {
        Configuration[] all = List.of(pids).stream().map(pid -> proxy(Configuration.class, pid))
                .toArray(Configuration[]::new);
        return new Inventory(bench.pipeline, new Configured(proxy(ConfigurationAdmin.class, all)));
    }

    /** Something that says the same whatever it is asked. */
    private static <T> T proxy(Class<T> type, Object says) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, _, _) -> says));
    }
}
