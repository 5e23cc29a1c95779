package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The file of the document. A symbolic link is followed, when it is read and when it is written: what it leads to is
 * replaced, the link stays.
 */
record DocumentFile(Path path) {
    /** Says that the file is not what it was when it was read. */
    static final class ChangedException extends IOException {
        ChangedException() {
            super("the document has changed meanwhile");
        }
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /**
     * The file's text; empty where there is none.
     *
     * @throws InvalidDocumentException if it cannot be read
     */
    Optional<String> read() throws InvalidDocumentException {
        Place place = new Place(name(), 0, 0);
        try {
            if (Files.size(path) > DocumentReader.MAX_BYTES) {
                throw new InvalidDocumentException(place, "is bigger than " + DocumentReader.MAX_BYTES + " bytes");
            }
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(path))).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new InvalidDocumentException(place, "is not text in UTF-8");
        } catch (IOException e) {
            throw new InvalidDocumentException(place, "cannot be read: " + e);
        }
    }

    /**
     * Replaces the text as one step.
     *
     * @param before what the change is based on; empty where there was no file
     * @throws ChangedException if something else stands there by now, which is left alone
     * @throws IOException if it cannot be written; the message is for people
     */
    void write(Optional<String> before, String text) throws IOException {
        Path target = target();
        if (Files.exists(target) && AtomicFile.isReadOnly(target)) {
            throw new IOException(path + " is read-only: change it where it comes from");
        }
        try {
            AtomicFile.write(target, text.getBytes(UTF_8), () -> {
                if (!current().equals(before)) {
                    throw new ChangedException();
                }
            });
        } catch (ChangedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(path + " cannot be replaced: " + e, e);
        }
    }

    private Optional<String> current() throws IOException {
        try {
            return read();
        } catch (InvalidDocumentException e) {
            throw new ChangedException();
        }
    }

    private Path target() throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a symbolic link that leads nowhere");
        }
        Files.createDirectories(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        return path;
    }
}
