package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RouteCommandsTest {
    private static final String TOLD = """
            {"model":"gpt-4o","dialect":"openai-chat","caller":"app","route":"chat",
             "routes":[{"name":"eu","priority":5,"model":"*","when":"false","taken":false,"why":"its condition is false"},
                       {"name":"chat","priority":0,"model":"gpt-*","when":"","taken":true,"why":"the first that fits"}],
             "targets":[{"provider":"main","model":"gpt-4o","weight":1,"usable":true,"why":null,
                         "keys":[{"name":"a","usable":true,"why":null},{"name":"b","usable":false,"why":"it is disabled"}]}],
             "fallbacks":{"any":[{"provider":"gone","model":"m","weight":1,"why":"its provider is not installed","keys":[]}],
                          "rate_limited":[]},
             "shadow":[{"provider":"lab","model":"m","weight":0.1,"why":null,"keys":[]}]}""";

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path directory;

    @Test
    void explainsInTables() {
        api.answer("POST /api/route/explain", 200, TOLD);

        assertThat(CommandLine.of(api).run("route", "explain", "--model", "gpt-4o")).isEqualTo(new Result(0, """
                gpt-4o, openai-chat, asked by app: route chat
                WHEN       TARGET       WEIGHT  KEYS                   STATE
                target     main/gpt-4o  1       a, b (it is disabled)  ready
                after any  gone/m       1                              its provider is not installed
                shadow     lab/m        0.1                            ready

                ROUTE  PRIORITY  MODEL  WHEN   TAKEN  WHY
                eu     5         *      false  no     its condition is false
                chat   0         gpt-*         yes    the first that fits
                """, ""));
        assertThat(api.change().text()).isEqualTo("{\"model\":\"gpt-4o\",\"headers\":{}}");
    }

    @Test
    void sendsTheBodyAsItIsWithHeadersPathAndCaller() throws IOException {
        api.answer("POST /api/route/explain", 200, TOLD);
        Path body = Files.writeString(directory.resolve("body.json"), "{ \"model\": \"m\", \"n\": 1.0 }\n");

        CommandLine.of(api).run("route", "explain", "--header", "X-Team: blue", "--header=x-b:c:d", "--caller", "app",
                "--path", "/v1/messages", "--body", body.toString());

        assertThat(api.change().text()).isEqualTo("""
                {"path":"/v1/messages","caller":"app","headers":{"X-Team":"blue","x-b":"c:d"},"body":{ "model": "m", "n": 1.0 }
                }""");
    }

    @Test
    void saysWhatTheClientGetsWhereNobodyAnswers() {
        api.answer("POST /api/route/explain", 200, """
                {"model":"x","dialect":"openai-chat","caller":"anonymous","route":null,"routes":[],
                 "error":{"status":404,"kind":"model_not_found","message":"The model 'x' does not exist."}}""");

        assertThat(CommandLine.of(api).run("route", "explain", "--model=x").out())
                .startsWith("""
                        x, openai-chat, asked by anonymous: no route
                        the client gets 404: The model 'x' does not exist.
                        """);
    }

    @Test
    void withJsonTheAnswerIsTheApisOwn() {
        api.answer("POST /api/route/explain", 200, "{\"model\":\"m\"}");

        assertThat(CommandLine.of(api).run("route", "explain", "--model", "m", "--json"))
                .isEqualTo(new Result(0, "{\"model\":\"m\"}\n", ""));
    }

    @Test
    void refusesWhatSaysTooLittleBeforeItAsks() {
        assertThat(CommandLine.of(api).run("route", "explain")).isEqualTo(new Result(64, "",
                "patchbay: route explain needs --model or --body; try help route\n"));
        assertThat(CommandLine.of(api).run("route", "explain", "--model", "m", "--header", "x").err())
                .isEqualTo("patchbay: --header is a name, a colon and a value\n");
        assertThat(CommandLine.of(api).run("route", "explain", "--body", "none.json", "--model", "m").status())
                .isEqualTo(66);
        assertThat(api.calls()).isEmpty();
    }
}
