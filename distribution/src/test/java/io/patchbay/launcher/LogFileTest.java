package io.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    Path directory;

    @Test
    void aFullFileMakesWayAndTheOldestGoes() throws Exception {
        LogFile file = new LogFile(directory.resolve("x.log"), 200);
        file.setFormatter(new LogLine(true));
        for (int i = 0; i < 50; i++) {
            file.publish(entry("message " + i));
        }
        file.close();

        assertThat(directory).isDirectoryContaining("glob:**/x.log.4").isDirectoryNotContaining("glob:**/x.log.5");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).allSatisfy(one -> assertThat(Files.size(one)).isLessThanOrEqualTo(200));
        }
        assertThat(directory.resolve("x.log")).content().contains("message 49");
        assertThat(directory.resolve("x.log.1")).content().doesNotContain("message 49");
    }

    @Test
    void itGoesOnWhereTheFileEnds() throws Exception {
        for (String message : new String[]{"first", "second"}) {
            LogFile file = new LogFile(directory.resolve("x.log"), 10_000);
            file.setFormatter(new LogLine(true));
            file.publish(entry(message));
            file.close();
        }

        assertThat(directory.resolve("x.log")).content().containsSubsequence("INFO  test: first\n",
                "INFO  test: second\n");
    }

    @Test
    void noMessageCanPassForAnEntry() {
        LogRecord entry = entry("one\n2026-01-01 ERROR two");
        entry.setThrown(new IllegalStateException("broken\nbadly"));

        assertThat(new LogLine(true).format(entry).lines().skip(1)).isNotEmpty()
                .allMatch(line -> line.startsWith("    "));
        assertThat(new LogLine(false).format(entry)).contains("java.lang.IllegalStateException: broken")
                .doesNotContain("\tat ");
    }

    private static LogRecord entry(String message) {
        LogRecord entry = new LogRecord(Level.INFO, message);
        entry.setLoggerName("test");
        return entry;
    }
}
