package io.patchbay.config.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a file has become another: by size, time or identity, which changes where a symbolic link leads elsewhere.
 * It is told once the file has been still from one look to the next. For one thread.
 */
final class FileWatch {
    private final Path file;
    private Stamp told;
    private Stamp seen;

    private record Stamp(long size, FileTime time, @Nullable Object key) {
        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0), null);
    }

    /** Watches for changes after this moment. */
    FileWatch(Path file) {
        this.file = file;
        this.told = stamp();
        this.seen = told;
    }

    /** Watches from the moment when the file was not there. */
    static FileWatch fromNothing(Path file) {
        FileWatch watch = new FileWatch(file);
        watch.told = Stamp.NONE;
        return watch;
    }

    /** Whether the file is another than when this said so last, and still. */
    boolean hasChanged() {
        Stamp now = stamp();
        boolean still = now.equals(seen);
        seen = now;
        if (!still || now.equals(told)) {
            return false;
        }
        told = now;
        return true;
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException e) {
            return Stamp.NONE;
        }
    }
}
