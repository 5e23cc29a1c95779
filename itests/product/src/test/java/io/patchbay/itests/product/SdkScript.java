package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A test in another language, which needs an SDK from that language's registry.
 *
 * @param folder where it runs
 * @param probe the command that succeeds if the SDK is installed
 * @param install the line that installs it, for people
 * @param command the command that is the test
 */
record SdkScript(Path folder, List<String> probe, String install, List<String> command) {
    private static final long LIMIT_MS = 120_000;

    /** What came of a command. */
    private record Result(boolean succeeded, String output) {}

    /** Runs it against a gateway; where the SDK is missing the calling test is skipped, but not where CI runs. */
    void run(Gateway gateway) throws Exception {
        run(gateway, Map.of());
    }

    /** The same with further variables in its environment. */
    void run(Gateway gateway, Map<String, String> environment) throws Exception {
        boolean installed = execute(probe, gateway, environment).succeeded();
        String missing = "the SDK is not installed: " + install;
        assertThat(installed || System.getenv("CI") == null).as(missing).isTrue();
        assumeTrue(installed, missing);

        Result result = execute(command, gateway, environment);

        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    private Result execute(List<String> line, Gateway gateway, Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile("sdk-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GATEWAY", gateway.process().url());
        builder.environment().put("TOKEN", SdkGateway.TOKEN);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return new Result(ended && process.exitValue() == 0, Files.readString(output));
        } catch (IOException e) {
            return new Result(false, e.toString());
        } finally {
            Files.delete(output);
        }
    }
}
