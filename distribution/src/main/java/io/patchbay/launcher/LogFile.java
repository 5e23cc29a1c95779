package io.patchbay.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** A log file of bounded size: a full one becomes {@code .1}, and {@code .1} becomes {@code .2}, up to the last. */
final class LogFile extends Handler {
    private static final long MAX_BYTES = 10 << 20;
    private static final int OLD_FILES = 4;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long size;

    /** Goes on where the file ends. */
    LogFile(Path file) throws IOException {
        this(file, MAX_BYTES);
    }

    LogFile(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        size = Files.exists(file) ? Files.size(file) : 0;
        out = open();
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
        try {
            if (size > 0 && size + line.length > maxBytes) {
                rotate();
            }
            out.write(line);
            size += line.length;
        } catch (IOException e) {
            // A full disk must not stop the gateway, and there is no better place to tell.
            reportError("cannot write " + file, e, ErrorManager.WRITE_FAILURE);
        }
    }

    private void rotate() throws IOException {
        out.close();
        for (int i = OLD_FILES; i > 0; i--) {
            Path younger = i == 1 ? file : old(i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, old(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open();
        size = 0;
    }

    private Path old(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void flush() {
        // Every line is written at once.
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            reportError("cannot close " + file, e, ErrorManager.CLOSE_FAILURE);
        }
    }
}
