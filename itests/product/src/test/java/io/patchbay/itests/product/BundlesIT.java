package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.itests.product.AdminApi.BundleState;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles come, change and go by the folder and by the API, to the same end, and a restart finds what was. */
class BundlesIT {
    private static final String MOCK = "io.patchbay.provider.mock";
    private static final String SHIPPED = "0.1.0.SNAPSHOT";
    private static final String DOCUMENT = "io.patchbay.provider.mock~one: { reply: \"Here.\" }\n";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private BundleJars jars;
    private GatewayProcess gateway;
    private AdminApi api;

    @BeforeEach
    void start() {
        jars = new BundleJars(directory);
        gateway = GatewayProcess.run(Distribution.root(), DOCUMENT, GatewayProcess.SHORT_LIVED);
        api = new AdminApi(gateway);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eitherWayLeadsToTheSameStateWhichARestartFinds() throws Exception {
        api.install(jars.version(MOCK, "0.2.0"));
        assertServes("0.2.0");
        assertThat(deployed()).containsExactly(MOCK + ".jar");

        deploy(jars.version(MOCK, "0.3.0"), MOCK + ".jar");
        awaitServes("0.3.0");
        restart();
        assertServes("0.3.0");

        api.stop(MOCK);
        assertStates("stopped 0.3.0");
        assertThat(chat()).isEqualTo(503);
        restart();
        assertStates("stopped 0.3.0");
        Files.delete(deploy(MOCK + ".stopped"));
        awaitServes("0.3.0");

        Files.delete(deploy(MOCK + ".jar"));
        awaitServes(SHIPPED);
        api.remove(MOCK);
        await().atMost(LIMIT).untilAsserted(() -> assertStates());
        assertThat(chat()).isEqualTo(503);
        restart();
        assertStates();
        api.start(MOCK);
        awaitServes(SHIPPED);
        assertThat(deployed()).isEmpty();
    }

    @Test
    void aStreamThatLastsHoldsUpNeitherAnUpdateNorAConfiguration() throws Exception {
        Client client = new Client(gateway.url());
        api.patch("{\"io.patchbay.provider.mock~slow\": {\"models\": [\"first\"]}}");
        try (InputStream lasting = client.stream("slow/first", "x-mock-fault", "stall").body()) {
            assertThat(lasting.read()).isEqualTo('d');
            api.install(jars.version(MOCK, "0.2.0"));
            assertStates("draining " + SHIPPED, "active 0.2.0");

            api.patch("{\"io.patchbay.provider.mock~slow\": {\"models\": [\"second\"]}}");
            assertThat(client.chat("slow/second").statusCode()).isEqualTo(200);
            assertThat(client.get("/v1/models").body()).contains("slow/second").doesNotContain("slow/first");
            assertThat(gateway.log()).doesNotContain("takes longer");
            assertStates("draining " + SHIPPED, "active 0.2.0");
        }
        await().atMost(LIMIT).untilAsserted(() -> assertStates("active 0.2.0"));
    }

    @Test
    void whatIsOfNoUseNeverServes() throws Exception {
        api.install(jars.version(MOCK, "0.2.0"));

        assertRefused(forNewerApi("0.3.0"), "built against a newer API: use a build for API 0.1, or update Patchbay");
        assertRefused(jars.unresolvable(BundleJars.packaged(MOCK), "0.3.0"), "com.example.nowhere");
        assertRefused(jars.throwing("1.0.0"), "failed to start");
        assertRefused(jars.corrupt(BundleJars.packaged(MOCK)), "is not whole");
        assertStates("active 0.2.0");

        deploy(forNewerApi("0.4.0"), "newer.jar");
        awaitRefused("0.4.0", "built against a newer API");
        Files.delete(deploy("newer.jar"));
        deploy(jars.version(MOCK, "0.1.5"), "older.jar");
        awaitRefused("0.1.5", "deploy/older.jar and deploy/" + MOCK + ".jar are both " + MOCK);
        Files.delete(deploy("older.jar"));
        await().atMost(LIMIT).untilAsserted(() -> assertStates("active 0.2.0"));
        Files.writeString(deploy("text.jar"), "no jar");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(api.bundles("text.jar")).singleElement()
                .matches(bundle -> bundle.state().equals("refused") && bundle.reason().contains("is no jar")));
        assertServes("0.2.0");
    }

