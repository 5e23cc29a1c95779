package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product as a process, started by its script as a user would, with a home that is thrown away. */
final class GatewayProcess implements AutoCloseable {
    /** The document's name in the home of a gateway that {@link #run} started. */
    static final String DOCUMENT = "document.yaml";

    /**
     * The environment of a gateway that lives for seconds: it starts in half the CPU time without the optimizer, which would
     * not pay before its end. Where load is put on a gateway, it has to be as it is shipped.
     */
    static final Map<String, String> SHORT_LIVED = Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Pattern READY =
            Pattern.compile(
                    "listening on http://127\\.0\\.0\\.1:(\\d+) \\(management http://127\\.0\\.0\\.1:(\\d+)\\)");
    private static final long START_LIMIT_MS = 60_000;
    private static final long STOP_LIMIT_MS = 60_000;

    private final Process process;
    private final Path home;
    private final StringWriter output = new StringWriter();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final Thread reader;

    private GatewayProcess(Process process, Path home) {
        this.process = process;
        this.home = home;
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts {@code run} on free ports with a document, and waits until it is ready. */
    static GatewayProcess run(Path distribution, String document, Map<String, String> environment) {
        Path home = newHome();
        Path file = write(home.resolve(DOCUMENT), document);
        return start(distribution, home, environment, "run", "--config", file.toString()).awaitReady();
    }

    /** Starts the script with a command, free ports, and further arguments, and waits for nothing. */
    static GatewayProcess start(Path distribution, Path home, Map<String, String> environment, String command,
            String... arguments) {
        List<String> line = new ArrayList<>(List.of(command, "--home", home.toString()));
        if (!List.of(arguments).contains("--port")) {
            line.addAll(List.of("--port", "0"));
        }
        line.addAll(List.of("--management-port", "0"));
        line.addAll(List.of(arguments));
        return new GatewayProcess(command(distribution, environment, line), home);
    }

    /** Starts the script with exactly these arguments. */
    static Process command(Path distribution, Map<String, String> environment, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(distribution.resolve("bin/patchbay").toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        // What happens to be set on this machine must not decide a test.
        builder.environment().keySet().removeIf(GatewayProcess::decides);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path newHome() {
        try {
            return Files.createTempDirectory("patchbay-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that says where it listens. */
    GatewayProcess awaitReady() {
        try {
            ready.get(START_LIMIT_MS, TimeUnit.MILLISECONDS);
            return this;
        } catch (Exception e) {
            String told = log();
            close();
            throw new AssertionError("the gateway did not start:\n" + told, e);
        }
    }

    /** The data plane's address. */
    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return Integer.parseInt(ready.join().group(1));
    }

    /** The management plane's address. */
    String managementUrl() {
        return "http://127.0.0.1:" + ready.join().group(2);
    }

    Path home() {
        return home;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The admin token that the gateway made. */
    String adminToken() {
        try {
            return Files.readString(home.resolve("secrets/admin-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that was printed and logged. */
    String log() {
        StringBuilder log = new StringBuilder(output.toString());
        try (Stream<Path> files = Files.walk(home.resolve("logs"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                log.append("--- ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        } catch (IOException e) {
            log.append("--- no logs: ").append(e);
        }
        return log.toString();
    }

    /** What was printed. */
    String output() {
        return output.toString();
    }

    /** Asks the process to stop, and does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Waits until the process has ended; its status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it does not end:\n" + log() + "--- threads\n" + threads());
        }
        reader.join();
        return process.exitValue();
    }

    /** What its threads are about, virtual ones as well. */
    String threads() {
        Path dump = home.resolve("threads.txt");
        try {
            jcmd("Thread.dump_to_file", dump.toString());
            return Files.readString(dump);
        } catch (IOException | AssertionError e) {
            return e.toString();
        }
    }

    /** What its JVM says to a command. */
    String jcmd(String... command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid()));
        line.addAll(List.of(command));
        try {
            Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
            // One that hangs may say nothing.
            CompletableFuture.delayedExecutor(STOP_LIMIT_MS, TimeUnit.MILLISECONDS).execute(jcmd::destroyForcibly);
            String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(jcmd.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Stops it as a service manager would. */
    void stop() throws InterruptedException {
        terminate();
        assertThat(awaitExit()).as("exit status after SIGTERM:\n%s", log()).isZero();
        assertThat(home.resolve("data/startcache")).as("what a start cache is made from").doesNotExist();
    }

    /** Ends the process whatever its state, and deletes the home. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(home);
    }

    /** Deletes a directory, if it is there: two processes may have had one home. */
    static void delete(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line + "\n");
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(matcher);
                }
            }
        } catch (IOException e) {
            output.append(e + "\n");
        }
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    private static boolean decides(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        return upper.endsWith("_API_KEY") || upper.endsWith("_PROXY") || upper.startsWith("PATCHBAY_")
                || SHORT_LIVED.containsKey(upper);
    }
}
