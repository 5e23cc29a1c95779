package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link MockUpstream} in a process of its own, which ends with this one at the latest. */
public final class UpstreamProcess implements AutoCloseable {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private final int port;
    private final ServerProcess process;

    private UpstreamProcess(int port, Path logs) {
        this.port = port;
        process = ServerProcess.java("mock", JVM, MockUpstream.class, List.of("--port", "" + port), logs);
    }

    /** Starts it on a free port and waits for its first answer; what it prints goes into the directory. */
    public static UpstreamProcess start(Path logs) throws IOException {
        return start(Subjects.freePort(), logs);
    }

    static UpstreamProcess start(int port, Path logs) throws IOException {
        UpstreamProcess upstream = new UpstreamProcess(port, logs);
        FirstAnswer.start(upstream.process, new Target(port, "any", "any"));
        return upstream;
    }

    int port() {
        return port;
    }

    /** The address that a provider of OpenAI's dialect is given as {@code baseUrl}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    @Override
    public void close() {
        process.close();
    }
}
