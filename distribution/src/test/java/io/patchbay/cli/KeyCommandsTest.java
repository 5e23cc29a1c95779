package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import io.patchbay.cli.FakeApi.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandsTest {
    private static final String PLANTED = "sk-planted-4711";
    private static final String CHANGED = "{\"etag\":\"8\",\"changed\":[\"x\"],\"warnings\":[\"w\"]}";

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path directory;

    @BeforeEach
    void document() {
        api.answer("GET /api/config", 200, """
                {"io.patchbay.provider.openai~main":{},
                 "io.patchbay.key~stored":{"provider":"main",".value":"$[secret:openai]","weight":2.5,"models":["gpt-*","o1"]},
                 "io.patchbay.key~twin":{"provider":"main",".value":"$[secret:openai;default=]"},
                 "io.patchbay.key~alone":{"provider":"main",".value":"$[secret:alone-1]","enabled":false},
                 "io.patchbay.key~plain":{"provider":"main",".value":"***"},
                 "io.patchbay.key~env":{"provider":"main",".value":"$[env:KEY]"}}""");
        api.answer("PATCH /api/config", 200, CHANGED);
    }

    @Test
    void aListIsATableWithoutValues() {
        api.answer("GET /api/keys", 200, """
                [{"name":"stored","enabled":true,"usable":true,"state":"ready","restsForMs":0},
                 {"name":"twin","enabled":true,"usable":true,"state":"resting","restsForMs":1200},
                 {"name":"alone","enabled":false,"usable":false,"state":"ready","restsForMs":0},
                 {"name":"env","enabled":true,"usable":false,"state":"ready","restsForMs":0}]""");

        assertThat(CommandLine.of(api).run("keys", "list")).isEqualTo(new Result(0, """
                NAME    PROVIDER  WEIGHT  MODELS     VALUE                      STATE
                stored  main      2.5     gpt-*, o1  $[secret:openai]           ready
                twin    main      1       *          $[secret:openai;default=]  resting for 2 s
                alone   main      1       *          $[secret:alone-1]          disabled
                plain   main      1       *          ***                        not in use
                env     main      1       *          $[env:KEY]                 without a value
                """, ""));
    }

    @Test
    void namesNeedOneAnswerOnly() {
        assertThat(CommandLine.of(api).run("keys", "list", "--names").out())
                .isEqualTo("stored\ntwin\nalone\nplain\nenv\n");
        assertThat(api.calls()).containsExactly("GET /api/config");
    }

    @Test
    void aListInJsonIsTheApisOwn() {
        api.answer("GET /api/keys", 200, "[{\"name\":\"a\"}]");

        assertThat(CommandLine.of(api).run("keys", "list", "--json"))
                .isEqualTo(new Result(0, "[{\"name\":\"a\"}]\n", ""));
    }

    @Test
    void addStoresTheValueAndRefersToIt() {
        api.answer("PUT /api/secrets/key-new", 204, "");

        Result result = CommandLine.of(api).input(PLANTED + "\n").run("keys", "add", "new", "--provider", "main",
                "--weight", "3", "--models", "gpt-*, o1");

        assertThat(result).isEqualTo(new Result(0, "new is added\n", "warning: w\n"));
        assertThat(api.changes()).extracting(Request::call).containsExactly("PUT /api/secrets/key-new",
                "PATCH /api/config");
        assertThat(api.changes().getFirst().text()).isEqualTo(PLANTED);
        assertThat(api.changes().getLast().text()).isEqualTo(
                """
                {"io.patchbay.key~new":{"provider":"main","weight":3,"models":["gpt-*","o1"],".value":"$[secret:key-new]"}}""");
        assertThat(api.changes().getLast().header("If-Match")).isEqualTo(FakeApi.ETAG);
    }

    @Test
    void aReferenceIsWrittenAsItIs() {
        CommandLine.of(api).input("$[env:OPENAI_API_KEY]\n").run("keys", "add", "new", "--provider", "main");

        assertThat(api.change().text()).isEqualTo("""
                {"io.patchbay.key~new":{"provider":"main",".value":"$[env:OPENAI_API_KEY]"}}""");
    }

    @Test
    void aValueComesFromAVariableAFileOrAPerson() throws IOException {
        api.answer("PUT /api/secrets/key-new", 204, "");
        Path file = Files.writeString(directory.resolve("f"), " from-file\n");

        CommandLine.of(api).environment("K", "from-env").run("keys", "add", "new", "--provider=p", "--value-from-env",
                "K");
        CommandLine.of(api).run("keys", "add", "new", "--provider=p", "--value-file=" + file);
        CommandLine asked = CommandLine.of(api).person("from-person");
        asked.run("keys", "add", "new", "--provider=p");

        assertThat(api.changes()).filteredOn(request -> request.call().startsWith("PUT")).extracting(Request::text)
                .containsExactly("from-env", "from-file", "from-person");
        assertThat(asked.questions()).containsExactly("Value of the key new (not shown): ");
    }

    @Test
    void withoutAValueNothingIsSent() {
        String[] add = {"keys", "add", "new", "--provider", "p"};
        assertThat(CommandLine.of(api).input(" \n").run(add)).isEqualTo(new Result(66, "",
                "patchbay: there is no value: what was read is empty\n"));
        assertThat(CommandLine.of(api).person().run(add).status()).isEqualTo(66);
        assertThat(CommandLine.of(api).run("keys", "add", "new", "--provider", "p", "--value-from-env", "NONE").err())
                .isEqualTo("patchbay: there is no value: the variable is not set or empty\n");
        assertThat(CommandLine.of(api).input("x".repeat(65_537)).run(add).status()).isEqualTo(66);
        assertThat(CommandLine.of(api).typed().input(PLANTED).run(add).status()).as("would be seen").isEqualTo(64);
        assertThat(api.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys add new sk-planted-4711 --provider p",
        "keys add new --provider p --value=sk-planted-4711",
        "keys add sk-planted-4711/x --provider p", "keys rotate stored sk-planted-4711",
        "keys add new --provider p --weight sk-planted-4711"})
    void aValueInTheWrongPlaceIsNotRepeated(String line) {
        Result result = CommandLine.of(api).run(line.split(" "));

        assertThat(result.status()).isEqualTo(64);
        assertThat(result.out() + result.err()).doesNotContain(PLANTED);
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void aKeyThatIsThereIsNotAdded() {
        Result result = CommandLine.of(api).input(PLANTED).run("keys", "add", "env", "--provider", "p", "--json");

        assertThat(result).isEqualTo(new Result(1, """
                {"error":{"message":"there is a key env already; keys rotate gives it a new value"}}
                """, ""));
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void aSectionThatIsRefusedLeavesNoSecret() {
        FakeApi refusing =
                api.answer("PUT /api/secrets/key-new", 204, "").answer("DELETE /api/secrets/key-new", 204, "");
        refusing.answer("PATCH /api/config", 412, "{\"error\":{\"message\":\"somebody was faster\"}}");
        CommandLine.of(api).input("first").run("keys", "add", "new", "--provider", "p");

        Result result = CommandLine.of(api).input(PLANTED).run("keys", "add", "new", "--provider", "p");

        assertThat(result).isEqualTo(new Result(1, "", "patchbay: somebody was faster\n"));
        assertThat(api.calls().getLast()).isEqualTo("DELETE /api/secrets/key-new");
    }

    @Test
    void rotateChangesTheStoredSecretAlone() {
        api.answer("PUT /api/secrets/alone-1", 200, "{\"etag\":\"9\",\"changed\":[],\"warnings\":[]}");
        api.answer("PUT /api/secrets/openai", 204, "");

        assertThat(CommandLine.of(api).input(PLANTED).run("keys", "rotate", "alone"))
                .isEqualTo(new Result(0, "alone has a new value\n", ""));
        assertThat(api.change().text()).isEqualTo(PLANTED);
        assertThat(CommandLine.of(api).input(PLANTED).run("keys", "rotate", "stored").out()).isEqualTo(
                "stored has a new value, and so have others that refer to the secret openai: io.patchbay.key~twin\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "env"})
    void rotateMovesAnyOtherValueIntoTheSecrets(String name) {
        api.answer("PUT /api/secrets/key-" + name, 204, "");

        CommandLine.of(api).input(PLANTED).run("keys", "rotate", name);

        assertThat(api.changes().getFirst().text()).isEqualTo(PLANTED);
        assertThat(api.changes().getLast().text()).isEqualTo("{\"io.patchbay.key~" + name
                + "\":{\"provider\":\"main\",\".value\":\"$[secret:key-" + name + "]\"}}");
    }

    @Test
    void rotateToAReferenceKeepsTheOtherSettings() {
        CommandLine.of(api).input("$[env:NEW]").run("keys", "rotate", "alone");

        assertThat(api.change().text()).isEqualTo("""
                {"io.patchbay.key~alone":{"provider":"main",".value":"$[env:NEW]","enabled":false}}""");
    }

    @Test
    void removeKeepsTheSecretUnlessToldOtherwise() {
        api.answer("DELETE /api/secrets/alone-1", 204, "");

        assertThat(CommandLine.of(api).run("keys", "remove", "alone").out())
                .isEqualTo("alone is removed; its value stays in the secret alone-1\n");
        assertThat(api.change().text()).isEqualTo("{\"io.patchbay.key~alone\":null}");
        assertThat(CommandLine.of(api).run("keys", "remove", "alone", "--with-secret").out())
                .isEqualTo("alone is removed, and the secret alone-1\n");
        assertThat(api.calls().getLast()).isEqualTo("DELETE /api/secrets/alone-1");
        assertThat(CommandLine.of(api).run("keys", "remove", "stored", "--with-secret").out())
                .isEqualTo("stored is removed; others refer to the secret openai, which stays\n");
        assertThat(CommandLine.of(api).run("keys", "remove", "env").out()).isEqualTo("env is removed\n");
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThat(CommandLine.of(api).run("keys", "remove", "none"))
                .isEqualTo(new Result(1, "", "patchbay: there is no key none; keys list shows those that are there\n"));
        assertThat(CommandLine.of(api).input(PLANTED).run("keys", "rotate", "none").status()).isEqualTo(1);
        assertThat(api.changes()).isEmpty();
    }
}
