package io.patchbay.cli;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program that holds the lock of a home until its input ends. */
final class HomeHolder {
    private HomeHolder() {}

    public static void main(String[] arguments) throws Exception {
        Path pid = Path.of(arguments[0], "data/patchbay.pid");
        try (FileChannel file = FileChannel.open(pid, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock();
            // By the same channel: closing another one of that file would give up the lock.
            file.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            System.out.println("held");
            System.in.read();
        }
    }
}
