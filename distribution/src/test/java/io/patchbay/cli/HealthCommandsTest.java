package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthCommandsTest {
    @RegisterExtension
    final FakeApi api = new FakeApi();

    @Test
    void providersAreATableOfBreakers() {
        api.answer("GET /api/health/providers", 200, """
                [{"name":"main","breaker":"closed","restsForMs":0,"why":null,"attempts":4,"failures":3,"inFlight":1,"queued":0,
                  "models":[{"model":"m","breaker":"open","restsForMs":4100,"why":"UPSTREAM (status 500)","attempts":3,
                  "failures":3}]}]""");

        assertThat(CommandLine.of(api).run("health", "providers")).isEqualTo(new Result(0, """
                PROVIDER  MODEL  BREAKER  RESTS  ATTEMPTS  FAILURES  WHY
                main      (all)  closed          4         3
                main      m      open     5 s    3         3         UPSTREAM (status 500)
                """, ""));
    }

    @Test
    void keysAreATableByModel() {
        api.answer("GET /api/health/keys", 200, """
                [{"name":"one","provider":"main","state":"cooling","why":null,"models":[
                  {"model":"m","state":"cooling","restsForMs":1,"why":"rate_limited","headroom":0.5}]}]""");

        assertThat(CommandLine.of(api).run("health", "keys")).isEqualTo(new Result(0, """
                KEY  PROVIDER  MODEL  STATE    RESTS  HEADROOM  WHY
                one  main      (all)  cooling
                one  main      m      cooling  1 s    0.5       rate_limited
                """, ""));
    }

    @Test
    void limitsAreATableAndTheBudget() {
        api.answer("GET /api/health/limits", 200, """
                {"retryBudget":{"left":99.2,"burst":100},"providers":[
                  {"provider":"main","inFlight":2,"limit":0,"queued":0,"maxQueued":1000,"shed":0},
                  {"provider":"spare","inFlight":2,"limit":2,"queued":5,"maxQueued":10,"shed":7}]}""");

        assertThat(CommandLine.of(api).run("health", "limits")).isEqualTo(new Result(0, """
                PROVIDER  IN FLIGHT  LIMIT  QUEUED  QUEUE  SHED
                main      2          none   0       1000   0
                spare     2          2      5       10     7

                retry budget: 99.2 of 100
                """, ""));
    }

    @Test
    void resetSaysWhat() {
        api.answer("POST /api/health/reset", 200, "{\"reset\":3}");

        assertThat(CommandLine.of(api).run("health", "reset", "--provider", "main", "--model", "m"))
                .isEqualTo(new Result(0, "3 providers, keys and models are reset\n", ""));
        assertThat(CommandLine.of(api).run("health", "reset", "--json").out()).isEqualTo("{\"reset\":3}\n");
        assertThat(api.changes()).extracting(request -> request.text())
                .containsExactly("{\"provider\":\"main\",\"model\":\"m\"}", "{}");
    }
}
