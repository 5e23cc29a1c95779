package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.Script;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What somebody meets who starts the product for the first time, and who stops it. */
class FirstRunIT {
    private static final Path DISTRIBUTION = Distribution.root();
    private static final Pattern PRINTED_COMMAND =
            Pattern.compile("^ +(curl (?:[^\\\\\n]|\\\\\n)*)$", Pattern.MULTILINE);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void aWellKnownVariableMakesItsProviderBeThere() throws Exception {
        try (FakeUpstream proxy = FakeUpstream.start().otherwise(Script.head(502, "content-length: 0"));
                GatewayProcess gateway = GatewayProcess.start(DISTRIBUTION, GatewayProcess.newHome(),
                        Map.of("OPENAI_API_KEY", "sk-first-run", "HTTPS_PROXY", proxy.url()), "run").awaitReady()) {
            HttpResponse<String> models = new Client(gateway.url()).get("/v1/models");

            assertThat(models.statusCode()).isEqualTo(200);
            assertThat(proxy.take()).hasToString("CONNECT api.openai.com:443");
            assertThat(OpenAiError.of(new Client(gateway.url()).chat("gpt-5")).status()).isEqualTo(502);
            assertThat(gateway.log()).doesNotContain("sk-first-run");
            gateway.stop();
        }
    }

