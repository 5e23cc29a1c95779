package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandsTest {
    private static final String CHANGED = """
            {"etag":"8","changed":["io.patchbay.key~a","io.patchbay.route~b"],"warnings":["key a: no provider p"]}""";

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path directory;

    @Test
    void showIsYamlOrJson() {
        api.answer("GET /api/config/export?format=yaml", 200, "a: {}\n");
        api.answer("GET /api/config", 200, "{\"a\":{\"n\":[1,2.50],\"s\":\"x\"}}");

        assertThat(CommandLine.of(api).run("config", "show")).isEqualTo(new Result(0, "a: {}\n", ""));
        assertThat(CommandLine.of(api).run("config", "show", "--format", "json")).isEqualTo(new Result(0, """
                {
                  "a": {
                    "n": [
                      1,
                      2.50
                    ],
                    "s": "x"
                  }
                }
                """, ""));
        assertThat(CommandLine.of(api).run("config", "show", "--json"))
                .isEqualTo(new Result(0, "{\"a\":{\"n\":[1,2.50],\"s\":\"x\"}}\n", ""));
    }

    @Test
    void exportIsWhatTheApiExports() {
        api.answer("GET /api/config/export?format=yaml", 200, "# c\na: {}\n");
        api.answer("GET /api/config/export?format=json", 200, "{ }\n");

        assertThat(CommandLine.of(api).run("config", "export").out()).isEqualTo("# c\na: {}\n");
        assertThat(CommandLine.of(api).run("config", "export", "--format=json").out()).isEqualTo("{ }\n");
        assertThat(CommandLine.of(api).run("config", "export", "--json").out()).isEqualTo("{ }\n");
    }

    @Test
    void theSchemaIsLaidOutForPeople() {
        api.answer("GET /api/config/schema", 200, "{\"type\":\"object\"}");

        assertThat(CommandLine.of(api).run("config", "schema").out()).isEqualTo("{\n  \"type\": \"object\"\n}\n");
        assertThat(CommandLine.of(api).run("config", "schema", "--json").out()).isEqualTo("{\"type\":\"object\"}\n");
    }

    @Test
    void aValidDocumentIsSaidToBe() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "a: {}");
        api.answer("POST /api/config/validate", 200,
                """
                {"valid":true,"problems":[],"warnings":[{"line":3,"pid":"io.patchbay.x~y","message":"is not installed"}]}""");

        assertThat(CommandLine.of(api).run("config", "validate", file.toString())).isEqualTo(new Result(0,
                file + " is valid\n", "warning: " + file + ":3: io.patchbay.x~y: is not installed\n"));
        assertThat(api.change().header("Content-Type")).isEqualTo("application/yaml");
        assertThat(api.change().text()).isEqualTo("a: {}");
    }

    @Test
    void problemsAreOneALine() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), " {}");
        String answer = """
                {"valid":false,"problems":[{"file":"request.json","line":2,"column":7,"pid":"p~n","key":"weight","message":"a number, not \\"x\\""},\
                {"file":"other.yaml","line":4,"message":"is cut\\noff"},{"message":"is all wrong"}],"warnings":[]}""";
        api.answer("POST /api/config/validate", 200, answer);

        assertThat(CommandLine.of(api).run("config", "validate", file.toString())).isEqualTo(new Result(1, "", """
                %1$s:2:7: p~n: weight: a number, not "x"
                other.yaml:4: is cut off
                %1$s: is all wrong
                """.formatted(file)));
        assertThat(api.change().header("Content-Type")).isEqualTo("application/json");
        assertThat(CommandLine.of(api).run("config", "validate", file.toString(), "--json"))
                .isEqualTo(new Result(1, answer + "\n", ""));
    }

    @Test
    void applySendsTheWholeDocument() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "# ü\na: {}\n");
        api.answer("PUT /api/config", 200, CHANGED);

        assertThat(CommandLine.of(api).run("config", "apply", file.toString())).isEqualTo(new Result(0,
                "changed, and live: io.patchbay.key~a, io.patchbay.route~b\n", "warning: key a: no provider p\n"));
        assertThat(api.change().text()).isEqualTo("# ü\na: {}\n");
        assertThat(api.change().header("X-Patchbay-Origin")).isEqualTo("cli");
        assertThat(api.change().header("If-Match")).isNull();
        assertThat(CommandLine.of(api).run("config", "apply", file.toString(), "--json"))
                .isEqualTo(new Result(0, CHANGED + "\n", ""));
    }

    @Test
    void applyPatchSendsAPartAndReadsStandardInput() {
        api.answer("PATCH /api/config", 200, "{\"etag\":\"8\",\"changed\":[],\"warnings\":[]}");

        assertThat(CommandLine.of(api).input("{\"a\":null}").run("config", "apply", "-", "--patch"))
                .isEqualTo(new Result(0, "nothing is changed by it\n", ""));
        assertThat(api.change().text()).isEqualTo("{\"a\":null}");
        assertThat(api.change().header("Content-Type")).isEqualTo("application/json");
        assertThat(api.change().header("X-Patchbay-Origin")).isEqualTo("cli");
    }

    @Test
    void whatIsRefusedNamesFileLineAndKey() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "a");
        String answer =
                """
                {"error":{"message":"request.yaml:1:1: is no object","problems":[{"file":"request.yaml","line":1,"column":1,"message":"is no object"}]}}""";
        api.answer("PUT /api/config", 422, answer);

        assertThat(CommandLine.of(api).run("config", "apply", file.toString())).isEqualTo(new Result(1, "",
                "patchbay: the document is refused\n" + file + ":1:1: is no object\n"));
        assertThat(CommandLine.of(api).run("config", "apply", "--json", file.toString()))
                .isEqualTo(new Result(1, answer + "\n", ""));
    }

    @Test
    void historyIsATable() {
        String answer = """
                [{"n":12,"time":"2026-01-02T03:04:05.123456Z","origin":"cli","etag":"12","changed":["a","b"]},
                {"n":9,"time":"2026-01-01T03:04:05Z","origin":"file","etag":"9","changed":[]}]""";
        api.answer("GET /api/config/history", 200, answer);

        assertThat(CommandLine.of(api).run("config", "history")).isEqualTo(new Result(0, """
                N   TIME                  ORIGIN  CHANGED
                12  2026-01-02T03:04:05Z  cli     a, b
                9   2026-01-01T03:04:05Z  file
                """, ""));
        assertThat(CommandLine.of(api).run("config", "history", "--json").out()).isEqualTo(answer + "\n");
    }

    @Test
    void aStateIsShownComparedAndRestored() {
        api.answer("GET /api/config/history/9", 200, "{\"a\":{}}");
        api.answer("GET /api/config/history/9?diff", 200, "-a\n+b\n");
        api.answer("POST /api/config/restore/9", 200, CHANGED);

        assertThat(CommandLine.of(api).run("config", "history", "9").out()).isEqualTo("{\n  \"a\": { }\n}\n");
        assertThat(CommandLine.of(api).run("config", "history", "9", "--diff").out()).isEqualTo("-a\n+b\n");
        assertThat(CommandLine.of(api).run("config", "restore", "9").out())
                .isEqualTo("changed, and live: io.patchbay.key~a, io.patchbay.route~b\n");
        assertThat(api.change().body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "config restore x              | 64 | a state is named by its number; try config history",
        "config history ../../bundles  | 64 | a state is named by its number; try config history",
        "config history --diff         | 64 | --diff needs the number of a state; try config history",
        "config apply no-such.yaml     | 66 | there is no file no-such.yaml",
        "config apply src              | 66 | src is a directory"})
    void whatIsNotUnderstoodIsNotSent(String line, int status, String message) {
        assertThat(CommandLine.of(api).run(line.split(" ")))
                .isEqualTo(new Result(status, "", "patchbay: " + message + "\n"));
        assertThat(api.calls()).isEmpty();
    }
}
