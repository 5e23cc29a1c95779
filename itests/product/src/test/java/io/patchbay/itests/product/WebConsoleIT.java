package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** The Felix Web Console, as an operator sees it in a browser. */
class WebConsoleIT {
    private static final String ENVIRONMENT_KEY = "sk-planted-environment-4711";
    private static final String PLAIN_KEY = "sk-planted-plain-4712";
    private static final String TOKEN = "token-planted-4713";
    private static final String HEADER = "header-planted-4714";
    private static final String TYPED_KEY = "sk-planted-typed-4715";
    private static final List<String> SECRETS = List.of(ENVIRONMENT_KEY, PLAIN_KEY, TOKEN, HEADER);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String DOCUMENT = """
            # Written by hand.
            io.patchbay.ingress: { host: "127.0.0.1" }
            io.patchbay.provider.mock~mock: { models: ["mock-1"], reply: "Hello." }
            io.patchbay.provider.openai~main: { baseUrl: "http://127.0.0.1:9/v1", headers: ["x-secret: %3$s"] }
            io.patchbay.provider.mock~busy: { models: ["busy-1"], faults: ["429:600", "none"] }
            io.patchbay.key~tired: { provider: busy, .value: "$[env:KEY]" }
            io.patchbay.key~environment: { provider: main, .value: "$[env:KEY]" }
            io.patchbay.key~plain: { provider: main, .value: "%1$s" }
            io.patchbay.route~chat: { model: "chat", targets: ["mock/mock-1"] }
            io.patchbay.route~edited: { model: "edited", targets: ["mock/mock-1"] }   # where edited goes
            io.patchbay.route~refused: { model: "refused", targets: ["mock/mock-1"] }
            io.patchbay.virtualkey~app: { .token: "%2$s" }
            """.formatted(PLAIN_KEY, TOKEN, HEADER);

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(DOCUMENT).environment("KEY", ENVIRONMENT_KEY);

    private static Browser browser;

