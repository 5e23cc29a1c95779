package io.patchbay.management.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;

/**
 * By which a file that was changed or replaced is told without reading it.
 *
 * @param size in bytes
 * @param modified when it was written last
 * @param key which file it is, where the file system says so; else empty
 */
record FileState(long size, FileTime modified, String key) {
    /** The state of a regular file; empty where there is none. */
    static Optional<FileState> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new FileState(attributes.size(), attributes.lastModifiedTime(),
                            Objects.toString(attributes.fileKey(), "")))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
