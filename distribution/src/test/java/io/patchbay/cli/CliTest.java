package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import io.patchbay.cli.Commands.Command;
import io.patchbay.cli.Commands.Group;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same for all commands. */
class CliTest {
    static final Iterable<Group> GROUPS = Commands.API;

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path home;

    @ParameterizedTest
    @FieldSource("GROUPS")
    void helpNamesAllCommandsAndOptions(Group group) {
        Result help = CommandLine.alone().run("help", group.name());

        assertThat(help.status()).isZero();
        for (Command command : group.commands()) {
            assertThat(help.out()).contains("  " + command.name() + " ", command.text());
            assertThat(help.out()).contains(Completion.names(Completion.options(group, command)));
        }
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(CommandLine.alone().run(group.name(), "--help")).isEqualTo(help);
        assertThat(CommandLine.alone().run(group.name(), "list", "-h")).isEqualTo(help);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fly                              | unknown command: fly; try help",
        "help fly                         | no help for that; try help",
        "bundles                          | bundles is followed by list, install, update, remove, stop, start; try help bundles",
        "bundles fly                      | bundles is followed by list, install, update, remove, stop, start; try help bundles",
        "bundles install                  | bundles install takes FILE..., and there are 0; try help bundles",
        "bundles stop a b                 | bundles stop takes NAME, and there are 2; try help bundles",
        "bundles list now                 | bundles list is followed by options only; try help bundles",
        "config history 1 2               | config history takes [N], and there are 2; try help config",
        "config show --fromat=json        | config show does not know --fromat; try help config",
        "config show --format xml         | --format is yaml or json; try help config",
        "config show --format             | '--format needs a value: yaml|json; try help config'",
        "config show --json=yes           | --json has no value; try help config",
        "keys list --url http://x --home y | --home and --url exclude each other; try help keys",
        "keys add a --provider p --url ftp://x | --url is the address of the management port, such as http://127.0.0.1:8081",
        "keys list --url http://u:p@x     | --url is the address of the management port, such as http://127.0.0.1:8081",
        "completion tcsh                  | completion is for bash, zsh or fish; try help completion"})
    void whatIsNotUnderstoodIsNamed(String line, String message) {
        assertThat(CommandLine.alone().environment("PATCHBAY_ADMIN_TOKEN", "t").run(line.split(" ")))
                .isEqualTo(new Result(64, "", "patchbay: " + message + "\n"));
    }

    @Test
    void wordsAfterTwoHyphensAreNoOptions() {
        api.answer("POST /api/bundles/--help/stop", 404, "{\"error\":{\"message\":\"no such bundle\"}}");

        assertThat(CommandLine.of(api).run("bundles", "stop", "--url", api.url(), "--", "--help").err()).isEqualTo(
                "patchbay: bundles stop takes NAME, and there are 3; try help bundles\n");
        assertThat(
                CommandLine.alone().environment("PATCHBAY_ADMIN_TOKEN", FakeApi.TOKEN).run("bundles", "stop", "--url",
                        api.url() + "/", "--", "--help").err())
                .isEqualTo("patchbay: no such bundle\n");
    }

    @Test
    void aFailureIsJsonWhereJsonIsAskedFor() {
        assertThat(CommandLine.alone().run("bundles", "fly", "--json")).isEqualTo(new Result(64, """
                {"error":{"message":"bundles is followed by list, install, update, remove, stop, start; try help bundles"}}
                """, ""));
    }

    @ParameterizedTest
    @CsvSource({"400,1", "401,77", "403,77", "404,1", "409,1", "412,1", "422,1", "429,75", "500,69", "503,69",
        "302,69"})
    void theExitStatusFollowsFromHttps(int http, int status) {
        String answer = "{\"error\":{\"message\":\"because\"}}";
        api.answer("GET /api/bundles", http, answer);

        Result result = CommandLine.of(api).run("bundles", "list");
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.err()).endsWith("because\n");
        assertThat(CommandLine.of(api).run("bundles", "list", "--json"))
                .isEqualTo(new Result(status, answer + "\n", ""));
    }

    @Test
    void aWrongTokenIsNotRepeated() throws IOException {
        api.answer("POST /api/bundles", 200, "{}");
        String wrong = "wrong-token-4712";
        Path jar = Files.writeString(home.resolve("x.jar"), "x".repeat(1_000_000));

        for (String line : new String[]{"bundles list", "bundles install " + jar, "config apply --patch " + jar}) {
            Result result = CommandLine.of(api).environment("PATCHBAY_ADMIN_TOKEN", wrong).run(line.split(" "));
            assertThat(result.status()).isEqualTo(77);
            assertThat(result.err()).startsWith("patchbay: the gateway does not take the admin token")
                    .doesNotContain(wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nb", "t\u00f6ken"})
    void aTokenThatCannotBeOneIsNotSent(String token) {
        Result result = CommandLine.of(api).environment("PATCHBAY_ADMIN_TOKEN", token).run("bundles", "list");

        assertThat(result).isEqualTo(new Result(77, "",
                "patchbay: PATCHBAY_ADMIN_TOKEN holds no admin token: there are characters in it that none has\n"));
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void anAddressNeedsATokenOfItsOwn() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/admin-token"), FakeApi.TOKEN);

        Result result = CommandLine.alone().environment("PATCHBAY_HOME", home.toString()).run("bundles", "list",
                "--url", api.url());

        assertThat(result).isEqualTo(new Result(77, "",
                "patchbay: with --url the admin token is read from PATCHBAY_ADMIN_TOKEN, which is not set\n"));
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void whatDoesNotAnswerIsUnavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        CommandLine line = CommandLine.alone().environment("PATCHBAY_ADMIN_TOKEN", "t");

        assertThat(line.run("bundles", "list", "--url", url)).isEqualTo(new Result(69, "",
                "patchbay: the gateway does not answer at " + url + ": Connection refused\n"));
        assertThat(line.input("{}").run("config", "apply", "-", "--patch", "--url", url).status()).isEqualTo(69);
    }

    @Test
    void whatAnswersSomethingElseIsNotPatchbay() {
        api.answer("GET /api/bundles", 200, "<html>");
        api.answer("GET /api/config/schema", 404, "<html>");

        assertThat(CommandLine.of(api).run("bundles", "list")).isEqualTo(new Result(69, "",
                "patchbay: what answers there is not Patchbay's admin API (HTTP 200)\n"));
        assertThat(CommandLine.of(api).run("config", "schema", "--json"))
                .isEqualTo(new Result(1, "{\"error\":{\"message\":\"the gateway answered HTTP 404\"}}\n", ""));
    }

    @Test
    void aHomeSaysWhereTheGatewayIsAndHasItsToken() throws Exception {
        api.answer("GET /api/bundles", 200, "[]");
        Files.createDirectories(home.resolve("secrets"));
        Files.createDirectories(home.resolve("data"));
        CommandLine line = CommandLine.alone().environment("PATCHBAY_HOME", home.toString());

        assertThat(line.run("bundles", "list"))
                .isEqualTo(new Result(3, "", "patchbay: Patchbay does not run with the home " + home + "\n"));

        Files.writeString(home.resolve("data/patchbay.properties"), "port=1\nmanagementPort=" + api.port() + "\n");
        assertThat(line.run("bundles", "list").status()).as("left behind by one that was killed").isEqualTo(3);
        assertThat(api.calls()).isEmpty();

        try (Gateway running = Gateway.of(home)) {
            assertThat(line.run("bundles", "list")).isEqualTo(new Result(77, "", "patchbay: no admin token: "
                    + "PATCHBAY_ADMIN_TOKEN is not set, and there is no " + home + "/secrets/admin-token\n"));

            Files.writeString(home.resolve("secrets/admin-token"), FakeApi.TOKEN + "\n");
            assertThat(line.run("bundles", "list", "--json")).isEqualTo(new Result(0, "[]\n", ""));
            assertThat(CommandLine.alone().run("bundles", "list", "--home", home.toString()).status()).isZero();

            Files.writeString(home.resolve("secrets/admin-token"), "another");
            assertThat(line.run("bundles", "list").status()).isEqualTo(77);
            assertThat(line.environment("PATCHBAY_ADMIN_TOKEN", FakeApi.TOKEN).run("bundles", "list").status())
                    .as("as the gateway itself has it").isZero();

            Files.writeString(home.resolve("data/patchbay.properties"), "port=1\n");
            assertThat(line.run("bundles", "list").status()).isEqualTo(69);
            Files.delete(home.resolve("data/patchbay.properties"));
            assertThat(line.run("bundles", "list").status()).isEqualTo(75);
            assertThat(running.isAlive()).isTrue();
        }
    }

    /** A process that holds a home's lock, as a gateway does: a lock of the test's own would not be seen by the test. */
    private record Gateway(Process process) implements AutoCloseable {
        static Gateway of(Path home) throws IOException {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                    System.getProperty("java.class.path"), HomeHolder.class.getName(), home.toString()).start();
            assertThat(process.inputReader().readLine()).isEqualTo("held");
            return new Gateway(process);
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