    @BeforeAll
    static void logIn() throws Exception {
        browser = Browser.open();
        await("the Web Console, which starts when the gateway has").atMost(LIMIT).until(() -> new Client(address())
                .get("/bundles", "authorization", basic(GATEWAY.process().adminToken())).statusCode() == 200);
        browser.go(address().replace("http://", "http://admin:" + GATEWAY.process().adminToken() + "@") + "/bundles");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void nobodyElseGetsIn() {
        Client stranger = new Client(address());

        assertThat(stranger.get("/bundles").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/res/ui/config.js").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/bundles", "authorization", basic("admin")).statusCode()).isEqualTo(401);
        assertThat(stranger.get("/bundles", "authorization", basic(GATEWAY.process().adminToken())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyPageOpens() {
        browser.go(address() + "/bundles");
        List<String> pages = browser.all("#navmenu a[href]").stream()
                .map(link -> link.getDomAttribute("href"))
                .filter(href -> href.startsWith("/system/console/") && !href.endsWith("/logout"))
                .toList();
        assertThat(pages).contains("/system/console/configMgr", "/system/console/components", "/system/console/logs",
                "/system/console/bundles", "/system/console/services", "/system/console/status-scr",
                "/system/console/patchbay-health");
        browser.complaints();

        for (String page : pages) {
            browser.go(GATEWAY.process().managementUrl() + page);

            assertThat(browser.title()).as(page).startsWith("Patchbay - ");
            assertThat(browser.text()).as(page).doesNotContain("HTTP ERROR", "Exception:", "The request failed");
            assertThat(browser.complaints()).as(page).isEmpty();
            assertThat(browser.source()).as(page).doesNotContain(SECRETS);
            assertThat(browser.loaded()).as(page).isNotEmpty()
                    .allMatch(address -> address.startsWith(GATEWAY.process().managementUrl()));
        }
    }

    @Test
    void aFormSaysWhatASettingIs() {
        open("io.patchbay.provider.openai~main");

        String form = browser.one("#editorForm").getText();
        assertThat(form).contains("Base URL", "Where the upstream is, such as https://api.example.com/v1",
                "Connect time-out", "How long connecting may take, in ms.");
        assertThat(field("baseUrl").getDomProperty("value")).isEqualTo("http://127.0.0.1:9/v1");
        assertThat(field("connectTimeoutMs").getDomProperty("value")).isEqualTo("5000");
        assertThat(browser.source()).doesNotContain(SECRETS);
    }

    @Test
    void aSecretIsNotShown() {
        Map.of("io.patchbay.key~plain", ".value", "io.patchbay.key~environment", ".value",
                "io.patchbay.virtualkey~app", ".token").forEach((pid, secret) -> {
                    open(pid);

                    assertThat(field(secret).getDomProperty("type")).as(pid).isEqualTo("password");
                    assertThat(browser.source()).as(pid).doesNotContain(SECRETS);
                });
    }

    @Test
    void theComponentsAreShownWithoutTheirSecrets() {
        Client client = new Client(address());
        String authorization = basic(GATEWAY.process().adminToken());

        String report = client.get("/status-scr.txt", "authorization", authorization).body();
        String configurations = client.get("/status-Configurations.txt", "authorization", authorization).body();

        assertThat(report).contains("io.patchbay.core.internal.ConfiguredKey", ".value=***", ".token=***");
        assertThat(configurations).contains("io.patchbay.key~plain");
        assertThat(report + configurations).doesNotContain(SECRETS);
    }

    @Test
    void theLogPageHasTheGatewaysLog() {
        browser.go(address() + "/logs");

        await().atMost(LIMIT).untilAsserted(() -> assertThat(browser.one("#plugin_table").getText())
                .contains("io.patchbay.ingress.internal.IngressServer: Listens on", "Patchbay: ingress"));
    }

    @Test
    void theHealthPageSaysWhatAKeyGoesThroughAndResetsIt() {
        assertThat(chat("busy-1")).isEqualTo(429);
        browser.complaints();
        browser.go(address() + "/patchbay-health");

        await().atMost(LIMIT).until(() -> health("keys", "tired busy busy-1"),
                row -> row.contains("cooling rate_limited"));
        assertThat(health("providers", "busy busy-1 closed")).isNotEmpty();
        assertThat(health("limits", "busy")).isNotEmpty();

        browser.one("#patchbay-keys tr[data-id*=tired][data-id*=busy-1] button").click();
        await().atMost(LIMIT).until(() -> health("keys", "tired busy busy-1"), row -> row.contains("healthy"));
        assertThat(chat("busy-1")).isEqualTo(200);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anEditIsLiveAndStandsInTheDocument() {
        String before = document();
        open("io.patchbay.route~edited");
        type("model", "renamed");
        save();

        browser.awaitNo("#editorForm");
        assertThat(chat("renamed")).isEqualTo(200);
        assertThat(chat("edited")).isEqualTo(404);
        assertThat(document()).isEqualTo(before.replace("model: \"edited\"", "model: \"renamed\""));
    }

    @Test
    void aBadEditIsRefusedInWordsAndTheFormStaysOpen() {
        String before = document();
        open("io.patchbay.route~refused");
        type("retries", "twice");
        save();

        assertThat(browser.one(".patchbay-refusal").getText()).contains("retries", "expected a whole number", "twice");
        assertThat(field("retries").getDomProperty("value")).isEqualTo("twice");
        assertThat(chat("refused")).isEqualTo(200);
        assertThat(document()).isEqualTo(before);

        type("retries", "3");
        save();

        browser.awaitNo("#editorForm");
        assertThat(document()).contains("retries: 3");
    }

    @Test
    void aRefusalIsSaidOnEveryPage() {
        browser.go(address() + "/bundles");
        browser.run("$.post(pluginRoot + '/999999', {action: 'start'})");

        assertThat(browser.one(".patchbay-refusal").getText()).isEqualTo("The request failed with status 404.");
    }

    @Test
    void whatIsDoneToABundleIsDoneToItsFolder() {
        Path mark = GATEWAY.process().home().resolve("deploy/io.patchbay.provider.groq.stopped");
        browser.go(address() + "/bundles");

        browser.run("$.post(pluginRoot + '/io.patchbay.provider.groq', {action: 'stop'})");
        await().atMost(LIMIT).until(() -> Files.exists(mark));
        browser.run("$.post(pluginRoot + '/io.patchbay.provider.groq', {action: 'start'})");
        await().atMost(LIMIT).until(() -> Files.notExists(mark));

        browser.run("$.post(pluginRoot + '/io.patchbay.core', {action: 'stop'})");
        assertThat(browser.one(".patchbay-refusal").getText()).contains("io.patchbay.core");
    }

    @Test
    void aNewRouteHasTheNameThatItWasGivenAndGoesAgain() {
        create("io.patchbay.route");
        type("model", "second");
        browser.one("#editorForm tr:has([id^=targets]) input[value='+']").click();
        type("targets", "mock/mock-1");
        save();
        assertThat(browser.one(".patchbay-refusal").getText()).startsWith("Name: expected letters");

        type("patchbay.name", "chat");
        save();
        await().atMost(LIMIT).until(() -> browser.one(".patchbay-refusal").getText(),
                text -> text.equals("Name: there is a io.patchbay.route~chat already."));

        type("patchbay.name", "second");
        save();
        browser.awaitNo("#editorForm");
        assertThat(browser.one("#configTable").getText()).contains("second: second to mock/mock-1");
        assertThat(document()).contains("io.patchbay.route~second");
        await().atMost(LIMIT).until(() -> chat("second") == 200);

        open("io.patchbay.route~second");
        browser.button("Delete").click();
        browser.confirm();
        await().atMost(LIMIT).until(() -> chat("second") == 404);
        assertThat(document()).doesNotContain("second");
    }

    @Test
    void aSecretThatIsTypedIsMovedIntoTheStore() {
        open("io.patchbay.key~environment");
        type(".value", TYPED_KEY);
        save();

        browser.awaitNo("#editorForm");
        assertThat(document()).doesNotContain(TYPED_KEY).contains("$[secret:");
        open("io.patchbay.key~environment");
        assertThat(browser.source()).doesNotContain(TYPED_KEY);
    }

    @Test
    void aSettingThatIsOptionalIsSavedWhenItIsChanged() {
        open("io.patchbay.provider.openai~main");
        type("timeoutMs", "599999");
        save();

        browser.awaitNo("#editorForm");
        assertThat(document()).contains(" timeoutMs: 599999").doesNotContain("stallTimeoutMs");
    }

    @Test
    void aPageFromElsewhereChangesNothing() throws Exception {
        String target = address() + "/configMgr/io.patchbay.route~chat";
        for (String host : List.of("127.0.0.1", "localhost")) {
            try (ForeignPage page = ForeignPage.posting(host, target, "apply=true&delete=true")) {
                browser.go(page.url());
                browser.one("button").click();

                await().atMost(LIMIT).until(() -> browser.url().equals(target));
                assertThat(browser.text()).as(host).contains("error");
                assertThat(chat("chat")).isEqualTo(200);
            }
        }
        browser.go(target + "?post=true&apply=true&delete=true");
        assertThat(browser.text()).isEqualTo("A change needs a POST.");
        assertThat(chat("chat")).isEqualTo(200);
    }

    /** What stands in the row of the health page's table that begins so; empty where there is none. */
    private static String health(String table, String beginning) {
        return browser.all("#patchbay-" + table + " tbody tr").stream().map(WebElement::getText)
                .filter(row -> row.startsWith(beginning)).findFirst().orElse("");
    }

    /** Opens the form of a configuration that is there. */
    private static void open(String pid) {
        browser.go(address() + "/configMgr/" + pid);
        browser.one("#editorForm");
    }

    /** Opens the form of a new configuration. */
    private static void create(String factoryPid) {
        browser.go(address() + "/configMgr/" + factoryPid + "?factoryCreate=true");
        browser.one("#editorForm [name='patchbay.name']");
    }

    private static WebElement field(String key) {
        return browser.one("#editorForm [name='" + key + "']");
    }

    private static void type(String key, String text) {
        field(key).clear();
        field(key).sendKeys(text);
    }

    private static void save() {
        browser.button("Save").click();
    }

    private static int chat(String model) {
        return GATEWAY.client().chat(model, "authorization", "Bearer " + TOKEN).statusCode();
    }

    private static String document() {
        try {
            return Files.readString(GATEWAY.process().home().resolve("document.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address() {
        return GATEWAY.process().managementUrl() + "/system/console";
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
