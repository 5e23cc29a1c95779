package io.patchbay.management.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A jar that somebody sent, in a file of its own, which is deleted at the end unless it was put elsewhere.
 *
 * @param file the file
 */
record Upload(Path file) implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    /** What was sent is not taken. */
    static final class RejectedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String reason;

        RejectedException(int status, String reason) {
            super(reason);
            this.status = status;
            this.reason = reason;
        }

        /** The status of the answer. */
        int status() {
            return status;
        }

        @Override
        public String getMessage() {
            return reason;
        }
    }

    /** Receives a jar into a file. */
    static Upload of(InputStream body, Path file, long maxBytes) throws IOException {
        Upload upload = new Upload(file);
        try {
            upload.receive(body, maxBytes);
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    private void receive(InputStream body, long maxBytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] piece = new byte[PIECE];
            long size = 0;
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                size += read;
                if (size > maxBytes) {
                    throw new RejectedException(413, "The jar is longer than " + maxBytes
                            + " bytes; maxBundleBytes in io.patchbay.management sets the limit.");
                }
                out.write(piece, 0, read);
            }
        }
        if (Files.size(file) == 0 || !BundleJar.beginsAsZip(file)) {
            throw new RejectedException(400, "The body is no jar; send the bundle's file as it is.");
        }
    }

    /**
     * The bundle in it.
     *
     * @param name the symbolic name that it must have; empty for any
     */
    BundleJar jar(Optional<String> name) throws RefusedException, IOException {
        BundleJar jar = BundleJar.read(file);
        if (name.isPresent() && !name.get().equals(jar.symbolicName())) {
            throw new RejectedException(400,
                    "The jar is the bundle " + jar.symbolicName() + ", not " + name.get() + ".");
        }
        return jar;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
