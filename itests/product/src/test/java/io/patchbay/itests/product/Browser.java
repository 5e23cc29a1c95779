package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium with an empty profile, by Debian's driver: nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final String MISSING =
            "the browser is not installed: apt-get install -y chromium chromium-driver";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /** A browser; where there is none the calling test is skipped, but not where CI runs. */
    static Browser open() throws Exception {
        Optional<File> chromium = program("chromium");
        Optional<File> chromedriver = program("chromedriver");
        boolean installed = chromium.isPresent() && chromedriver.isPresent();
        assertThat(installed || System.getenv("CI") == null).as(MISSING).isTrue();
        assumeTrue(installed, MISSING);

        Path profile = Files.createTempDirectory("patchbay-browser-");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1300,1000", "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        return new Browser(profile, new ChromeDriver(service, options));
    }

    /** Opens a page. */
    void go(String url) {
        driver.get(url);
    }

    /** The page as the server sent it and scripts have changed it. */
    String source() {
        return driver.getPageSource();
    }

    String title() {
        return driver.getTitle();
    }

    /** What a person reads on the page. */
    String text() {
        return one("body").getText();
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The first element that a selector finds, as soon as it is there to be seen. */
    WebElement one(String css) {
        return await(css + " on " + driver.getCurrentUrl()).atMost(LIMIT).until(() -> shown(css), Optional::isPresent)
                .orElseThrow();
    }

    /** The button of the dialog that has this text. */
    WebElement button(String text) {
        one(".ui-dialog-buttonpane");
        return all(".ui-dialog-buttonpane button").stream().filter(button -> button.getText().equals(text)).findFirst()
                .orElseThrow();
    }

    /** Waits until no such element is to be seen. */
    void awaitNo(String css) {
        await("no " + css).atMost(LIMIT).until(() -> shown(css).isEmpty());
    }

    String url() {
        return driver.getCurrentUrl();
    }

    /** Runs a script in the page. */
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Presses OK in the question that the page asks. */
    void confirm() {
        driver.switchTo().alert().accept();
    }

    /** What the browser had to complain about since this was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses of everything that the page has loaded. */
    List<String> loaded() {
        Object names = run("return performance.getEntriesByType('resource').map(entry => entry.name)");
        return ((List<?>) names).stream().map(String::valueOf).toList();
    }

    /** Keeps a picture of the page, for people. */
    void picture(Path file) throws Exception {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
        GatewayProcess.delete(profile);
    }

    private Optional<WebElement> shown(String css) {
        try {
            return all(css).stream().filter(WebElement::isDisplayed).findFirst();
        } catch (StaleElementReferenceException e) {
            return Optional.empty(); // the page changed while we looked
        }
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }
}