    @Test
    void aJarHalfCopiedIsNotTouchedUntilItIsWhole() throws Exception {
        byte[] whole = Files.readAllBytes(jars.version(MOCK, "0.2.0"));
        Files.write(deploy("mock.jar"), Arrays.copyOf(whole, whole.length / 2));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(api.bundles("mock.jar")).singleElement()
                .matches(bundle -> bundle.reason().contains("is not whole")));
        assertServes(SHIPPED);
        Files.write(deploy("mock.jar"), whole);
        awaitServes("0.2.0");
        assertThat(api.bundles("mock.jar")).isEmpty();
    }

    @Test
    void aBrokenVersionInTheFolderLeavesTheOldOneServingOverARestart() throws Exception {
        deploy(jars.version(MOCK, "0.2.0"), "mock.jar");
        awaitServes("0.2.0");
        deploy(withoutClasses("0.3.0"), "mock.jar");
        awaitRefused("0.3.0", "failed to start");
        assertServes("0.2.0");
        restart();
        assertServes("0.2.0");
    }

    private void restart() throws InterruptedException {
        gateway.stop();
        GatewayProcess before = gateway;
        gateway =
                GatewayProcess.start(Distribution.root(), before.home(), GatewayProcess.SHORT_LIVED, "run", "--config",
                        before.home().resolve("document.yaml").toString()).awaitReady();
        api = new AdminApi(gateway);
    }

    private Path forNewerApi(String version) {
        return jars.rewritten(BundleJars.packaged(MOCK), version, headers -> headers.putValue("Import-Package",
                headers.getValue("Import-Package").replaceAll("(io\\.patchbay\\.api[^;]*;version=)\"[^\"]*\"",
                        "$1\"[99,100)\"")));
    }

    private Path withoutClasses(String version) {
        return jars.rewritten(BundleJars.packaged(MOCK), version,
                headers -> headers.putValue("Patchbay-Test", "no classes"), ".class");
    }

    private void assertRefused(Path jar, String reason) {
        HttpResponse<String> answer = api.post(jar);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("\"problems\":[{\"message\":").contains(reason);
    }

    private void awaitRefused(String version, String reason) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(api.bundles(MOCK)).anySatisfy(bundle -> {
            assertThat(bundle.is(MOCK, version, "refused")).isTrue();
            assertThat(bundle.reason()).contains(reason);
        }));
    }

    private void awaitServes(String version) {
        await().atMost(LIMIT).untilAsserted(() -> assertStates("active " + version));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(chat()).isEqualTo(200));
    }

    private void assertServes(String version) {
        assertThat(api.bundles(MOCK)).anyMatch(bundle -> bundle.is(MOCK, version, "active"));
        assertThat(chat()).isEqualTo(200);
    }

    private void assertStates(String... states) {
        List<String> now = api.bundles(MOCK).stream().map(BundlesIT::text).toList();
        assertThat(now).containsExactlyInAnyOrder(states);
    }

    private static String text(BundleState bundle) {
        return bundle.state() + " " + bundle.version();
    }

    private int chat() {
        return new Client(gateway.url()).chat("one/mock-1").statusCode();
    }

    private Path deploy(String name) {
        return gateway.home().resolve("deploy").resolve(name);
    }

    private void deploy(Path jar, String name) throws IOException {
        Path copy = Files.copy(jar, deploy(name + ".part"));
        Files.move(copy, deploy(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> deployed() {
        return Arrays.stream(gateway.home().resolve("deploy").toFile().list()).sorted().toList();
    }
}
