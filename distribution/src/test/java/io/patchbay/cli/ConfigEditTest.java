package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ConfigEditTest {
    private static final String CHANGED = "{\"etag\":\"8\",\"changed\":[\"a\"],\"warnings\":[]}";
    private static final String REFUSED = """
            {"error":{"message":"refused","problems":[{"line":2,"column":1,"pid":"b","message":"is unknown"}]}}""";
    private static final String STALE = "{\"error\":{\"message\":\"somebody was faster\"}}";

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path directory;

    @BeforeEach
    void document() {
        api.answer("GET /api/config/export?format=yaml", 200, "a: {}\n");
    }

    @Test
    void whatWasEditedIsSentForTheStateThatWasSeen() throws IOException {
        api.answer("PUT /api/config", 200, CHANGED);

        Result result = edit("echo 'b: {}' >> \"$1\"").run("config", "edit");

        assertThat(result).isEqualTo(new Result(0, "changed, and live: a\n", ""));
        assertThat(api.change().text()).isEqualTo("a: {}\nb: {}\n");
        assertThat(api.change().header("If-Match")).isEqualTo(FakeApi.ETAG);
        assertThat(api.change().header("Content-Type")).isEqualTo("application/yaml");
        assertThat(copy()).as("deleted").doesNotExist();
    }

    @Test
    void theCopyIsItsOwnersAlone() throws IOException {
        api.answer("PUT /api/config", 409, STALE);

        edit("echo 'b: {}' >> \"$1\"").run("config", "edit");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy()))).isEqualTo("rw-------");
        Files.delete(copy());
    }

    @Test
    void whatWasNotEditedIsNotSent() throws IOException {
        Result result = edit("true").run("config", "edit");

        assertThat(result).isEqualTo(new Result(0, "", "nothing was edited, and nothing is changed\n"));
        assertThat(api.changes()).isEmpty();
        assertThat(copy()).doesNotExist();
    }

    @Test
    void whatIsRefusedCanBeEditedOn() throws IOException {
        api.answer("PUT /api/config", 422, REFUSED);
        api.answer("PUT /api/config", 200, CHANGED);

        CommandLine line = edit("echo 'b: {}' >> \"$1\"").person("y");
        Result result = line.run("config", "edit");

        assertThat(result).isEqualTo(new Result(0, "changed, and live: a\n",
                "patchbay: refused\n" + copy() + ":2:1: b: is unknown\n"));
        assertThat(line.questions()).containsExactly("Go on editing? [Y/n] ");
        assertThat(api.changes()).extracting(FakeApi.Request::text).containsExactly("a: {}\nb: {}\n",
                "a: {}\nb: {}\nb: {}\n");
    }

    @Test
    void whoGivesUpIsToldWhereTheTextIs() throws IOException {
        api.answer("PUT /api/config", 422, REFUSED);

        Result result = edit("echo 'b: {}' >> \"$1\"").person("n").run("config", "edit");

        assertThat(result).isEqualTo(new Result(1, "", """
                patchbay: refused
                %1$s:2:1: b: is unknown
                What you typed is in %1$s
                """.formatted(copy())));
        assertThat(copy()).hasContent("a: {}\nb: {}\n");
        Files.delete(copy());
    }

    @Test
    void withNobodyToAskTheTextIsKept() throws IOException {
        api.answer("PUT /api/config", 422, REFUSED);

        Result result = edit("echo 'b: {}' >> \"$1\"").run("config", "edit", "--json");

        assertThat(result).isEqualTo(new Result(1, REFUSED + "\n", "What you typed is in " + copy() + "\n"));
        assertThat(copy()).hasContent("a: {}\nb: {}\n");
        Files.delete(copy());
    }

    @Test
    void aGatewayThatIsGoneLosesNothing() throws IOException {
        api.answer("PUT /api/config", 503, "");

        Result result = edit("echo 'b: {}' >> \"$1\"").person("y").run("config", "edit");

        assertThat(result.status()).isEqualTo(69);
        assertThat(result.err()).contains("What you typed is in " + copy());
        Files.delete(copy());
    }

    @Test
    void anotherOnesChangeIsShownBesideAndNotOverwrittenUnseen() throws IOException {
        api.answer("GET /api/config/export?format=yaml", 200, "theirs: {}\n");
        api.answer("PUT /api/config", 412, STALE);
        api.answer("PUT /api/config", 200, CHANGED);

        Result result =
                edit("[ $# = 1 ] || cat \"$2\" >> \"$1\"; echo 'b: {}' >> \"$1\"").person("").run("config", "edit");

        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("somebody was faster", ".present.yaml");
        assertThat(api.changes().getLast().text()).isEqualTo("a: {}\nb: {}\ntheirs: {}\nb: {}\n");
        assertThat(Files.readAllLines(directory.resolve("opened")))
                .allSatisfy(file -> assertThat(Path.of(file)).doesNotExist());
    }

    @Test
    void anEditorThatFailsChangesNothing() throws IOException {
        assertThat(edit("exit 3").run("config", "edit").err()).startsWith("patchbay: the editor ended with status 3");
        assertThat(copy()).as("nothing was typed").doesNotExist();
        Files.delete(directory.resolve("opened"));

        Result result = edit("echo x >> \"$1\"; exit 3").run("config", "edit");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("What you typed is in " + copy() + "\npatchbay: the editor ended with status 3");
        assertThat(api.changes()).isEmpty();
        Files.delete(copy());
    }

    @Test
    void visualComesBeforeEditorAndJsonIsEditedAsJson() throws IOException {
        api.answer("GET /api/config/export?format=json", 200, "{}\n");
        api.answer("PUT /api/config", 200, CHANGED);

        Result result = edit("echo '{\"a\":{}}' > \"$1\"").environment("EDITOR", "false").run("config", "edit",
                "--format", "json");

        assertThat(result.status()).isZero();
        assertThat(copy().toString()).endsWith(".json");
        assertThat(api.change().header("Content-Type")).isEqualTo("application/json");
    }

    /** An editor, with an option, that does this with the file {@code $1}. */
    private CommandLine edit(String script) throws IOException {
        Path editor = directory.resolve("editor.sh");
        Files.writeString(editor, "[ \"$1\" = --wait ] || exit 9\nshift\nprintf '%s\\n' \"$@\" >> '" + directory
                + "/opened'\n" + script + "\n");
        return CommandLine.of(api).environment("VISUAL", "sh '" + editor + "' --wait");
    }

    private Path copy() throws IOException {
        List<String> opened = Files.readAllLines(directory.resolve("opened"));
        return Path.of(opened.getFirst());
    }
}
