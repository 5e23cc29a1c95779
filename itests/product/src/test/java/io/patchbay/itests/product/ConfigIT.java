package io.patchbay.itests.product;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One document, changed live by its file and by the API. */
class ConfigIT {
    private static final Path DISTRIBUTION = Distribution.root();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern EDIT = Pattern.compile("edit (\\d+)");
    private static final String MASTER_KEY = "planted-master-4700";
    private static final String DOCUMENT = """
            # The gateway under test.
            io.patchbay.provider.mock~a: { models: ["m"], reply: "from a" }

            # the route
            io.patchbay.route~r:
              model: routed   # what clients ask for
              targets: ["a/m"]
            """;

    private final FakeUpstream upstream = FakeUpstream.start().otherwise(Script.json(200, OpenAiChat.answer(2).utf8()));
    private final Path home = GatewayProcess.newHome();
    private Path file;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws IOException {
        file = Files.createDirectories(home.resolve("conf")).resolve("patchbay.yaml");
        Files.writeString(file, DOCUMENT);
        Files.createDirectories(home.resolve("secrets"));
        run(Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private void run(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(GatewayProcess.SHORT_LIVED);
        all.putAll(environment);
        gateway = GatewayProcess.start(DISTRIBUTION, home, all, "run").awaitReady();
    }

    @Test
    void fileAndApiEndInTheSameState() throws Exception {
        assertThat(reply("routed")).contains("from a");

        save(DOCUMENT.replace("from a", "from the file"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reply("routed")).contains("from the file"));

        assertThat(patch("{\"io.patchbay.provider.mock~a\": {\"models\": [\"m\"], \"reply\": \"from the api\"}}")
                .statusCode()).isEqualTo(200);
        assertThat(reply("routed")).as("live when it is answered").contains("from the api");
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT.replace("from a", "from the api"));

        String state = api("GET", "/api/config", "").body();
        Files.writeString(file, DOCUMENT.replace("from a", "in place"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reply("routed")).contains("in place"));
        assertThat(api("PUT", "/api/config", state).statusCode()).isEqualTo(200);
        assertThat(reply("routed")).contains("from the api");
    }

    @Test
    void whatIsBadIsRefusedByLineAndKeyAndTheLastGoodStateServes() throws Exception {
        save(DOCUMENT.replace("reply", "rpely"));
        await().atMost(LIMIT).until(() -> gateway.log().contains(
                "patchbay.yaml:2:47: io.patchbay.provider.mock~a: rpely: unknown key; did you mean reply?"));
        assertThat(reply("routed")).contains("from a");
        HttpResponse<String> conflict = patch("{\"io.patchbay.route~r\": null}");
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).contains("\"line\" : 2", "\"column\" : 47", "\"key\" : \"rpely\"");

        for (String broken : List.of("", "io.patchbay.provider.mock~a: {", DOCUMENT.substring(0, 60))) {
            save(broken);
            await().during(Duration.ofSeconds(1)).atMost(LIMIT)
                    .untilAsserted(() -> assertThat(reply("routed")).contains("from a"));
        }
        Files.delete(file);
        await().atMost(LIMIT).until(() -> gateway.log().contains("patchbay.yaml: is gone"));
        assertThat(reply("routed")).contains("from a");

        save(DOCUMENT.replace("from a", "mended"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reply("routed")).contains("mended"));
        HttpResponse<String> refused = patch("{\n \"io.patchbay.route~r\": { \"model\": 1, \"targets\": [\"a\"] } }");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"line\" : 2", "\"key\" : \"model\"", "expected text, found 1");
        assertThat(reply("routed")).contains("mended");
    }

    @Test
    void anEditOfAnOldStateIsRefusedAndOldStatesComeBack() throws Exception {
        String etag = api("GET", "/api/config", "").headers().firstValue("etag").orElseThrow();
        String edit = "{\"io.patchbay.provider.mock~a\": {\"models\": [\"m\"], \"reply\": \"edited\"}}";
        assertThat(api("PATCH", "/api/config", edit, "if-match", etag).statusCode()).isEqualTo(200);
        assertThat(api("PATCH", "/api/config", edit, "if-match", etag).statusCode()).isEqualTo(412);

        assertThat(api("GET", "/api/config/history/1?diff", "").body())
                .contains("-io.patchbay.provider.mock~a: { models: [\"m\"], reply: \"from a\" }",
                        "+io.patchbay.provider.mock~a: { models: [\"m\"], reply: \"edited\" }");
        assertThat(api("POST", "/api/config/restore/1", "").statusCode()).isEqualTo(200);
        assertThat(reply("routed")).contains("from a");
        assertThat(file).hasContent(DOCUMENT);
        assertThat(api("GET", "/api/config/history", "").body()).contains("\"origin\" : \"restore\"");
    }

    @Test
    void aSwappedLinkIsFollowedAsKubernetesSwapsIt() throws Exception {
        Path mount = Files.createDirectories(home.resolve("mount"));
        Path first = Files.createDirectories(mount.resolve("..1"));
        Path second = Files.createDirectories(mount.resolve("..2"));
        Files.writeString(first.resolve("patchbay.yaml"), DOCUMENT.replace("from a", "first"));
        Files.writeString(second.resolve("patchbay.yaml"), DOCUMENT.replace("from a", "other"));
        Files.createSymbolicLink(mount.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(mount.resolve("patchbay.yaml"), Path.of("..data/patchbay.yaml"));
        Path link = Files.createSymbolicLink(home.resolve("link"), mount.resolve("patchbay.yaml"));
        Files.move(link, file, ATOMIC_MOVE);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reply("routed")).contains("first"));

        Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), second.getFileName());
        Files.move(next, mount.resolve("..data"), ATOMIC_MOVE);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(reply("routed")).contains("other"));
    }

    @Test
    void aSecretThatIsRotatedIsUsedAtOnceSealedOrPlain() throws Exception {
        stopAndRun(Map.of("PATCHBAY_MASTER_KEY", MASTER_KEY));
        Files.writeString(home.resolve("secrets/mine"), "sk-planted-1\n");
        String sections = """
                {"io.patchbay.provider.openai~o": {"baseUrl": "%s"},
                 "io.patchbay.key~o": {"provider": "o", ".value": "%s"}}""";
        assertThat(patch(sections.formatted(upstream.url(), "$[secret:mine]")).statusCode()).isEqualTo(200);
        assertThat(keyOf("o/m")).isEqualTo("Bearer sk-planted-1");

        Files.writeString(home.resolve("secrets/mine"), "sk-planted-2\n");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(keyOf("o/m")).isEqualTo("Bearer sk-planted-2"));
        assertThat(api("PUT", "/api/secrets/mine", "sk-planted-3").statusCode()).isEqualTo(200);
        assertThat(keyOf("o/m")).as("live when it is answered").isEqualTo("Bearer sk-planted-3");
        assertThat(Files.readString(home.resolve("secrets/mine"))).startsWith("patchbay-secret:1:mine:");

        assertThat(patch(sections.formatted(upstream.url(), "sk-planted-4")).statusCode()).isEqualTo(200);
        assertThat(keyOf("o/m")).isEqualTo("Bearer sk-planted-4");
        assertThat(Files.readString(file)).contains(".value: \"$[secret:key.o.value]\"");
        assertThat(api("GET", "/api/secrets", "").body()).isEqualToIgnoringWhitespace("[\"key.o.value\",\"mine\"]");

        stopAndRun(Map.of("PATCHBAY_MASTER_KEY", MASTER_KEY));
        assertThat(keyOf("o/m")).as("sealed secrets are there after a start").isEqualTo("Bearer sk-planted-4");
        stopAndRun(Map.of());
        assertThat(new Client(gateway.url()).chat("o/m").statusCode()).as("without the master key the key is not used")
                .isNotEqualTo(200);
        assertThat(gateway.log()).contains("secret key.o.value is encrypted, and PATCHBAY_MASTER_KEY is not set");
        assertNothingTells("sk-planted", MASTER_KEY);
    }

    @Test
    void noSecretIsTold() throws Exception {
        List<String> answers = new ArrayList<>();
        save(DOCUMENT + """
                io.patchbay.provider.openai~o: { baseUrl: "%s", headers: ["x-a: planted-header"] }
                io.patchbay.key~o: { provider: o, .value: planted-by-hand }
                """.formatted(upstream.url()));
        await().atMost(LIMIT).until(() -> new Client(gateway.url()).chat("o/m").statusCode() == 200);
        String virtual = "{\"io.patchbay.virtualkey~v\": {\".token\": \"planted-token\"%s}}";
        answers.add(patch(virtual.formatted("")).body());
        answers.add(patch(virtual.formatted(", \"x\": 1")).body());
        answers.add(patch("{\"io.patchbay.key~p\": {\"provider\": 1, \".value\": \"planted-refused\"}}").body());
        answers.add(patch("{\"io.patchbay.key~p\": {\".value\": planted-bare}}").body());
        answers.add(patch("{\"io.patchbay.virtualkey~v\": {\".token\": [\"planted-list\"]}}").body());
        for (String path : List.of("/api/config", "/api/config/export?format=yaml", "/api/config/export?format=json",
                "/api/config/history", "/api/config/history/2", "/api/config/history/2?diff", "/api/config/schema",
                "/api/secrets", "/metrics")) {
            HttpResponse<String> answer = api("GET", path, "");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            answers.add(answer.body());
        }
        answers.add(api("POST", "/api/config/restore/2", "").body());
        save(DOCUMENT + "io.patchbay.key~o: { provider: o, .value planted-missing-colon }\n");
        await().atMost(LIMIT).until(() -> gateway.log().contains("is not applied"));
        answers.add(patch("{\"io.patchbay.key~p\": null}").body());

        assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain("planted-"));
        Files.delete(file);
        assertNothingTells("planted-");
    }

    @Test
    void killedWhileItWritesItLeavesTheDocumentWhole() throws Exception {
        for (int round = 0; round < 4; round++) {
            AtomicBoolean killed = new AtomicBoolean();
            CompletableFuture<Void> edits = CompletableFuture.runAsync(() -> editUntil(killed));
            int enough = 3 * round;
            await().atMost(LIMIT).until(() -> edits.isDone() || edits(Files.readString(file)) >= enough);
            killed.set(true);
            Process kill = new ProcessBuilder("kill", "-9", Long.toString(gateway.pid())).start();
            assertThat(kill.waitFor()).isZero();
            edits.get();
            gateway.awaitExit();
            assertThat(Files.readString(file)).as("whole").startsWith("# The gateway under test.\n")
                    .endsWith("  targets: [\"a/m\"]\n");
            run(Map.of());
            assertThat(reply("routed")).contains("edit ");
            try (Stream<Path> left = Files.list(file.getParent())) {
                assertThat(left).as("nothing is left behind").containsExactly(file);
            }
            save(DOCUMENT);
        }
    }

    private void editUntil(AtomicBoolean killed) {
        try {
            for (int i = 0;; i++) {
                HttpResponse<String> answer = patch(
                        "{\"io.patchbay.provider.mock~a\": {\"models\": [\"m\"], \"reply\": \"edit " + i + "\"}}");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
        } catch (RuntimeException e) {
            if (!killed.get()) {
                throw e;
            }
        }
    }

    /** The number of the edit that a document has; -1 for none. */
    private static int edits(String document) {
        Matcher edit = EDIT.matcher(document);
        return edit.find() ? Integer.parseInt(edit.group(1)) : -1;
    }

    private void stopAndRun(Map<String, String> environment) throws Exception {
        gateway.stop();
        run(environment);
    }

    private void assertNothingTells(String... secrets) throws IOException {
        assertThat(gateway.log()).doesNotContain(secrets);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (!each.startsWith(home.resolve("secrets"))) {
                    assertThat(Files.readString(each, StandardCharsets.ISO_8859_1)).as(each.toString())
                            .doesNotContain(secrets);
                }
            }
        }
    }

    private void save(String text) throws IOException {
        Path next = Files.writeString(home.resolve("next"), text);
        Files.move(next, file, ATOMIC_MOVE);
    }

    private String reply(String model) {
        HttpResponse<String> answer = new Client(gateway.url()).chat(model);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** The credential with which the upstream is called for a model. */
    private String keyOf(String model) throws InterruptedException {
        assertThat(new Client(gateway.url()).chat(model).statusCode()).isEqualTo(200);
        ReceivedRequest request = upstream.take();
        while (!request.path().endsWith("/chat/completions")) {
            request = upstream.take();
        }
        return request.headers().first("authorization").orElseThrow();
    }

    private HttpResponse<String> patch(String json) {
        return api("PATCH", "/api/config", json);
    }

    private HttpResponse<String> api(String method, String path, String body, String... headers) {
        Client client = new Client(gateway.managementUrl());
        HttpRequest.Builder request = client.request(path, headers)
                .header("authorization", "Bearer " + gateway.adminToken())
                .method(method, BodyPublishers.ofString(body));
        return client.send(request, BodyHandlers.ofString());
    }
}
