package io.patchbay.launcher;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The command line of the product; {@code bin/patchbay} finds a Java and calls it. */
public final class Main {
    private static final long STOP_TIMEOUT_MS = 100_000;

    private Main() {}

    /** Does what the command says; the exit status is one of {@link Exit}. */
    public static void main(String[] arguments) {
        try {
            Options options = Options.parse(arguments);
            switch (options.command()) {
                case "cache" -> StartCache.makeNow();
                case "stop" -> stop(new Home(options.home()));
                case "status" -> status(new Home(options.home()));
                case "version" ->
                        System.out.println("Patchbay " + Distribution.version() + ", Java " + Runtime.version());
                default -> new Run(options).run();
            }
        } catch (Exit e) {
            System.err.println("patchbay: " + e.getMessage());
            System.exit(e.status());
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(Exit.SOFTWARE);
        }
    }

    private static void stop(Home home) throws IOException, InterruptedException, ExecutionException {
        ProcessHandle process = home.process().orElse(null);
        if (process == null) {
            System.out.println("Patchbay does not run with the home " + home.root());
            return;
        }
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            System.out.println("Patchbay has stopped");
        } catch (TimeoutException e) {
            throw new Exit(Exit.TRY_LATER,
                    "process " + process.pid() + " still drains after " + STOP_TIMEOUT_MS / 1_000 + " s");
        }
    }

    private static void status(Home home) throws IOException {
        ProcessHandle process = home.process()
                .orElseThrow(() -> new Exit(Exit.NOT_RUNNING, "Patchbay does not run with the home " + home.root()));
        Properties state = home.readState();
        if (state.isEmpty()) {
            throw new Exit(Exit.NOT_READY, "process " + process.pid() + " starts or stops");
        }
        Health health = Health.of(state);
        String line =
                "Patchbay " + state.getProperty("version") + " " + health.text() + ", process " + process.pid() + ", "
                        + Run.addresses(state) + ", home " + home.root();
        System.out.println(line);
        if (!health.ready()) {
            System.exit(Exit.NOT_READY);
        }
    }
}
