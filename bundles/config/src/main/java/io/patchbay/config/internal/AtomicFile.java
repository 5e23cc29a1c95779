package io.patchbay.config.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files as a whole: a reader, and whoever looks after the power has failed, sees the old content or the new.
 * What is new is its owner's alone; what was there keeps owner and permissions.
 */
final class AtomicFile {
    private static final String TEMPORARY = ".patchbay.tmp";
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /** Says at the last moment whether the file may still be replaced. */
    @FunctionalInterface
    interface Guard {
        void check() throws IOException;
    }

    private AtomicFile() {}

    /** Writes a file, whatever was there. */
    static void write(Path file, byte[] content) throws IOException {
        write(file, content, () -> {});
    }

    /** Writes a file, unless the guard throws once all is ready to take its place. */
    static void write(Path file, byte[] content, Guard guard) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path temporary = directory.resolve("." + file.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            try (FileChannel channel = FileChannel.open(temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(directory))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            keepAttributes(file, temporary);
            guard.check();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            force(directory);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes what was left by a process that died while it wrote. */
    static void clean(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(left -> left.toString().endsWith(TEMPORARY)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is small, and nobody reads it.
        }
    }

    static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        return isPosix(directory)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
    }

    /** Whether nobody may write the file; who is root could, but it was not meant so. */
    static boolean isReadOnly(Path file) throws IOException {
        if (!Files.isWritable(file) || !Files.isWritable(Objects.requireNonNull(file.toAbsolutePath().getParent()))) {
            return true;
        }
        return isPosix(file) && Stream
                .of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)
                .noneMatch(Files.getPosixFilePermissions(file)::contains);
    }

    private static void keepAttributes(Path file, Path temporary) throws IOException {
        if (!Files.exists(file) || !isPosix(file)) {
            return;
        }
        PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
        PosixFileAttributeView view = view(temporary);
        if (view != null) {
            PosixFileAttributes now = view.readAttributes();
            if (!before.group().equals(now.group())) {
                view.setGroup(before.group());
            }
            if (!before.owner().equals(now.owner())) {
                view.setOwner(before.owner());
            }
            view.setPermissions(before.permissions());
        }
    }

    private static @Nullable PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class);
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (isPosix(directory)) {
                throw e;
            }
        }
    }
}
