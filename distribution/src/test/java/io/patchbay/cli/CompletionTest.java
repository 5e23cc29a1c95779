package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts in their shells; zsh's and fish's where these are installed. */
class CompletionTest {
    private static final String BASH = """
            . ./completion.bash
            [[ $(complete -p patchbay) == 'complete -F _patchbay patchbay' ]] || exit 9
            COMP_WORDS=(LINE)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _patchbay
            printf '%s\\n' "${COMPREPLY[@]}"
            """;
    /** What zsh's own functions would offer is printed. */
    private static final String ZSH = """
            compdef() { true }
            _describe() { print -rl -- "${(@P)2}" }
            compadd() { [[ $1 != -- ]] || shift; print -rl -- "$@" }
            _files() { print "files $*" }
            _message() { true }
            _parameters() { print "parameters" }
            . ./completion.zsh
            words=(LINE)
            CURRENT=${#words}
            _patchbay
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void script() throws IOException {
        Path patchbay = Files.writeString(directory.resolve("patchbay"), """
                #!/bin/sh
                [ "$PATCHBAY_BUILD" = off ] || exit 1
                case "$*" in
                    'bundles list --names') printf '%s\\n' io.patchbay.core 'io.$(touch planted)' com.example ;;
                    'keys list --names --home h') echo main-1 ;;
                    *) echo "asked: $*" >&2; exit 3 ;;
                esac
                """);
        Files.setPosixFilePermissions(patchbay, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(directory.resolve("a file.jar"));
        Files.createDirectory(directory.resolve("a folder"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "./patchbay con                               | config",
        "./patchbay bundles s                         | stop start",
        "./patchbay --home x keys r                   | rotate remove",
        "./patchbay help b                            | bundles",
        "./patchbay completion ''                     | bash zsh fish",
        "./patchbay run --con                         | --config",
        "./patchbay config show --                    | --format --json --home --url --help",
        "./patchbay config show --format ''           | yaml json",
        "./patchbay config show --format = j          | json",
        "./patchbay keys add x --v                    | --value-from-env --value-file",
        "./patchbay keys add x --value-from-env PATCHBAY_PLANT | PATCHBAY_PLANTED",
        "./patchbay bundles stop io.                  | io.patchbay.core io.$(touch_planted)",
        "./patchbay keys --home h rotate ''           | main-1",
        "./patchbay keys add ''                       | ''",
        "./patchbay config restore ''                 | ''",
        "./patchbay route ''                          | explain",
        "./patchbay route explain --m                 | --model",
        "./patchbay fly ''                            | ''"})
    void bashCompletesWords(String line, String expected) throws Exception {
        List<String> replies = shell("bash", BASH.replace("LINE", line));

        assertThat(replies.stream().map(reply -> reply.replace(' ', '_')).filter(reply -> !reply.isEmpty()))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
        assertThat(directory.resolve("planted")).as("a name that was expanded").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"bundles install a, a file.jar:a folder", "config apply --patch a, a file.jar:a folder",
        "keys add x --value-file a, a file.jar:a folder", "run --home a, a folder"})
    void bashCompletesFiles(String line, String expected) throws Exception {
        assertThat(shell("bash", BASH.replace("LINE", "patchbay " + line)))
                .containsExactlyInAnyOrder(expected.split(":"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "./patchbay keys ''                           | list:the keys, and whether they are in use",
        "./patchbay ''                                | config:show, check, edit, apply, restore and export the configuration",
        "./patchbay config edit --                    | --format:yaml, or json",
        "./patchbay config show --format ''           | yaml",
        "./patchbay bundles update ''                 | 'files '",
        "./patchbay run --home ''                     | files -/",
        "./patchbay bundles stop ''                   | io.$(touch planted)",
        "./patchbay keys --home h rotate ''           | main-1"})
    void zshCompletesWords(String line, String expected) throws Exception {
        assumeInstalled("zsh");

        assertThat(shell("zsh", ZSH.replace("LINE", line))).contains(expected);
        assertThat(directory.resolve("planted")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "./patchbay con                               | config",
        "./patchbay bundles s                         | start stop",
        "./patchbay --home x keys r                   | remove rotate",
        "./patchbay config show --f                   | --format",
        "./patchbay config show --format              | json yaml",
        "./patchbay bundles stop io.p                 | io.patchbay.core",
        "./patchbay keys --home h rotate              | main-1",
        "./patchbay config apply a                    | a_file.jar a_folder/"})
    void fishCompletesWords(String line, String expected) throws Exception {
        assumeInstalled("fish");
        String last = line.endsWith("--format") || line.endsWith("rotate") ? line + " " : line;

        List<String> replies = shell("fish", ". ./completion.fish; complete -C '" + last + "'");

        assertThat(replies.stream().map(reply -> reply.replaceAll("\t.*", "").replace("\\", "").replace(' ', '_')))
                .containsExactlyInAnyOrder(expected.split(" "));
        assertThat(directory.resolve("planted")).doesNotExist();
    }

    @Test
    void everyCommandIsCompletedByEveryShell() {
        for (String shell : Commands.SHELLS) {
            String script = Completion.script(List.of(shell));
            for (Commands.Group group : Commands.API) {
                for (Commands.Command command : group.commands()) {
                    assertThat(script).as(shell).contains(group.name() + " " + command.name());
                }
            }
            assertThat(script).as(shell).doesNotContainPattern("@[A-Z]+@");
        }
    }

    private static void assumeInstalled(String shell) throws Exception {
        boolean installed = new ProcessBuilder("sh", "-c", "command -v " + shell).start().waitFor() == 0;
        if (!installed && System.getenv("CI") != null) {
            throw new AssertionError(shell + " is not installed");
        }
        assumeTrue(installed, shell + " is not installed");
    }

    private List<String> shell(String shell, String text) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("completion." + shell), Completion.script(List.of(shell)));
        ProcessBuilder builder =
                new ProcessBuilder(shell, shell.equals("bash") ? "--norc" : shell.equals("zsh") ? "-f" : "-N", "-c",
                        text).directory(directory.toFile());
        builder.environment().put("PATCHBAY_PLANTED", "x");
        builder.environment().put("HOME", directory.toString());
        Process process = builder.redirectError(directory.resolve("err").toFile()).start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        process.waitFor();
        assertThat(directory.resolve("err")).hasContent("");
        return out;
    }
}
