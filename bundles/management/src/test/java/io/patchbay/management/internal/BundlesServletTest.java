package io.patchbay.management.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.management.internal.HttpPlane.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundlesServletTest {
    private static final String BUNDLES = "/api/bundles";
    private static final String ACME = BUNDLES + "/acme";
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    private final HttpPlane plane = new HttpPlane();
    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(directory);
        framework.lifecycle.look();
        plane.servlet(new BundlesServlet(framework.lifecycle, framework.bundles, 10_000), BUNDLES, BUNDLES + "/*")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        plane.stop();
        framework.close();
    }

    @Test
    void aBundleIsInstalledUpdatedStoppedStartedAndRemoved() throws Exception {
        Answer installed = post(TestBundle.supplying("acme", "1.0.0"));
        assertThat(installed.status()).isEqualTo(201);
        assertThat(installed.header("Content-Type")).containsExactly("application/json");
        assertThat(installed.header("Cache-Control")).containsExactly("no-store");
        assertThat(installed.body())
                .isEqualTo("{\"symbolicName\":\"acme\",\"version\":\"1.0.0\",\"origin\":\"deployed\","
                        + "\"state\":\"active\",\"services\":[{\"types\":[\"java.util.function.Supplier\"],\"name\":\"supply\"}],"
                        + "\"dependents\":[],\"reason\":null}");
        assertThat(post(TestBundle.supplying("acme", "1.1.0")).status()).isEqualTo(200);
        Answer put = plane.send("PUT", ACME, TestBundle.supplying("acme", "1.2.0").bytes());
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body()).contains("\"version\":\"1.2.0\"");
        assertThat(plane.get(ACME).body()).contains("\"version\":\"1.2.0\"", "\"state\":\"active\"");
        assertThat(plane.send("POST", ACME + "/stop", NOTHING).body()).contains("\"state\":\"stopped\"");
        assertThat(plane.send("POST", ACME + "/start", NOTHING).body()).contains("\"state\":\"active\"");
        assertThat(plane.send("DELETE", ACME, NOTHING).status()).isEqualTo(204);
        assertThat(plane.get(ACME).status()).isEqualTo(404);
    }

    @Test
    void whatDrainsIsAnEntryOfItsOwn() throws Exception {
        post(TestBundle.supplying("acme", "1.0.0"));
        CountDownLatch busy = framework.busy();
        post(TestBundle.supplying("acme", "1.1.0"));
        assertThat(plane.get(BUNDLES).body()).startsWith("[{").endsWith("}]")
                .contains("\"version\":\"1.0.0\",\"origin\":\"deployed\",\"state\":\"draining\"")
                .contains("\"version\":\"1.1.0\",\"origin\":\"deployed\",\"state\":\"active\"");
        busy.countDown();
        await().untilAsserted(() -> assertThat(plane.get(BUNDLES).body()).doesNotContain("draining"));
    }

    @Test
    void whatIsRefusedSaysWhatIsMissing() throws Exception {
        Answer answer = post(TestBundle.of("acme", "1.0.0").header("Import-Package", "com.lib"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"acme 1.0.0 needs package com.lib")
                .contains("\"problems\":[{\"message\":\"acme 1.0.0 needs package com.lib, which no bundle has.");
        assertThat(directory.resolve("deploy").toFile().list()).isEmpty();
    }

    @Test
    void aBodyThatIsNoJarOrAnotherOneOrTooLongIsRejected() throws Exception {
        assertThat(plane.send("POST", BUNDLES, "{}".getBytes(UTF_8)).status()).isEqualTo(400);
        assertThat(plane.send("POST", BUNDLES, NOTHING).status()).isEqualTo(400);
        Answer other = plane.send("PUT", ACME, TestBundle.of("other", "1").bytes());
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.body()).contains("The jar is the bundle other, not acme.");
        Answer large = plane.send("POST", BUNDLES, Arrays.copyOf(TestBundle.of("acme", "1").bytes(), 10_001));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body()).contains("maxBundleBytes");
        assertThat(directory.resolve("deploy").toFile().list()).isEmpty();
    }

    @Test
    void thePlatformIsNotChanged() throws Exception {
        for (String method : new String[]{"DELETE", "PUT"}) {
            Answer answer = plane.send(method, BUNDLES + "/org.apache.felix.scr",
                    TestBundle.of("org.apache.felix.scr", "9").bytes());
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body()).contains("is a part of the platform");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,/none,404", "DELETE,/none,404", "POST,/none/start,404", "POST,/none/stop,404",
        "POST,/none/walk,404",
        "GET,/none/start,404", "GET,/a/b/c,404", "POST,/none,405", "PUT,'',405", "DELETE,'',405",
        "DELETE,/none/stop,404"})
    void whatIsNotThereIsNotFound(String method, String path, int status) throws IOException {
        Answer answer = plane.send(method, BUNDLES + path, NOTHING);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":");
    }

    private Answer post(TestBundle bundle) throws IOException {
        return plane.send("POST", BUNDLES, bundle.bytes());
    }
}
