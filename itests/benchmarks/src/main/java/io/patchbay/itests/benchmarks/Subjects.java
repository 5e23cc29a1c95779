package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes the subjects that the options ask for, in the order of the table; what is left out is said. */
final class Subjects {
    private static final String MODEL = "gpt-bench";
    private static final List<String> RELAY_JVM = List.of("-XX:+UseSerialGC", "-Xmx400m");

    private final Options options;
    private final Path directory;
    private final int mockPort;
    private final Consumer<String> skipped;

    Subjects(Options options, Path directory, int mockPort, Consumer<String> skipped) {
        this.options = options;
        this.directory = directory;
        this.mockPort = mockPort;
        this.skipped = skipped;
    }

    List<Subject> all() throws IOException {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject(
                Subject.DIRECT, ours(mockPort), Optional.empty(), Optional.empty(), Optional.empty(), false));
        nginx().ifPresent(subjects::add);
        subjects.add(relay());
        if (options.baselineCommand().isPresent()) {
            subjects.add(started(Subject.BASELINE, options.baselineCommand().get()));
        }
        patchbay().ifPresent(subjects::add);
        return subjects;
    }

    private Target ours(int port) {
        return new Target(port, MODEL, options.token());
    }

    private Optional<Subject> nginx() throws IOException {
        Optional<Path> binary = Nginx.binary();
        if (binary.isEmpty()) {
            skipped.accept("nginx: skipped, no nginx on this machine; install it with: " + Nginx.INSTALL);
            return Optional.empty();
        }
        int port = freePort();
        ServerProcess server = new ServerProcess(
                Subject.NGINX, Nginx.command(binary.get(), directory, port, mockPort), Map.of(), directory);
        return Optional.of(new Subject(
                Subject.NGINX, ours(port), Optional.of(server), Optional.empty(), Optional.empty(), false));
    }

    private Subject relay() throws IOException {
        int port = freePort();
        List<String> arguments = List.of("--port", "" + port, "--upstream", mockUrl());
        ServerProcess server =
                ServerProcess.java(Subject.RELAY, RELAY_JVM, BareRelay.class, arguments, directory);
        return new Subject(
                Subject.RELAY, ours(port), Optional.of(server), Optional.empty(), Optional.empty(), true);
    }

    private Optional<Subject> patchbay() throws IOException {
        if (options.patchbayUrl().isPresent()) {
            int port = URI.create(options.patchbayUrl().get()).getPort();
            Optional<ProcessHandle> process = options.patchbayPid().flatMap(ProcessHandle::of);
            if (process.isEmpty()) {
                skipped.accept("patchbay: CPU and memory not measured, no --patchbay-pid of a running process given");
            }
            Target target = new Target(port, options.model(), options.token());
            return Optional.of(
                    new Subject(Subject.PATCHBAY, target, Optional.empty(), process, Optional.empty(), true));
        }
        if (options.patchbayCommand().isEmpty()) {
            skipped.accept("patchbay: skipped, neither --patchbay-command nor --patchbay-url given");
            return Optional.empty();
        }
        return Optional.of(started(Subject.PATCHBAY, options.patchbayCommand().get()));
    }

    /** A gateway that a command of the user's starts. */
    private Subject started(String name, String template) throws IOException {
        int port = freePort();
        AdminPlane admin = new AdminPlane(freePort(), UUID.randomUUID().toString());
        Map<String, String> values = Map.of(
                "port", "" + port,
                "managementPort", "" + admin.port(),
                "mock", mockUrl(),
                "work", Files.createDirectory(directory.resolve(name)).toString());
        String command = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            command = command.replace("{" + value.getKey() + "}", value.getValue());
        }
        Map<String, String> environment = Map.of(
                "BENCH_PORT", "" + port,
                "BENCH_MOCK_URL", mockUrl(),
                "PATCHBAY_ADMIN_TOKEN", admin.token());
        ServerProcess server =
                new ServerProcess(name, List.of("/bin/sh", "-c", "exec " + command), environment, directory);
        Target target = new Target(port, options.model(), options.token());
        return new Subject(name, target, Optional.of(server), Optional.empty(), Optional.of(admin), true);
    }

    private String mockUrl() {
        return "http://127.0.0.1:" + mockPort;
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
