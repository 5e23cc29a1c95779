package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The Felix Web Console, as an operator sees it in a browser. */
class WebConsoleIT {
    private static final String ENVIRONMENT_KEY = "sk-planted-environment-4711";
    private static final String PLAIN_KEY = "sk-planted-plain-4712";
    private static final String TOKEN = "token-planted-4713";
    private static final String HEADER = "header-planted-4714";
    private static final List<String> SECRETS = List.of(ENVIRONMENT_KEY, PLAIN_KEY, TOKEN, HEADER);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            # Written by hand.
            io.patchbay.ingress: { host: "127.0.0.1" }
            io.patchbay.provider.mock~mock: { models: ["mock-1"], reply: "Hello." }
            io.patchbay.provider.openai~main: { baseUrl: "http://127.0.0.1:9/v1", headers: ["x-secret: %3$s"] }
            io.patchbay.key~environment: { provider: main, .value: "$[env:KEY]" }
            io.patchbay.key~plain: { provider: main, .value: "%1$s" }
            io.patchbay.route~chat: { model: "chat", targets: ["mock/mock-1"] }   # where chat goes
            io.patchbay.virtualkey~app: { .token: "%2$s" }
            """.formatted(PLAIN_KEY, TOKEN, HEADER))
            .environment("KEY", ENVIRONMENT_KEY);

    private static Browser browser;

    @BeforeAll
    static void logIn() throws Exception {
        browser = Browser.open();
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
                "/system/console/bundles", "/system/console/services", "/system/console/status-scr");
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
        assertThat(form).contains("Base URL", "Where the upstream is, such as https://api.example.com/v1", "Connect time-out (ms)");
        assertThat(field("baseUrl").getDomProperty("value")).isEqualTo("http://127.0.0.1:9/v1");
        assertThat(field("connectTimeoutMs").getDomProperty("value")).isEqualTo("5000");
        assertThat(browser.source()).doesNotContain(SECRETS);
    }

    @Test
    void aSecretIsNotShown() {
        for (String pid : List.of("io.patchbay.key~plain", "io.patchbay.key~environment", "io.patchbay.virtualkey~app")) {
            open(pid);

            assertThat(browser.all("#editorForm input[type=password]")).as(pid).hasSize(1);
            assertThat(browser.source()).as(pid).doesNotContain(SECRETS);
        }
    }

    private static void open(String pid) {
        browser.go(address() + "/configMgr/" + pid);
        browser.one("#editorForm");
    }

    private static WebElement field(String key) {
        return browser.one("#editorForm [name='" + key + "']");
    }

    private static String address() {
        return GATEWAY.process().managementUrl() + "/system/console";
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
