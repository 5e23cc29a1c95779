package io.patchbay.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data that lies beside the repository and is no part of it. */
public final class TestData {
    private TestData() {}

    /**
     * A folder of it; where it is missing, the calling test is skipped and says so.
     *
     * @param variable the environment variable that may name the folder
     * @param name the folder in {@code ../shared} beside the repository, where the variable is not set
     */
    public static Path folder(String variable, String name) {
        String named = System.getenv(variable);
        Path folder = named == null ? repository().resolveSibling("shared").resolve(name) : Path.of(named);
        assumeTrue(Files.isDirectory(folder), () -> "no " + name + " in " + folder);
        return folder;
    }

    /** The root of the repository that the test runs in: the folder above with Maven's settings. */
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
