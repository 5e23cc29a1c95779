package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.itests.benchmarks.LoadFigures;
import io.patchbay.itests.benchmarks.SteadyLoad;
import io.patchbay.itests.benchmarks.UpstreamProcess;
import io.patchbay.itests.product.LiveDocument.Way;
import io.patchbay.itests.product.stamp.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Everything that may be changed is changed, again and again, under 1,000 requests a second and 200 open streams of a
 * gateway that is monitored as any in operation, and nobody notices: no request fails, no stream breaks, the gateway is
 * ready at any time, and afterwards nothing is left of what was replaced. What is done most often comes first, on a gateway
 * that has started a moment ago; what comes later finds it warmer, as one is at noon.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated
class HotSwapIT {
    private static final int TIMES = Integer.getInteger("patchbay.updates", 3);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final SteadyLoad.Shape SHAPE =
            SteadyLoad.Shape.atRate(Integer.getInteger("patchbay.rate", SteadyLoad.Shape.full().perSecond()));
    /** What a cold gateway bears on a small machine that compiles as well. */
    private static final SteadyLoad.Shape GENTLE = SteadyLoad.Shape.atRate(Math.ceilDiv(SHAPE.perSecond(), 4));
    private static final int WARM_UP_SECONDS = 3;
    /** After so many rounds it is as warm as it gets. */
    private static final int WARM_UPS = 8;
    private static final double WARM_P99_MS = 10;
    private static final long QUIET_REQUESTS = 3L * SHAPE.perSecond();

    /** Far above what a busy machine does to a gateway, far below the two seconds that a drain in the way would take. */
    private static final double MAX_GAP_MS = 1_000;

    private static final List<String> MODELS = List.of("inner/m-0", "outer/m-0");
    private static final String MOCK = "io.patchbay.provider.mock";
    private static final String OPENAI = "io.patchbay.provider.openai";
    private static final String DIALECT = "io.patchbay.dialect.openai";
    private static final String KEY = "io.patchbay.key~inner-1";
    private static final String ROUTE = "io.patchbay.route~night";

