package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a process and all its children take of the machine, as Linux counts it under {@code /proc}. */
final class ProcessGauge {
    /** The kernel shows times in hundredths of a second to every program, whatever its own tick is. */
    private static final long NANOS_PER_TICK = 10_000_000L;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final ProcessHandle root;

    ProcessGauge(ProcessHandle root) {
        this.root = root;
    }

    private Stream<Long> pids() {
        return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid);
    }

    private long sum(ToLongFunction<Path> value) {
        return pids().mapToLong(pid -> value.applyAsLong(Path.of("/proc/" + pid))).sum();
    }

    /** CPU time so far, user and system, of all threads. */
    long cpuNanos() {
        return sum(ProcessGauge::cpuNanos);
    }

    /** Resident memory. Pages that a process shares with its children count once for each. */
    long rssBytes() {
        return sum(ProcessGauge::rssBytes);
    }

    /** The open files that it may have, or that the one of its children may have that may have most. */
    long openFileLimit() {
        return pids().mapToLong(ProcessGauge::openFileLimit).max().orElse(0);
    }

    private static long cpuNanos(Path process) {
        return lines(process.resolve("stat"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1))
                .mapToLong(fields -> Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                .sum()
                * NANOS_PER_TICK;
    }

    private static long rssBytes(Path process) {
        return lines(process.resolve("status"))
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /** The open files that a process may have. */
    static long openFileLimit(long pid) {
        return lines(Path.of("/proc/" + pid + "/limits"))
                .filter(line -> line.startsWith("Max open files"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[3].replace("unlimited", "" + Long.MAX_VALUE)))
                .findFirst()
                .orElse(0);
    }

    /** The CPU time that all processors of the machine were busy so far. */
    static long machineNanos() {
        return lines(Path.of("/proc/stat"))
                .filter(line -> line.startsWith("cpu "))
                .map(line -> line.split("\\s+", -1))
                // user, nice, system; then idle and waiting are left out; then irq, softirq, stolen
                .mapToLong(f -> Stream.of(f[1], f[2], f[3], f[6], f[7], f[8]).mapToLong(Long::parseLong).sum())
                .sum()
                * NANOS_PER_TICK;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (NoSuchFileException e) {
            return List.<String>of().stream(); // the process has ended
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return List.<String>of().stream();
            }
            throw new UncheckedIOException(e);
        }
    }
}
