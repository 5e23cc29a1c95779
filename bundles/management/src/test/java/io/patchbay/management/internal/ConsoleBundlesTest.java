package io.patchbay.management.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.management.internal.HttpPlane.Answer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class ConsoleBundlesTest {
    private static final String PAGE = "/bundles";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @TempDir
    Path directory;

    private final HttpPlane plane = new HttpPlane();
    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(directory);
        framework.lifecycle.look();
        plane.filter(new ConsoleBundles(framework.context(), framework.lifecycle, 100_000))
                .servlet(new WebConsole(), "/bundles/*").start();
    }

    @AfterEach
    void stop() throws Exception {
        plane.stop();
        framework.close();
    }

    @Test
    void anUploadInstallsAndUpdatesBesideAndLastsOverARestart() throws Exception {
        Answer installed = upload(TestBundle.supplying("acme", "1.0.0").bytes());
        assertThat(installed.status()).isEqualTo(302);
        assertThat(installed.header("Location")).singleElement().asString().endsWith(PAGE);
        assertThat(framework.deploy("acme.jar")).exists();
        CountDownLatch busy = framework.busy();
        upload(TestBundle.supplying("acme", "1.1.0").bytes());
        assertThat(framework.states("acme")).containsExactly("draining 1.0.0", "active 1.1.0");
        busy.countDown();
        await().untilAsserted(() -> assertThat(framework.states("acme")).containsExactly("active 1.1.0"));
    }

    @Test
    void anUploadThatIsOfNoUseIsRefusedInWords() throws Exception {
        Answer answer = upload(TestBundle.of("acme", "1.0.0").header("Import-Package", "com.lib").bytes());
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("acme 1.0.0 needs package com.lib");
        assertThat(upload("no jar".getBytes(UTF_8)).status()).isEqualTo(400);
        assertThat(framework.states("acme")).isEmpty();
    }

    @Test
    void aBundleIsStoppedStartedAndRemoved() throws Exception {
        framework.put(TestBundle.supplying("acme", "1.0.0"));
        assertThat(act("stop").body()).isEqualTo("{\"fragment\":false,\"stateRaw\":4}");
        assertThat(framework.deploy("acme.stopped")).exists();
        assertThat(act("start").body()).isEqualTo("{\"fragment\":false,\"stateRaw\":32}");
        assertThat(framework.deploy("acme.stopped")).doesNotExist();
        assertThat(act("update").status()).isEqualTo(409);
        assertThat(act("refresh").status()).isEqualTo(409);
        assertThat(act("uninstall").body()).isEqualTo("{\"fragment\":false,\"stateRaw\":1}");
        assertThat(framework.deploy("acme.jar")).doesNotExist();
    }

    @Test
    void whatDrainsIsLeftAlone() throws Exception {
        framework.put(TestBundle.supplying("acme", "1.0.0"));
        long id = bundle().getBundleId();
        CountDownLatch busy = framework.busy();
        framework.put(TestBundle.supplying("acme", "1.1.0"));
        Answer answer = act(Long.toString(id), "start");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("on its way out");
        busy.countDown();
    }

    @Test
    void thePlatformIsNotChanged() throws Exception {
        Answer answer = act("org.apache.felix.scr", "stop");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("is a part of the platform");
    }

    @Test
    void allElseIsTheWebConsoles() throws Exception {
        framework.put(TestBundle.supplying("acme", "1.0.0"));
        assertThat(plane.get(PAGE + "/" + bundle().getBundleId() + ".json").body()).isEqualTo("felix");
        assertThat(act("refreshPackages").body()).isEqualTo("felix");
        assertThat(act("none", "stop").body()).isEqualTo("felix");
    }

    private Bundle bundle() {
        return Arrays.stream(framework.context().getBundles()).filter(each -> "acme".equals(each.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    private Answer act(String action) throws IOException {
        return act(Long.toString(bundle().getBundleId()), action);
    }

    private Answer act(String bundle, String action) throws IOException {
        return plane.send("POST", PAGE + "/" + bundle, ("action=" + action).getBytes(UTF_8), FORM);
    }

    private Answer upload(byte[] jar) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--b\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\ninstall\r\n".getBytes(UTF_8));
        body.write("--b\r\nContent-Disposition: form-data; name=\"bundlefile\"; filename=\"x.jar\"\r\n\r\n"
                .getBytes(UTF_8));
        body.write(jar);
        body.write("\r\n--b--\r\n".getBytes(UTF_8));
        return plane.send("POST", PAGE, body.toByteArray(), "Content-Type: multipart/form-data; boundary=b");
    }

    /** Stands for the Web Console. */
    private static final class WebConsole extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("felix");
        }
    }
}
