package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets that references name, one file each, its owner's alone. With a master key, what is written is sealed; plain
 * files stay readable.
 */
final class SecretStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    /** The management plane's own. */
    private static final Set<String> RESERVED = Set.of("admin-token");

    private final Path directory;
    private final Optional<SecretCipher> cipher;

    SecretStore(Path directory, Optional<SecretCipher> cipher) {
        this.directory = directory;
        this.cipher = cipher;
        AtomicFile.clean(directory);
    }

    /** Whether a secret may have this name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !RESERVED.contains(name);
    }

    /** The names, in their order. */
    List<String> names() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName()))
                    .filter(SecretStore::isName).sorted().toList();
        }
    }

    boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A file's content; empty where there is none. */
    Optional<byte[]> content(String name) throws IOException {
        return has(name) ? Optional.of(Files.readAllBytes(file(name))) : Optional.empty();
    }

    /** Puts a file back to what its content was. */
    void restore(String name, Optional<byte[]> content) throws IOException {
        if (content.isPresent()) {
            AtomicFile.write(target(name), content.get());
        } else {
            Files.deleteIfExists(file(name));
        }
    }

    void write(String name, String value) throws IOException {
        String text = value;
        if (cipher.isPresent()) {
            text = cipher.get().seal(name, value, salt().orElseGet(cipher.get()::newSalt));
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        AtomicFile.write(target(name), text.getBytes(UTF_8));
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    /** Whether a secret is there and has this value; a sealed one is taken for another. */
    boolean is(String name, String value) throws IOException {
        return content(name).map(content -> new String(content, UTF_8).strip().equals(value)).orElse(false);
    }

    private Path target(String name) throws IOException {
        return has(name) ? file(name).toRealPath() : file(name);
    }

    /** The salt with which others are sealed. */
    private Optional<String> salt() throws IOException {
        for (String name : names()) {
            Optional<String> salt = content(name).flatMap(bytes -> SecretCipher.salt(new String(bytes, UTF_8)));
            if (salt.isPresent()) {
                return salt;
            }
        }
        return Optional.empty();
    }
}
