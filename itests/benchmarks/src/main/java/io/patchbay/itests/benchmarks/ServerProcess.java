package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that the benchmark starts as a process of its own and stops, at the latest when the benchmark ends. */
final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_TIME = Duration.ofSeconds(20);

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> running = Optional.empty();

    ServerProcess(String name, List<String> command, Map<String, String> environment, Path logs) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = logs.resolve(name.replace(' ', '-') + ".log");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop " + name));
    }

    /** A process of this JVM's own kind and class path that ends with this one. */
    static ServerProcess java(
            String name, List<String> jvmArguments, Class<?> main, List<String> arguments, Path logs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        command.add("--with-parent");
        return new ServerProcess(name, command, Map.of(), logs);
    }

    /** Starts it, unless it runs. */
    synchronized void start() throws IOException {
        if (running.isEmpty()) {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(new HashMap<>(environment));
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            running = Optional.of(builder.start());
        }
    }

    Optional<ProcessHandle> handle() {
        return running.map(Process::toHandle);
    }

    /** Throws, and tells where its words are, if it has ended. */
    void requireAlive() throws IOException {
        Process process = running.orElseThrow();
        if (!process.isAlive()) {
            throw new IOException("%s ended with code %d; see %s".formatted(name, process.exitValue(), log));
        }
    }

    /** Stops it and its children, first kindly, then by force. */
    @Override
    public synchronized void close() {
        running.map(Process::toHandle).ifPresent(process -> {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            await(process);
            // a launcher that did not pass the signal on leaves its children behind
            children.forEach(ProcessHandle::destroy);
            children.forEach(ServerProcess::await);
        });
        running = Optional.empty();
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(STOP_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException | TimeoutException _) {
            process.destroyForcibly();
        }
    }
}
