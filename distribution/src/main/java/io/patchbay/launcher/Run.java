package io.patchbay.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the gateway, from start to stop. */
final class Run {
    private static final long DRAIN_TIMEOUT_MS = 90_000;

    private final long begin = System.nanoTime();
    private final Options options;
    private final Distribution distribution = Distribution.current();
    private final boolean throwAway;
    private final Home home;
    private volatile int status;

    /** A run as the options say; a demo has a home of its own, which is deleted at the end. */
    Run(Options options) throws IOException {
        this.options = options;
        throwAway = options.command().equals("demo") && options.value("home").isEmpty();
        home = new Home(throwAway ? Files.createTempDirectory("patchbay-") : options.home());
    }

    /**
     * Runs until it is stopped.
     *
     * @throws Exit if it does not start
     */
    void run() throws IOException, BundleException, InvalidSyntaxException, InterruptedException {
        home.create();
        FileChannel taken = home.take();
        boolean newToken = home.adminToken().isEmpty();
        Logging.start(home.resolve("logs"));
        Platform platform = new Platform(home, distribution, properties());
        boolean training = options.command().equals("train");
        if (!training) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> Runtime.getRuntime().halt(stop(platform, taken)), "patchbay-stop"));
        }
        try {
            BundleContext context = platform.init();
            LogBridge.open(context);
            started(new Startup(context).start(platform), context.getBundles().length);
            if (newToken && !training) {
                home.adminToken().ifPresent(Run::tell);
            }
            platform.startWebConsole();
        } catch (Exit e) {
            log().info("not started: {}", e.getMessage());
            status = e.status();
            throw e;
        }
        if (training) {
            stop(platform, taken);
        } else {
            platform.waitForStop();
        }
    }

    private Map<String, String> properties() throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put("patchbay.home", home.root().toString());
        properties.put("patchbay.version", Distribution.version());
        Optional<Path> document = document();
        if (document.isPresent()) {
            properties.put("patchbay.config", document.get().toAbsolutePath().toString());
        }
        options.value("port").ifPresent(port -> properties.put("patchbay.port", port));
        options.value("management-port").ifPresent(port -> properties.put("patchbay.managementPort", port));
        return properties;
    }

    private Optional<Path> document() throws IOException {
        Optional<Path> document = options.value("config").map(Path::of);
        if (document.isPresent() || options.command().equals("run")) {
            return document.or(home::document);
        }
        // A copy, so that whoever tries what can be changed does not change the distribution.
        Path demo = home.resolve("conf/demo.yaml");
        Files.copy(distribution.resolve("conf/demo.yaml"), demo, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(demo);
    }

    private void started(Properties state, int bundles) throws IOException {
        state.setProperty("version", Distribution.version());
        home.writeState(state);
        String line = "Patchbay %s listening on %s, home %s, %d bundles, %d ms".formatted(Distribution.version(),
                addresses(state), home.root(), bundles, (System.nanoTime() - begin) / 1_000_000);
        log().info(line);
        if (!options.command().equals("train")) {
            System.out.println(line);
        }
        if (options.command().equals("demo")) {
            System.out.print(Demo.text(state.getProperty("port")));
        }
        StartCache.makeIfAsked(home);
    }

    /** Shows the admin token that was made at this start; never again, and nowhere but on the console. */
    private static void tell(String adminToken) {
        System.out.println("The admin token, shown this once, is " + adminToken);
    }

    /** Where a gateway listens, for people. */
    static String addresses(Properties state) {
        String management = state.getProperty("managementPort");
        return "http://127.0.0.1:" + state.getProperty("port")
                + (management == null ? "" : " (management http://127.0.0.1:" + management + ")");
    }

    /** Stops everything; the exit status that is left to say. */
    private int stop(Platform platform, FileChannel taken) {
        log().info("stopping");
        try {
            StartCache.stop();
            if (!platform.stop(DRAIN_TIMEOUT_MS)) {
                log().error("not everything has stopped after {} ms", DRAIN_TIMEOUT_MS);
                status = Exit.TRY_LATER;
            }
            log().info("stopped");
            taken.close();
            if (throwAway) {
                home.delete();
            }
        } catch (BundleException | InterruptedException | IOException e) {
            log().error("stopping failed", e);
            status = Exit.SOFTWARE;
        }
        return status;
    }

    /** Not a constant: logging starts after this class is loaded. */
    private static Logger log() {
        return LoggerFactory.getLogger(Run.class);
    }
}