    private static final Path DIRECTORY = GatewayProcess.newHome();
    private static final BundleJars JARS = new BundleJars(DIRECTORY);
    private static final UpstreamProcess UPSTREAM = upstream();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.mock~inner: { models: ["m-*"], eventIntervalMs: %d, reply: "%s" }
            io.patchbay.provider.openai~outer: { baseUrl: "%s", models: ["m-*"], maxConnections: 2000 }
            io.patchbay.key~inner-1: { provider: inner, .value: "$[env:INNER_KEY]" }
            io.patchbay.route~night: { model: "night", targets: ["inner/m-0"], fallbacks: ["outer/m-0"] }
            """.formatted(SHAPE.intervalMs(), SteadyLoad.mockReply(SHAPE), UPSTREAM.baseUrl()))
            .underLoad()
            .environment("INNER_KEY", "key")
            // it would take half of a small machine for some seconds, in the middle of a measurement
            .environment("PATCHBAY_START_CACHE", "off")
            // Who holds a class softly does not keep it for good; Java does so with the last record that was compared.
            .environment("PATCHBAY_JAVA_OPTS", "-XX:SoftRefLRUPolicyMSPerMB=1");

    private static Monitoring monitoring;

    /** What is done under the load. */
    @FunctionalInterface
    private interface Scenario {
        void run();
    }

    @BeforeAll
    static void begin() throws IOException {
        monitoring = new Monitoring(GATEWAY.process());
        System.out.println("hot swap: a cold gateway");
        try (SteadyLoad load = load(MODELS, "", GENTLE)) {
            warmUp(load, GENTLE);
        }
    }

    @AfterEach
    void assertNobodyNoticed() {
        monitoring.assertWell();
    }

    @AfterAll
    static void close() {
        monitoring.close();
        UPSTREAM.close();
        GatewayProcess.delete(DIRECTORY);
    }

    @Test
    @Order(1)
    void aProviderComesChangesAndGoes() throws IOException {
        AdminApi admin = new AdminApi(GATEWAY.process());
        LiveDocument document = new LiveDocument(GATEWAY.process());
        for (int i = 0; i < TIMES; i++) {
            admin.secret("inner-" + i, "key-" + i);
        }
        admin.remove(MOCK);
        awaitOnly(MOCK, List.of());
        List<Path> mocks = versions(BundleJars.packaged(MOCK), "1.0.");

        under("a provider, its keys and its route", List.of("night"), "", () -> {
            assertServes("night", "outer", "m-0");
            update(Way.API, MOCK, mocks.getFirst(), "1.0.0");
            for (int i = 1; i <= TIMES; i++) {
                update(i % 2 == 0 ? Way.API : Way.FILE, MOCK, mocks.get(i), "1.0." + i);
                assertServes("night", "inner", "m-" + (i - 1));
                document.set(Way.of(i), KEY, ".value", "$[secret:inner-%d]".formatted(i % TIMES));
                document.set(Way.of(i), ROUTE, "targets", "inner/m-" + i);
                String model = "m-" + i;
                await().atMost(LIMIT).untilAsserted(() -> assertServes("night", "inner", model));
            }
            admin.remove(MOCK);
            assertServes("night", "outer", "m-0");
        });

        awaitOnly(MOCK, List.of());
        assertNothingIsLeft(MOCK, 0);
        admin.install(BundleJars.packaged(MOCK));
        assertServes("inner/m-0", "inner", "m-0");
    }

    @Test
    @Order(2)
    void providersAreUpdatedWithoutAFallback() throws IOException {
        // It is there, unless the test before has failed.
        new AdminApi(GATEWAY.process()).install(BundleJars.packaged(MOCK));
        List<Path> mocks = versions(BundleJars.packaged(MOCK), "2.0.");
        List<Path> openais = versions(BundleJars.packaged(OPENAI), "2.0.");
        under("providers without a fallback", MODELS, "", () -> {
            for (int i = 1; i <= TIMES; i++) {
                Way way = i % 2 == 0 ? Way.API : Way.FILE;
                update(way, MOCK, mocks.get(i), "2.0." + i);
                update(way, OPENAI, openais.get(i), "2.0." + i);
            }
        });
        awaitOnly(MOCK, List.of("2.0." + TIMES));
        awaitOnly(OPENAI, List.of("2.0." + TIMES));
        assertNothingIsLeft(MOCK, 1);
    }

    @Test
    @Order(3)
    void aFilterIsUpdatedAndNoAnswerDoesWithoutIt() throws IOException {
        AdminApi admin = new AdminApi(GATEWAY.process());
        List<Path> stamps = versions(JARS.stamp(), "1.0.");
        admin.install(stamps.getFirst());
        admin.patch("{\"io.patchbay.core\": {\"requiredFilters\": [\"%s\"]}}".formatted(Stamp.NAME));
        under("a filter", MODELS, Stamp.HEADER, () -> {
            for (int i = 1; i <= TIMES; i++) {
                update(i % 2 == 0 ? Way.API : Way.FILE, Stamp.NAME, stamps.get(i), "1.0." + i);
            }
        });
        awaitOnly(Stamp.NAME, List.of("1.0." + TIMES));
        assertNothingIsLeft(Stamp.NAME, 1);

        admin.patch("{\"io.patchbay.core\": null}");
        admin.remove(Stamp.NAME);
        awaitOnly(Stamp.NAME, List.of());
        assertNothingIsLeft(Stamp.NAME, 0);
    }

    @Test
    @Order(4)
    void theDialectItselfIsUpdated() throws IOException {
        List<Path> dialects = versions(BundleJars.packaged(DIALECT), "1.0.");
        under("the dialect", MODELS, "", () -> {
            for (int i = 1; i <= TIMES; i++) {
                update(i % 2 == 0 ? Way.API : Way.FILE, DIALECT, dialects.get(i), "1.0." + i);
            }
        });
        awaitOnly(DIALECT, List.of("1.0." + TIMES));
        assertNothingIsLeft(DIALECT, 1);
    }

    @Test
    @Order(5)
    void thePipelineIsConfigured() throws IOException {
        LiveDocument document = new LiveDocument(GATEWAY.process());
        under("the pipeline's settings", MODELS, "", () -> {
            for (int i = 1; i <= TIMES; i++) {
                document.set(Way.of(i), "io.patchbay.core", "drainTimeoutMs", 100_000 + i);
            }
        });
        new AdminApi(GATEWAY.process()).patch("{\"io.patchbay.core\": null}");
    }

    private static void under(String what, List<String> models, String stamp, Scenario scenario)
            throws IOException {
        System.out.println("hot swap: " + what);
        try (SteadyLoad load = load(models, stamp, SHAPE)) {
            warmUp(load, SHAPE);
            LoadFigures quiet = figures("quiet",
                    load, () -> await().atMost(LIMIT).until(() -> load.answered() >= QUIET_REQUESTS));
            LoadFigures changes = figures("changes", load, scenario);
            LoadFigures end = load.stop();
            assertThat(end.failed()).as("at the end: %s", end).isZero();
            assertThat(changes.longestGapMs()).as("gap, changes: %s; quiet: %s", changes, quiet)
                    .isLessThan(MAX_GAP_MS + 5 * quiet.longestGapMs());
        }
    }

    private static SteadyLoad load(List<String> models, String stamp, SteadyLoad.Shape shape) throws IOException {
        return SteadyLoad.stamped(GATEWAY.process().port(), "token", stamp, models, shape);
    }

    /** Until what is met for the first time, and compiled for it, is behind us. */
    private static void warmUp(SteadyLoad load, SteadyLoad.Shape shape) {
        long requests = (long) WARM_UP_SECONDS * shape.perSecond();
        LoadFigures figures;
        int rounds = 0;
        do {
            figures = figures("warm-up", load, () -> await().atMost(LIMIT.multipliedBy(2))
                    .until(() -> load.answered() >= requests && load.streamed() >= shape.streams()));
        } while (figures.p99Ms() > WARM_P99_MS && ++rounds < WARM_UPS);
    }

    /** What became of the load while something was done, which is shown however it ends. */
    private static LoadFigures figures(String name, SteadyLoad load, Scenario scenario) {
        LoadFigures figures;
        try {
            scenario.run();
        } finally {
            figures = load.cut();
            System.out.printf("  %-8s %s%n", name, figures);
        }
        assertThat(figures.failed()).as("%s: %s", name, figures).isZero();
        return figures;
    }

    /** Jars of a bundle in as many versions as it is updated, and one to begin with: made beforehand, since that takes time. */
    private static List<Path> versions(Path jar, String prefix) {
        return IntStream.rangeClosed(0, TIMES).mapToObj(i -> JARS.version(jar, prefix + i)).toList();
    }

    /** Updates a bundle by the API or by its file in {@code deploy/}, and waits until the new version serves. */
    private static void update(Way way, String symbolicName, Path jar, String version) {
        AdminApi admin = new AdminApi(GATEWAY.process());
        if (way == Way.API) {
            admin.install(jar);
        } else {
            Path deployed = GATEWAY.process().home().resolve("deploy").resolve(symbolicName + ".jar");
            try {
                Files.copy(jar, deployed, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            await().atMost(LIMIT).until(() -> admin.bundles(symbolicName).stream()
                    .anyMatch(bundle -> bundle.is(symbolicName, version, "active")));
        }
        assertThat(admin.bundles(symbolicName)).anyMatch(bundle -> bundle.is(symbolicName, version, "active"));
    }

    private static void assertServes(String model, String provider, String upstreamModel) {
        HttpResponse<String> answer = GATEWAY.client().chat(model);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-patchbay-provider")).hasValue(provider);
        assertThat(answer.headers().firstValue("x-patchbay-model")).hasValue(upstreamModel);
    }

    /** Waits until what was replaced has drained. */
    private static void awaitOnly(String symbolicName, List<String> versions) {
        AdminApi admin = new AdminApi(GATEWAY.process());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(admin.bundles(symbolicName))
                .extracting(AdminApi.BundleState::version).containsExactlyElementsOf(versions));
    }

    private static void assertNothingIsLeft(String symbolicName, int living) {
        await().atMost(LIMIT).untilAsserted(() -> {
            ClassLoaders loaders = ClassLoaders.of(GATEWAY.process());
            assertThat(loaders.of(symbolicName)).as("class loaders of %s; what lives of it:%n%s", symbolicName,
                    loaders.objects(symbolicName)).isEqualTo(living);
            assertThat(loaders.wirings()).as("versions of all bundles but the framework")
                    .isEqualTo(new AdminApi(GATEWAY.process()).bundles().size() - 1);
        });
    }

    private static UpstreamProcess upstream() {
        try {
            return UpstreamProcess.start(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
