package io.patchbay.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the cache of loaded classes (Java's AOT cache) that shortens later starts. A start of its own, on throw-away data,
 * is what it is made from; the script names the file if it is missing.
 */
final class StartCache {
    private static final Logger LOG = LoggerFactory.getLogger(StartCache.class);
    private static final String FILE = "patchbay.startcache";
    /** The gateway has better things to do right after its start. */
    private static final long DELAY_MS = 10_000;
    private static final long TIMEOUT_S = 120;

    private static volatile @Nullable Thread maker;

    private StartCache() {}

    /** Makes the cache in the background, where the script names its file. */
    static void makeIfAsked(Home home) {
        String file = System.getProperty(FILE);
        if (file != null) {
            maker = Thread.ofPlatform().name("patchbay-startcache").daemon()
                    .start(() -> makeLater(Path.of(file), new Home(home.resolve("data/startcache"))));
        }
    }

    /** Gives up what {@link #makeIfAsked} began, and waits until nothing of it is left in the home. */
    static void stop() throws InterruptedException {
        Thread making = maker;
        if (making != null) {
            making.interrupt();
            making.join();
        }
    }

    /**
     * Makes the cache, and says so.
     *
     * @throws Exit if the script names no file for it, or it cannot be made
     */
    static void makeNow() throws IOException, InterruptedException {
        String file = System.getProperty(FILE);
        if (file == null) {
            throw new Exit(Exit.USAGE, "no file is named for the start cache");
        }
        Runtime.getRuntime().addShutdownHook(
                new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        if (!make(Path.of(file), new Home(Files.createTempDirectory("patchbay-")))) {
            throw new Exit(Exit.UNAVAILABLE, "no start cache was made; starts are slower without");
        }
        System.out.println("made " + file + " for faster starts");
    }

    private static void makeLater(Path file, Home throwAway) {
        try {
            Thread.sleep(DELAY_MS);
            if (make(file, throwAway)) {
                LOG.info("made {} for faster starts", file);
            } else {
                LOG.info("no start cache was made; starts are slower without");
            }
        } catch (IOException e) {
            LOG.info("no start cache was made; starts are slower without", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean make(Path file, Home throwAway) throws IOException, InterruptedException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            // A cache that Java cannot load, under these options, would keep it from starting at all.
            boolean usable = succeeds(training(unfinished, throwAway)) && Files.exists(unfinished)
                    && succeeds(loading(unfinished));
            if (usable) {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return usable;
        } finally {
            throwAway.delete();
            unfinished.toFile().delete();
            file.resolveSibling(unfinished.getFileName() + ".config").toFile().delete();
        }
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            // At its end it starts another process, which writes the cache.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static List<String> training(Path output, Home throwAway) {
        List<String> command = java("-XX:AOTCacheOutput=" + output);
        command.addAll(List.of(Main.class.getName(), "train", "--home", throwAway.root().toString(), "--port", "0",
                "--management-port", "0"));
        return command;
    }

    private static List<String> loading(Path cache) {
        List<String> command = java("-XX:AOTCache=" + cache);
        command.add("-version");
        return command;
    }

    /** Java as it runs here, with one option more. */
    private static List<String> java(String option) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(argument -> argument.startsWith("-D" + FILE));
        command.addAll(List.of(option, "-cp", System.getProperty("java.class.path")));
        return command;
    }
}