    @Test
    void whatTheDemoPrintsCanBeTried() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(DISTRIBUTION, GatewayProcess.newHome(), Map.of(), "demo")
                .awaitReady()) {
            await().atMost(LIMIT).until(() -> gateway.output().contains("Ctrl-C"));
            List<String> commands = PRINTED_COMMAND.matcher(gateway.output()).results().map(each -> each.group(1))
                    .toList();
            assertThat(commands).hasSize(4);

            assertThat(shell(commands.get(0))).contains("Hello from steady");
            assertThat(shell(commands.get(1))).contains("data: {").endsWith("data: [DONE]\n\n");
            List<String> answers = List.of(shell(commands.get(2)), shell(commands.get(2)));
            assertThat(answers).allSatisfy(answer -> assertThat(answer).contains(" 200 "));
            assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("Hello from flaky")
                    .containsIgnoringCase("x-patchbay-attempts: 1"));
            assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("Hello from steady")
                    .containsIgnoringCase("x-patchbay-provider: steady")
                    .containsIgnoringCase("x-patchbay-attempts: 2"));
            assertThat(shell(commands.get(3))).contains("\"demo\"");
            gateway.stop();
        }
    }

    @Test
    void theHomesDocumentIsTakenAndStatusAndStopFindTheGateway() throws Exception {
        Path home = GatewayProcess.newHome();
        Files.createDirectories(home.resolve("conf"));
        GatewayProcess.write(home.resolve("conf/patchbay.yaml"), "io.patchbay.provider.mock~mine: { models: [\"m\"] }");
        try (GatewayProcess gateway = GatewayProcess.start(DISTRIBUTION, home, Map.of(), "run").awaitReady()) {
            assertThat(new Client(gateway.url()).chat("m").statusCode()).isEqualTo(200);
            Ended up = script("status", "--home", home.toString());
            assertThat(up.status()).as(up.output()).isZero();
            assertThat(up.output()).contains("is ready", gateway.url());

            Ended stop = script("stop", "--home", home.toString());

            assertThat(stop.status()).as(stop.output()).isZero();
            assertThat(gateway.awaitExit()).isZero();
            assertThat(script("status", "--home", home.toString()).status()).isEqualTo(3);
        }
    }

    @Test
    void aStreamThatIsOpenAtSigtermIsFinished() throws Exception {
        Gate gate = new Gate();
        try (FakeUpstream upstream = FakeUpstream.start();
                GatewayProcess gateway = GatewayProcess.run(DISTRIBUTION,
                        "io.patchbay.provider.openai~slow: { baseUrl: \"" + upstream.url() + "\" }", Map.of())) {
            upstream.answer(Script.stream().chunks(OpenAiChat.words(2)).await(gate)
                    .chunks(OpenAiChat.events(2).subList(1, 4)).endChunks());
            Client operator = new Client(gateway.managementUrl());
            assertThat(operator.get("/health/ready").statusCode()).isEqualTo(200);
            try (InputStream stream = new Client(gateway.url()).stream("any").body()) {
                byte[] first = stream.readNBytes(OpenAiChat.words(2).getFirst().size());

                gateway.terminate();

                await().atMost(LIMIT).until(() -> operator.get("/health/ready").statusCode() == 503);
                assertThat(gateway.isAlive()).isTrue();
                gate.open();
                assertThat(new String(first, UTF_8) + new String(stream.readAllBytes(), UTF_8))
                        .endsWith("data: [DONE]\n\n");
            }
            assertThat(gateway.awaitExit()).as(gateway.log()).isZero();
            assertThat(gateway.log()).containsSubsequence("Run: stopping\n", "Run: stopped\n");
        }
    }

    @Test
    void aDistributionThatIsMovedTakesItsStartCacheAlong() throws Exception {
        Path distribution = Distribution.copy("unmoved");
        Process cache = GatewayProcess.command(distribution, Map.of(), List.of("cache"));
        assertThat(new String(cache.getInputStream().readAllBytes(), UTF_8)).contains("for faster starts");
        Path moved = distribution.resolveSibling("moved");
        GatewayProcess.delete(moved);
        Files.move(distribution, moved);

        try (GatewayProcess gateway =
                GatewayProcess.run(moved, "io.patchbay.provider.mock~up: { models: [m] }", Map.of())) {
            assertThat(gateway.jcmd("VM.command_line")).contains("-XX:AOTCache=" + moved);
            assertThat(new Client(gateway.url()).chat("m").statusCode()).isEqualTo(200);
            gateway.stop();
        }
    }

    @Test
    void aBadDocumentIsOneLineThatSaysWhere() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(DISTRIBUTION, GatewayProcess.newHome(), Map.of(), "run",
                "--config", document("io.patchbay.ingress: { port: 0 }\nio.patchbay.ingres: {}\n"))) {
            assertThat(gateway.awaitExit()).isEqualTo(78);
            assertThat(complaints(gateway.output())).singleElement().asString()
                    .contains("document.yaml:2:1: io.patchbay.ingres: unknown PID", "io.patchbay.ingress");
        }
    }

    @Test
    void aUsedPortIsOneLineThatNamesIt() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GatewayProcess gateway = GatewayProcess.start(DISTRIBUTION, GatewayProcess.newHome(), Map.of(), "run",
                        "--config", document("io.patchbay.provider.mock~any: {}"), "--port",
                        Integer.toString(used.getLocalPort()))) {
            assertThat(gateway.awaitExit()).isEqualTo(69);
            assertThat(complaints(gateway.output())).singleElement().asString()
                    .contains("port " + used.getLocalPort(), "in use");
        }
    }

    @Test
    void wrongCommandLinesAreExplained() throws Exception {
        assertThat(script("run", "--prot", "1"))
                .isEqualTo(new Ended(64, "patchbay: run does not know --prot; try help"));
        assertThat(script("walk")).isEqualTo(new Ended(64, "patchbay: unknown command: walk; try help"));
        assertThat(script("run", "--port", "x").status()).isEqualTo(64);
        assertThat(script("run", "--config", "/no/such/file").status()).isEqualTo(78);
        assertThat(script("version").output()).startsWith("Patchbay ");
        assertThat(script("help").output()).contains("usage: patchbay");
    }

    /**
     * What came of a command.
     *
     * @param output what was printed, without the line that names the JDK
     */
    private record Ended(int status, String output) {}

    private static Ended script(String... arguments) throws Exception {
        Process process = GatewayProcess.command(DISTRIBUTION, Map.of(), List.of(arguments));
        List<String> lines = complaints(new String(process.getInputStream().readAllBytes(), UTF_8));
        return new Ended(process.waitFor(), String.join("\n", lines));
    }

    private static List<String> complaints(String output) {
        return output.lines().filter(line -> !line.startsWith("Using Java ")).toList();
    }

    private static String document(String text) {
        return GatewayProcess.write(GatewayProcess.newHome().resolve("document.yaml"), text).toString();
    }

    private static String shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command.replace("curl ", "curl -sS ")).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return output;
    }
}
