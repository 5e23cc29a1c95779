package io.patchbay.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where one gateway keeps what is its own: conf, deploy, data, logs, secrets. A gateway that runs holds a lock on its pid
 * file, so that a stale file deceives nobody.
 *
 * @param root the directory
 */
public record Home(Path root) {
    private static final List<String> DOCUMENTS = List.of("patchbay.yaml", "patchbay.yml", "patchbay.json");

    /**
     * Makes what is missing.
     *
     * @throws Exit if it cannot be written
     */
    void create() {
        try {
            for (String name : List.of("conf", "deploy", "data", "logs", "secrets")) {
                Path directory = root.resolve(name);
                if (!Files.isDirectory(directory)) {
                    Files.createDirectories(directory);
                    if (name.equals("secrets") && Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                    }
                }
            }
            for (String name : List.of("data", "logs")) {
                if (!Files.isWritable(root.resolve(name))) {
                    throw new Exit(Exit.CANNOT_CREATE, "cannot write to " + root.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new Exit(Exit.CANNOT_CREATE, "cannot make the home " + root + ": " + e);
        }
    }

    /** A file of the home. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** The document that is here; empty where none is. */
    Optional<Path> document() {
        return DOCUMENTS.stream().map(root.resolve("conf")::resolve).filter(Files::isRegularFile).findFirst();
    }

    /**
     * Takes the home for this process, until it ends or closes what is returned.
     *
     * @throws Exit if another process has it
     */
    FileChannel take() {
        try {
            FileChannel pid = FileChannel.open(pidFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (pid.tryLock() == null) {
                throw new Exit(Exit.TRY_LATER, "a gateway runs with the home " + root + " already");
            }
            Files.deleteIfExists(stateFile());
            pid.truncate(0);
            pid.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return pid;
        } catch (IOException e) {
            throw new Exit(Exit.CANNOT_CREATE, "cannot write " + pidFile() + ": " + e);
        }
    }

    /** The process that has this home; empty where none has. */
    public Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        try (FileChannel pid = FileChannel.open(pidFile(), StandardOpenOption.WRITE)) {
            return pid.tryLock() != null
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()));
        }
    }

    /** The admin token that was made here; empty where none was. */
    Optional<String> adminToken() throws IOException {
        Path file = root.resolve("secrets/admin-token");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    /** Notes where the gateway listens. */
    void writeState(Properties state) throws IOException {
        try (var out = Files.newBufferedWriter(stateFile())) {
            state.store(out, null);
        }
    }

    /** Where the gateway listens; empty until it does. */
    public Properties readState() throws IOException {
        Properties state = new Properties();
        if (Files.exists(stateFile())) {
            try (var in = Files.newBufferedReader(stateFile())) {
                state.load(in);
            }
        }
        return state;
    }

    /** Deletes everything, as far as that is possible. */
    void delete() {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // What is left of a throw-away home is the operating system's to clean up.
        }
    }

    private Path pidFile() {
        return root.resolve("data/patchbay.pid");
    }

    private Path stateFile() {
        return root.resolve("data/patchbay.properties");
    }
}
