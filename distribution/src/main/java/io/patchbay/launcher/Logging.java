package io.patchbay.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sends what is logged to the file, and what an operator should act on to the console as well. Java's own logging does
 * it, behind SLF4J: nothing starts faster, and what is logged is life cycle, configuration and trouble, not requests.
 */
final class Logging {
    /** Held, because Java forgets the level of a logger that nobody holds. */
    private static final List<Logger> QUIET = new ArrayList<>();

    private Logging() {}

    /** Logs until the end: Java's own manager stops with the first shutdown hook, when there is most to tell. */
    public static final class UntilTheEnd extends LogManager {
        @Override
        public void reset() {
            // Nothing is configured that would have to be taken back.
        }
    }

    /** Logs to {@code directory/patchbay.log} from now on. Comes before anything that logs. */
    static void start(Path directory) throws IOException {
        // The first logger that is asked for makes the manager what it stays.
        System.setProperty("java.util.logging.manager", UntilTheEnd.class.getName());
        Handler console = new ConsoleHandler();
        console.setLevel(Level.WARNING);
        console.setFormatter(new LogLine(false));
        Handler file = new LogFile(directory.resolve("patchbay.log"));
        file.setFormatter(new LogLine(true));
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(console);
        root.addHandler(file);
        // Config says what a reference lacks; that one is resolved is no news.
        quiet("org.apache.felix.configadmin.plugin.interpolation", Level.SEVERE);
        // It repeats what an endpoint of tokens answers; the provider says what is safe of that.
        quiet("com.microsoft.aad.msal4j", Level.OFF);
    }

    private static void quiet(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        QUIET.add(logger);
    }
}
