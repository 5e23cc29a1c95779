package io.patchbay.itests.product;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * One gateway for all tests of a class, which ends with status 0 on SIGTERM after them. A test that fails shows the end
 * of its log, and what its threads are about.
 */
public final class Gateway implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
    private static final int SHOWN_LOG = 8_000;

    private final String document;
    private final Map<String, String> environment = new HashMap<>(GatewayProcess.SHORT_LIVED);
    private Path distribution = Distribution.root();
    private GatewayProcess process;

    private Gateway(String document) {
        this.document = document;
    }

    /** A gateway with a document in YAML, for some requests. */
    public static Gateway with(String document) {
        return new Gateway(document);
    }

    /** A gateway that has a variable in its environment. */
    public Gateway environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A gateway as it is shipped, which becomes quick under load. */
    public Gateway underLoad() {
        environment.keySet().removeAll(GatewayProcess.SHORT_LIVED.keySet());
        return this;
    }

    /** A gateway of another copy of the distribution. */
    Gateway distribution(Path root) {
        distribution = root;
        return this;
    }

    GatewayProcess process() {
        return process;
    }

    /** The data plane's address. */
    public String url() {
        return process.url();
    }

    /** A client of the data plane. */
    Client client() {
        return new Client(process.url());
    }

    /** The admin API. */
    public AdminApi admin() {
        return new AdminApi(process);
    }

    /** How much memory the process has. */
    public long residentMegabytes() {
        return Footprint.of(process.pid()).residentMegabytes();
    }

    /** What the management plane's metrics say now. */
    public Metrics metrics() {
        return Metrics.of(new Client(process.managementUrl())
                .get("/metrics", "authorization", "Bearer " + process.adminToken()).body());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        process = GatewayProcess.run(distribution, document, environment);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try (GatewayProcess running = process) {
            running.stop();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        String log = process.log();
        thrown.addSuppressed(new AssertionError("The gateway's log ends:\n"
                + log.substring(Math.max(0, log.length() - SHOWN_LOG)) + "--- threads\n" + process.threads()));
        throw thrown;
    }
}
