package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider's jar is taken away from under a gateway that runs, and put back. */
class ProviderJarIT {
    private static final String JAR = "io.patchbay.provider.openai.jar";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final FakeUpstream UPSTREAM =
            FakeUpstream.start().otherwise(Script.json(200, OpenAiChat.answer(2).utf8()));
    private static final Path COPY = Distribution.copy("distribution-of-ProviderJarIT");

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.openai~comes: { baseUrl: "%s" }
            io.patchbay.provider.mock~stays: {}
            io.patchbay.route~comes: { model: "routed", targets: ["comes"] }
            io.patchbay.route~spare: { model: "spared", targets: ["comes"], fallbacks: ["stays"] }
            """.formatted(UPSTREAM.url())).distribution(COPY);

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void withoutItsJarAProviderIsNotInstalledAndAllElseServes() throws IOException {
        assertServes("comes/m");
        assertServes("routed");

        move(COPY.resolve("providers"), COPY);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertServes("stays/m");
            assertNotInstalled("comes/m");
        });
        assertNotInstalled("routed");
        assertServes("spared");
        assertThat(GATEWAY.client().get("/v1/models").statusCode()).isEqualTo(200);
        assertThat(new Client(GATEWAY.process().managementUrl()).get("/health/live").statusCode()).isEqualTo(200);

        move(COPY, COPY.resolve("providers"));

        await().atMost(LIMIT).untilAsserted(() -> {
            assertServes("stays/m");
            assertServes("comes/m");
        });
        assertServes("routed");
    }

    @Test
    void aJarInTheHomesDeployFolderServesAsWell() throws IOException {
        Path deploy = GATEWAY.process().home().resolve("deploy");
        move(COPY.resolve("providers"), deploy);
        try {
            await().atMost(LIMIT).untilAsserted(() -> assertServes("comes/m"));
            await().during(Duration.ofSeconds(1)).atMost(LIMIT).untilAsserted(() -> assertServes("comes/m"));
        } finally {
            move(deploy, COPY.resolve("providers"));
        }
        await().atMost(LIMIT).untilAsserted(() -> assertServes("comes/m"));
    }

    private static void assertServes(String model) {
        HttpResponse<String> answer = GATEWAY.client().chat(model);
        assertThat(answer.statusCode()).as("%s: %s", model, answer.body()).isEqualTo(200);
    }

    private static void assertNotInstalled(String model) {
        OpenAiError error = OpenAiError.of(GATEWAY.client().chat(model));
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.code()).isEqualTo("provider_not_installed");
        assertThat(error.message()).contains("provider not installed", "comes");
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from.resolve(JAR), to.resolve(JAR));
    }
}
