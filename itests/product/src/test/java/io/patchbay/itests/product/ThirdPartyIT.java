package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A bundle that somebody else built from the published API, in a gateway that knows nothing of it: the worked example in
 * {@code itests/third-party/acme}, with the document of its README.
 */
class ThirdPartyIT {
    private static final ThirdPartyJar JAR = ThirdPartyJar.built();
    private static final Path SECOND = JAR.derived("second.jar", bundle -> bundle.version("2.0.0")
            .replace("OSGI-INF/com.example.acme.AcmeProvider.xml", "You said:", "Second:"));
    private static final Path FOR_ANOTHER_API =
            JAR.derived("for-another-api.jar", bundle -> bundle.version("3.0.0").importing("[9,10)"));
    private static final Path STRANGER = JAR.derived("stranger.jar",
            bundle -> bundle.name("com.example.stranger").importing("[9,10)"));
    private static final String DOCUMENT = readme() + """
            io.patchbay.provider.acme~plain: {}
            io.patchbay.provider.mock~stays: { models: ["stays"] }
            """;
    private static final String SAID = "the tulip plan";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(DOCUMENT).environment("ACME_KEY", "of-no-use");

    @BeforeEach
    void deploy() throws IOException {
        configure(DOCUMENT);
        deploy(JAR.file());
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(said("parrot/echo")).contains("Parrot: the *** plan");
            assertThat(said("plain/echo")).contains("You said: the *** plan");
        });
    }

    @AfterEach
    void allElseServes() throws IOException {
        Files.deleteIfExists(deployed("com.example.stranger"));
        assertThat(said("stays")).isPresent();
    }

    @Test
    void itsProviderAnswersWholeAndWordByWordAndItsFilterActs() {
        HttpResponse<String> whole = ask("parrot/echo", false);
        HttpResponse<String> streamed = ask("parrot/echo", true);

        assertThat(json(whole.body()).at("/choices/0/message/content").asText()).isEqualTo("Parrot: the *** plan");
        assertThat(whole.headers().firstValue("x-patchbay-provider")).contains("parrot");
        assertThat(whole.headers().firstValue("x-acme-key")).contains("parrot-1");
        assertThat(ask("plain/echo", false).headers().firstValue("x-acme-key")).isEmpty();
        assertThat(words(streamed.body())).containsExactly("Parrot: ", "the ", "*** ", "plan");
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void itsBalancerPutsTargetsInOrder() throws IOException {
        awaitAlwaysSaid("bird", "Cockatoo: the *** plan");

        configure(DOCUMENT.replace("provider: cockatoo", "provider: parrot"));
        awaitAlwaysSaid("bird", "Parrot: the *** plan");
    }

    @Test
    void itsSettingsAreLive() throws IOException {
        configure(DOCUMENT.replace("Parrot:", "Cockatoo:").replace("tulip", "plan"));

        await().atMost(LIMIT).until(() -> said("parrot/echo").equals(Optional.of("Cockatoo: the tulip ***")));
    }

    @Test
    void itsSettingsAreInTheSchema() {
        JsonNode schema = json(manage("/api/config/schema").body());
        JsonNode filter = schema.path("properties").path("com.example.acme.mask");

        assertThat(schema.path("patternProperties")).anySatisfy(provider -> {
            assertThat(provider.path("title").asText()).isEqualTo("Acme");
            JsonNode greeting = provider.path("properties").path("greeting");
            assertThat(greeting.path("title").asText()).isEqualTo("Greeting");
            assertThat(greeting.path("description").asText()).isEqualTo("What comes before the echo.");
            assertThat(greeting.path("default").asText()).isEqualTo("You said:");
        });
        assertThat(filter.path("title").asText()).isEqualTo("Acme: mask");
        assertThat(filter.path("required")).extracting(JsonNode::asText).containsExactly("word");
    }

    @Test
    void aNewVersionTakesOverAndNoRequestFails() throws IOException {
        deploy(SECOND);

        // One request after the other, without a pause: each must be answered.
        await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            String answer = said("plain/echo").orElseThrow();
            assertThat(answer).isIn("You said: the *** plan", "Second: the *** plan");
            assertThat(said("parrot/echo")).contains("Parrot: the *** plan");
            return answer.startsWith("Second:");
        });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(versions("com.example.acme")).containsExactly("2.0.0"));
        assertThat(said("plain/echo")).contains("Second: the *** plan");
    }

    @Test
    void aVersionForAnotherApiIsRefusedInWordsAndTheOldOneServes() throws IOException {
        deploy(FOR_ANOTHER_API);

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(said("plain/echo")).contains("You said: the *** plan");
            assertRefused("com.example.acme", "3.0.0");
        });
        assertThat(said("parrot/echo")).contains("Parrot: the *** plan");
        assertThat(versions("com.example.acme")).contains("1.0.0");
    }

    @Test
    void aBundleForAnotherApiIsRefusedInWordsAndAllElseServes() throws IOException {
        Files.copy(STRANGER, deployed("com.example.stranger"));

        await().atMost(LIMIT).untilAsserted(() -> assertRefused("com.example.stranger", "1.0.0"));
        assertThat(said("parrot/echo")).contains("Parrot: the *** plan");
    }

    @Test
    void withItsJarItIsGone() throws IOException {
        Files.delete(deployed("com.example.acme"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(OpenAiError.of(ask("parrot/echo", false)).code())
                .isEqualTo("provider_not_installed"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(bundles("com.example.acme")).isEmpty());
    }

    /** There is an entry that is refused, and says why as one would to a person. */
    private static void assertRefused(String symbolicName, String version) {
        assertThat(bundles(symbolicName)).anySatisfy(bundle -> {
            assertThat(bundle.path("state").asText()).isEqualTo("refused");
            assertThat(bundle.path("version").asText()).isEqualTo(version);
            assertThat(bundle.path("reason").asText())
                    .contains("needs package io.patchbay.api.", "9.0.0 to below 10.0.0", "0.1.0", "API")
                    .doesNotContain("Exception", "osgi.wiring", "(&(");
        });
    }

    private static List<JsonNode> bundles(String symbolicName) {
        List<JsonNode> found = new ArrayList<>();
        json(manage("/api/bundles").body()).forEach(bundle -> {
            if (bundle.path("symbolicName").asText().equals(symbolicName)) {
                found.add(bundle);
            }
        });
        return found;
    }

    private static List<String> versions(String symbolicName) {
        return bundles(symbolicName).stream().map(bundle -> bundle.path("version").asText()).toList();
    }

    private static HttpResponse<String> manage(String path) {
        HttpResponse<String> answer = new Client(GATEWAY.process().managementUrl()).get(path, "authorization",
                "Bearer " + GATEWAY.process().adminToken());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer;
    }

    private static HttpResponse<String> ask(String model, boolean stream) {
        return GATEWAY.client().post(Client.CHAT, """
                {"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]}""".formatted(model, stream,
                SAID));
    }

    private static void awaitAlwaysSaid(String model, String text) {
        await().atMost(LIMIT).until(() -> said(model).equals(Optional.of(text)));
        for (int i = 0; i < 20; i++) {
            assertThat(said(model)).contains(text);
        }
    }

    /** What a model answers; empty where it does not. */
    private static Optional<String> said(String model) {
        HttpResponse<String> answer = ask(model, false);
        return answer.statusCode() == 200
                ? Optional.of(json(answer.body()).at("/choices/0/message/content").asText())
                : Optional.empty();
    }

    private static List<String> words(String events) {
        return events.lines().filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring(6)).at("/choices/0/delta/content").asText())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private static void deploy(Path jar) throws IOException {
        ThirdPartyJar.replace(deployed("com.example.acme"), Files.readAllBytes(jar));
    }

    private static Path deployed(String symbolicName) {
        return GATEWAY.process().home().resolve("deploy").resolve(symbolicName + ".jar");
    }

    private static void configure(String document) throws IOException {
        ThirdPartyJar.replace(GATEWAY.process().home().resolve("document.yaml"), document.getBytes(UTF_8));
    }

    private static String readme() {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(JAR.readme());
        assertThat(yaml.find()).as("a document in the README").isTrue();
        return yaml.group(1);
    }
}
