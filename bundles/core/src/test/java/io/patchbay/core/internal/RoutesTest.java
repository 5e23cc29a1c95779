package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.provider.Provider;
import io.patchbay.api.routing.ConditionReader;
import io.patchbay.api.routing.EndUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoutesTest {
    private final Bench bench = new Bench();
    private final Leases providers = Origins.bundle();

    /** Reads {@code team=blue}: whether the header x-team says so; {@code fail}; anything else is wrong. */
    private static final ConditionReader TEAMS = expression -> switch (expression) {
        case "fail" -> (_, _) -> {
            throw new IllegalStateException("no such key");
        };
        case "midnight" -> (_, now) -> now.equals(Instant.EPOCH);
        default -> {
            if (!expression.startsWith("team=")) {
                throw new IllegalArgumentException("line 1, column 1: what is that?");
            }
            yield (exchange, _) -> exchange.request().headers().first("x-team").orElse("")
                    .equals(expression.substring(5));
        }
    };

    RoutesTest() {
        for (String name : List.of("main", "lab", "spare")) {
            bench.provider(providers, name, Bench.whole("+" + name));
        }
    }

    @Test
    void aConditionDecidesBetweenRoutesOfOneModel() {
        reader(TEAMS);
        bench.route("a-plain", settings("m", "main"));
        bench.route("blue", settings("m", "lab", "when", "team=blue"));
        bench.route("midnight", settings("n", "spare", "when", "midnight"));

        assertThat(answeredBy("m", Headers.of("x-team", "blue"))).isEqualTo("lab");
        assertThat(answeredBy("m", Headers.of("x-team", "red"))).isEqualTo("main");
        assertThat(answeredBy("n", Headers.EMPTY)).isEqualTo("spare");
    }

    @Test
    void aConditionThatFailsAtRunTimeIsNotFulfilledAndFailsNoExchange() {
        reader(TEAMS);
        bench.route("plain", settings("m", "main"));
        bench.route("failing", settings("m", "lab", "when", "fail"));

        assertThat(answeredBy("m", Headers.EMPTY)).isEqualTo("main");
        assertThat(state("failing")).isEqualTo("ready");
    }

    @Test
    void aConditionThatNobodyCanReadKeepsItsRequestsFromOtherRoutesAndNamesTheMissingBundle() {
        bench.route("plain", settings("*", "main"));
        bench.route("blue", settings("m", "lab", "when", "team=blue"));

        GatewayException refusal = refused("m", Headers.of("x-team", "red"));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(refusal.publicMessage()).contains("'blue'", "io.patchbay.plugin.celconditions");
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(state("blue")).isEqualTo("no bundle is there that reads conditions");
        refused("m", Headers.EMPTY);
        assertThat(bench.time.nanos()).as("only the first one waited").isEqualTo(Bench.WINDOW.toNanos());
        assertThat(answeredBy("n", Headers.EMPTY)).as("nothing depends on it").isEqualTo("main");
        assertThat(answeredBy("main/m", Headers.EMPTY)).as("nor here").isEqualTo("main");

        reader(TEAMS);
        assertThat(answeredBy("m", Headers.of("x-team", "blue"))).isEqualTo("lab");
        assertThat(answeredBy("m", Headers.of("x-team", "red"))).isEqualTo("main");
        assertThat(state("blue")).isEqualTo("ready");
    }

    @Test
    void whoReadsConditionsIsWaitedForAndAskedUnderALease() {
        Origin old = reader(TEAMS);
        bench.route("plain", settings("m", "main"));
        bench.route("blue", settings("m", "lab", "when", "team=blue"));
        bench.stop(old);
        List<Origin> came = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        bench.time.whenSomebodyWaits(() -> bench.route("other", settings("n", "spare")));
        bench.time.whenSomebodyWaits(() -> came.add(reader(expression -> (exchange, now) -> {
            assertThat(bench.taken(came.getFirst())).isEqualTo(1);
            asked.incrementAndGet();
            return TEAMS.read(expression).holds(exchange, now);
        })));

        assertThat(answeredBy("m", Headers.of("x-team", "blue"))).isEqualTo("lab");
        assertThat(asked).hasValue(1);
        assertThat(bench.time.nanos()).isZero();
        assertThat(bench.taken(came.getFirst())).isZero();
    }

    @Test
    void aFallbackOfTheClientWaitsForWhoReadsItsConditionsToo() {
        bench.route("plain", settings("m", "main"));
        bench.route("blue", settings("n", "lab", "when", "team=blue"));
        bench.time.whenSomebodyWaits(() -> reader(TEAMS));
        assertThat(answeredBy("m",
                Headers.of("x-team", "blue").with("x-patchbay-fallbacks", "n"))).isEqualTo("main");
        assertThat(state("blue")).isEqualTo("ready");
    }

    @Test
    void whileTheBundleThatReadsConditionsDrainsTheTimeForItsSuccessorDoesNotRun() {
        Origin old = reader(TEAMS);
        bench.route("blue", settings("m", "lab", "when", "team=blue"));
        bench.installed.remove(old.serviceId(), true);

        assertThat(refused("m", Headers.EMPTY).publicMessage()).contains("reads-teams");
        refused("m", Headers.EMPTY);
        assertThat(bench.time.nanos()).as("both waited").isEqualTo(2 * Bench.WINDOW.toNanos());
        bench.installed.drained(old.leases());
        refused("m", Headers.EMPTY);
        refused("m", Headers.EMPTY);
        assertThat(bench.time.nanos()).as("and one more").isEqualTo(3 * Bench.WINDOW.toNanos());
    }

    @Test
    void nobodyWaitsForWhoReadsConditionsWhereItIsStoppedForGood() {
        Origin old = reader(TEAMS);
        bench.route("blue", settings("m", "lab", "when", "team=blue"));
        old.leases().expectNoSuccessor();
        bench.stop(old);
        assertThat(refused("m", Headers.EMPTY).kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(bench.time.nanos()).isZero();
    }

    @Test
    void nobodyWaitsLongerForAConditionThatIsNoLongerConfigured() {
        bench.route("plain", settings("m", "main"));
        Origin blue = bench.route("blue", settings("m", "lab", "when", "team=blue"));
        bench.time.whenSomebodyWaits(() -> bench.installed.remove(blue.serviceId(), false));
        refused("m", Headers.EMPTY);
        assertThat(bench.time.nanos()).isZero();
        assertThat(answeredBy("m", Headers.EMPTY)).isEqualTo("main");
    }

    @Test
    void aWrongConditionIsForNoRequestAndSaysWhatIsWrongAndWhere() {
        reader(TEAMS);
        bench.route("plain", settings("m", "main"));
        bench.route("wrong", settings("m", "lab", "when", "1 +"));

        assertThat(answeredBy("m", Headers.EMPTY)).isEqualTo("main");
        assertThat(state("wrong")).isEqualTo("the condition is wrong: line 1, column 1: what is that?");
    }

    @Test
    void anExpressionIsReadOnceAndTheReaderIsGotOnlyForOne() {
        AtomicInteger got = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        Origin origin = Origins.of(Map.of());
        bench.installed.addConditionReader(origin, () -> {
            got.incrementAndGet();
            return expression -> {
                read.incrementAndGet();
                return TEAMS.read(expression);
            };
        });
        bench.route("plain", settings("m", "main"));
        assertThat(got).hasValue(0);
        assertThat(bench.installed.snapshot().leases()).doesNotContain(origin.leases());

        bench.route("blue", settings("m", "lab", "when", "team=blue"));
        bench.route("other", settings("o", "lab", "when", "team=blue"));
        bench.route("plain-2", settings("n", "main"));

        assertThat(read).hasValue(1);
        assertThat(bench.installed.snapshot().leases()).contains(origin.leases());
    }

    @Test
    void aHigherPriorityGoesBeforeAMoreSpecificModel() {
        bench.route("exact", settings("m", "main"));
        bench.route("any", settings("*", "lab", "priority", 1));
        bench.route("low", settings("*", "spare", "priority", -1));
        assertThat(answeredBy("m", Headers.EMPTY)).isEqualTo("lab");
        assertThat(bench.installed.snapshot().routes()).extracting(Route::name).containsExactly("any", "exact", "low");
    }

    @Test
    void aCanaryGetsItsShareAndAUserStaysWithOneTarget() {
        bench.route("m", settings("m", List.of("main=95", "lab=5"), "sticky", "user"));
        int canary = 0;
        for (int user = 0; user < 2_000; user++) {
            Headers headers = Headers.of(EndUser.HEADER, "user-" + user);
            String first = answeredBy("m", headers);
            assertThat(answeredBy("m", headers)).isEqualTo(first);
            canary += first.equals("lab") ? 1 : 0;
        }
        assertThat(canary).isBetween(70, 130);
    }

    @Test
    void withoutTheHeaderThatItSticksToARequestMayGoAnywhere() {
        bench.route("m", settings("m", List.of("main", "lab"), "sticky", "header:x-team"));
        String blue = answeredBy("m", Headers.of("x-team", "blue"));
        for (int i = 0; i < 20; i++) {
            assertThat(answeredBy("m", Headers.of("x-team", "blue"))).isEqualTo(blue);
        }
        assertThat(answeredBy("m", Headers.EMPTY)).as("the order of the route, without a balancer").isEqualTo("main");
    }

    @Test
    void whatFollowsAFailureDependsOnItsKind() {
        Map<ErrorKind, String> expected = Map.of(ErrorKind.CONTEXT_LENGTH, "lab", ErrorKind.CONTENT_FILTERED, "main",
                ErrorKind.RATE_LIMITED, "other", ErrorKind.OVERLOADED, "spare");
        bench.provider(providers, "other", Bench.whole("+other"));
        expected.forEach((kind, answers) -> {
            bench.provider(Origins.bundle(), "bad-" + kind, failing(kind));
            bench.route("m-" + kind, settings("m-" + kind, List.of("bad-" + kind), "fallbacks", texts("spare"),
                    "contextFallbacks", texts("lab"), "contentFallbacks", texts("main"), "rateLimitFallbacks",
                    texts("other"), "retries", 0));
            assertThat(answeredBy("m-" + kind, Headers.EMPTY)).isEqualTo(answers);
        });
    }

    @Test
    void anErrorThatIsTheClientsGoesToTheFallbacksOnlyWhereTheRouteSaysSo() {
        bench.provider(Origins.bundle(), "bad", failing(ErrorKind.INVALID_REQUEST));
        bench.route("m", settings("m", List.of("bad"), "fallbacks", texts("spare")));
        bench.route("n", settings("n", List.of("bad"), "fallbacks", texts("spare"), "fallbackOn",
                texts("invalid_request")));

        assertThat(refused("m", Headers.EMPTY).kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        assertThat(answeredBy("n", Headers.EMPTY)).isEqualTo("spare");
    }

    @Test
    void aRouteAnswersSoManyAtATime() {
        bench.route("m", settings("m", "main", "maxConcurrent", 1));
        Answer first = bench.handle("m", false);

        GatewayException refusal = refused("m", Headers.EMPTY);
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(bench.pipeline.routeLimits().running("m")).isEqualTo(1);

        first.close();
        bench.handle("m", false).close();
        assertThat(bench.pipeline.routeLimits().running("m")).isZero();
    }

    @Test
    void aRouteTakesSoManyAMinuteAndSaysWhenItTakesMore() {
        bench.route("m", settings("m", "main", "requestsPerMinute", 4));
        for (int i = 0; i < 4; i++) {
            bench.ask("m");
        }
        assertThat(refused("m", Headers.EMPTY).retryAfter()).contains(Duration.ofSeconds(15));

        bench.time.parkNanos(Duration.ofSeconds(15).toNanos());
        bench.route("m", settings("m", "main", "requestsPerMinute", 4, "retries", 1));
        bench.ask("m");
        assertThat(refused("m", Headers.EMPTY).kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(bench.finished).filteredOn(finished -> finished.status() == 429).hasSize(2);
    }

    @Test
    void aRouteChoosesItsFiltersAndAChangedModelAnotherRoute() {
        List<String> ran = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            bench.filter(Origins.bundle(), name, (exchange, chain) -> {
                ran.add(name);
                return chain.proceed(name.equals("two") && exchange.model().equals("m")
                        ? exchange.withModel("n")
                        : exchange);
            });
        }
        bench.route("m", settings("m", "main", "withoutFilters", texts("one")));
        bench.route("n", settings("n", "lab", "filters", texts("one", "two")));
        bench.route("o", settings("o", "spare"));

        assertThat(answeredBy("m", Headers.EMPTY)).isEqualTo("lab");
        assertThat(ran).containsExactly("two");
        ran.clear();
        assertThat(answeredBy("o", Headers.EMPTY)).isEqualTo("spare");
        assertThat(ran).containsExactly("one", "two", "three");
    }

    @Test
    void aRequiredFilterRunsWhateverARouteChooses() {
        List<String> ran = new ArrayList<>();
        for (String name : List.of("guard", "other")) {
            bench.filter(Origins.bundle(), name, (exchange, chain) -> {
                ran.add(name);
                return chain.proceed(exchange);
            });
        }
        bench.installed.require(Set.of("guard"));
        bench.route("m", settings("m", "main", "filters", texts("other")));
        bench.route("n", settings("n", "main", "withoutFilters", texts("guard", "other")));

        bench.ask("m");
        assertThat(ran).containsExactly("guard", "other");
        ran.clear();
        bench.ask("n");
        assertThat(ran).containsExactly("guard");
        bench.installed.require(Set.of());
        bench.ask("n");
        assertThat(ran).containsExactly("guard");
    }

    @Test
    void anAliasIsAModelOfItsOwnToClients() {
        bench.route("fast", settings("fast", "main/big-1"));
        Caller caller = Caller.of("app", List.of(new ModelPattern("fast")));

        assertThat(bench.pipeline.models().all(bench.installed.snapshot(), caller)).containsOnlyKeys("fast");
        try (Answer answer = bench.handle(exchange("fast", Headers.EMPTY, caller))) {
            assertThat(answer.headers().first("x-patchbay-model")).contains("big-1");
        }
        assertThat(catchThrowableOfType(GatewayException.class,
                () -> bench.handle(exchange("big-1", Headers.EMPTY, caller))).kind()).isEqualTo(ErrorKind.PERMISSION);
    }

    @Test
    void settingsThatCannotBeReadAreNamed() {
        assertRefused("contextFallbacks: ", "contextFallbacks", texts("/m"));
        assertRefused("shadow: a share is from 0 to 1", "shadow", texts("lab=2"));
        assertRefused("fallbackOn: 'timeout' is none of ", "fallbackOn", texts("timeout"));
        assertRefused("sticky: 'header:' is not known", "sticky", "header:");
    }

    @Test
    void theCheckOfSettingsNamesEveryKeyThatIsWrong() {
        assertThat(new RouteCheck(null).check(Map.of("model", "m", "targets", texts("ok", "/m"), "shadow",
                texts("x=1.5"), "sticky", "moon", "when", "anything"))).containsOnlyKeys("targets", "shadow", "sticky")
                .containsEntry("shadow", "a share is from 0 to 1, not 1.5");
        assertThat(new RouteCheck(null).check(Map.of("targets", texts("main=3", "a/b"), "sticky", "user"))).isEmpty();
    }

    private static void assertRefused(String message, String key, Object value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of(TestSettings.of(ConfiguredRoute.Settings.class,
                settings("m", "main", key, value), Map.of()), Map.of("service.pid", "io.patchbay.route~m")))
                .withMessageStartingWith(message);
    }

    private String answeredBy(String model, Headers headers) {
        try (Answer answer = bench.handle(exchange(model, headers, Caller.ANONYMOUS))) {
            Bench.text(answer);
            return answer.headers().first("x-patchbay-provider").orElseThrow();
        }
    }

    private GatewayException refused(String model, Headers headers) {
        return catchThrowableOfType(GatewayException.class,
                () -> bench.handle(exchange(model, headers, Caller.ANONYMOUS)));
    }

    private static Exchange exchange(String model, Headers headers, Caller caller) {
        return Exchange.of("id-1", caller, Instant.EPOCH,
                LineDialect.exchange("a", model, false).request().toBuilder().headers(headers).build(),
                new LineDialect("a")::readRequest);
    }

    private Origin reader(ConditionReader reader) {
        Origin origin = Origins.of(Origins.bundle(), "reads-teams", Map.of("component.name", "teams"));
        bench.installed.addConditionReader(origin, () -> reader);
        return origin;
    }

    private String state(String route) {
        RouteCondition when = bench.installed.snapshot().routes().stream()
                .filter(each -> each.name().equals(route)).findFirst().orElseThrow().when();
        return when.flaw().isEmpty() ? "ready" : when.flaw();
    }

    private static Provider failing(ErrorKind kind) {
        return attempt -> {
            throw new GatewayException(kind, "no");
        };
    }

    private static String[] texts(String... texts) {
        return texts;
    }

    private static Map<String, Object> settings(String model, Object target, Object... others) {
        Map<String, Object> settings = new HashMap<>(Map.of("model", model, "targets",
                target instanceof List<?> several ? several.toArray(String[]::new) : texts((String) target)));
        for (int i = 0; i < others.length; i += 2) {
            settings.put((String) others[i], others[i + 1]);
        }
        return settings;
    }
}
