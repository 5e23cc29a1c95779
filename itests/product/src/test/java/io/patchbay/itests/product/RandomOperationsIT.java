package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Two hundred operations that a dice chooses, some of which must be refused, under load: after each of them the gateway
 * is what a model of them says, and no request has failed. So it is after a restart.
 */
@Order(1) // of the classes: it takes the longest
class RandomOperationsIT {
    private static final int OPERATIONS = 200;
    private static final long SEED = Long.getLong("patchbay.seed", 20_260_401);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final SteadyLoad.Shape SHAPE = new SteadyLoad.Shape(300, 60, 10, 100);

    private static final String MOCK = "io.patchbay.provider.mock";
    private static final String KEY = "io.patchbay.key~inner-1";
    private static final String ROUTE = "io.patchbay.route~night";
    private static final String BAD_SECTION = "{\"io.patchbay.route~night\": {\"modle\": \"night\"}}";
    private static final String BAD_DOCUMENT = "io.patchbay.route~night: { model: 7, targets: [\"inner\"] }\n";

    private final Random dice = new Random(SEED);
    private final List<Operation> operations = new ArrayList<>();
    private final DocumentModel document = new DocumentModel();
    private final List<BundleModel> bundles = new ArrayList<>();
    private int versions;

    private GatewayProcess gateway;
    private AdminApi admin;
    private LiveDocument live;

    /** Something to do, where it makes sense. */
    private record Operation(String name, BooleanSupplier possible, Runnable run) {}

    /** What the document has to say. */
    private static final class DocumentModel {
        private String target = "inner/m-0";
        private boolean enabled = true;
        private String good = "";

        boolean isBroken() {
            return !good.isEmpty();
        }
    }

    @Test
    void theGatewayIsWhatWasMadeOfIt() throws Exception {
        System.out.println("random operations: seed " + SEED);
        Path directory = GatewayProcess.newHome();
        try (UpstreamProcess upstream = UpstreamProcess.start(directory);
                GatewayProcess first = GatewayProcess.run(Distribution.root(), """
                        io.patchbay.provider.mock~inner: { models: ["m-*"], eventIntervalMs: %d, reply: "%s" }
                        io.patchbay.provider.openai~outer: { baseUrl: "%s", models: ["m-*"], maxConnections: 2000 }
                        io.patchbay.key~inner-1: { provider: inner, .value: "$[secret:inner-1]", enabled: true }
                        io.patchbay.route~night: { model: "night", targets: ["inner/m-0"], fallbacks: ["outer/spare"] }
                        """.formatted(SHAPE.intervalMs(), SteadyLoad.mockReply(SHAPE), upstream.baseUrl()), Map.of())) {
            begin(first, directory);
            try {
                underLoad();
                repair();
                first.stop();
                try (GatewayProcess second = GatewayProcess.start(Distribution.root(), first.home(), Map.of(), "run",
                        "--config", first.home().resolve(GatewayProcess.DOCUMENT).toString()).awaitReady()) {
                    manage(second);
                    check("a restart");
                    second.stop();
                }
            } catch (AssertionError | RuntimeException e) {
                e.addSuppressed(new AssertionError("The gateway's log:\n" + first.log()));
                throw e;
            }
        } finally {
            GatewayProcess.delete(directory);
        }
    }

    private void begin(GatewayProcess started, Path directory) {
        manage(started);
        admin.secret("inner-1", "key");
        BundleJars jars = new BundleJars(directory);
        String shipped = admin.bundles(MOCK).getFirst().version();
        Path stamp = jars.stamp();
        bundle(jars, new BundleModel(MOCK, Optional.of(shipped)), BundleJars.packaged(MOCK), Optional.empty());
        bundle(jars, new BundleModel(Stamp.NAME, Optional.empty()), stamp, Optional.of(jars.throwing("9.0.0")));
        document();
    }

    private void manage(GatewayProcess running) {
        gateway = running;
        admin = new AdminApi(running);
        live = new LiveDocument(running);
    }

    private void bundle(BundleJars jars, BundleModel bundle, Path jar, Optional<Path> throwing) {
        bundles.add(bundle);
        String name = bundle.name();
        BooleanSupplier well = () -> !bundle.isBroken();
        BooleanSupplier installed = () -> well.getAsBoolean() && bundle.isInstalled();
        BooleanSupplier running = () -> well.getAsBoolean() && bundle.isRunning();
        Supplier<String> next = () -> "1.0." + ++versions;

        add("install or update " + name + " by API", () -> true, () -> {
            String version = next.get();
            admin.install(jars.version(jar, version));
            bundle.installed(version);
        });
        add("install or update " + name + " in deploy/", () -> true, () -> {
            String version = next.get();
            deploy(name, jars.version(jar, version));
            bundle.deployed(version);
        });
        add("remove " + name + " by API", installed, () -> {
            admin.remove(name);
            bundle.removed();
        });
        add("take " + name + " out of deploy/", () -> Files.exists(deployed(name)), () -> {
            delete(deployed(name));
            bundle.undeployed();
        });
        add("stop " + name, running, () -> {
            admin.stop(name);
            bundle.stopped();
        });
        add("start " + name, () -> (installed.getAsBoolean() && bundle.isStopped()) || bundle.isRemoved(), () -> {
            admin.start(name);
            bundle.started();
        });
        add("corrupt " + name + " by API", () -> true, () -> refused(jars.corrupt(jar)));
        add("unresolvable " + name + " by API", () -> true, () -> refused(jars.unresolvable(jar, next.get())));
        add("corrupt " + name + " in deploy/", running, () -> broken(bundle, jars.corrupt(jar)));
        add("unresolvable " + name + " in deploy/", running,
                () -> broken(bundle, jars.unresolvable(jar, next.get())));
        throwing.ifPresent(bad -> {
            add("throwing " + name + " by API", running, () -> refused(bad));
            add("throwing " + name + " in deploy/", running, () -> broken(bundle, bad));
        });
    }

    private void document() {
        BooleanSupplier good = () -> !document.isBroken();
        for (Way way : Way.values()) {
            add("route to the inner provider by " + way, good, () -> route(way, "inner/m-" + ++versions));
            add("route to the outer provider by " + way, good, () -> route(way, "outer/m-" + ++versions));
            add("turn the key by " + way, good, () -> {
                document.enabled = !document.enabled;
                live.set(way, KEY, "enabled", document.enabled);
            });
        }
        add("bad section by API", good,
                () -> assertThat(admin.tryPatch(BAD_SECTION).statusCode()).isEqualTo(422));
        add("bad document in its file", good, () -> {
            document.good = live.text();
            live.save(BAD_DOCUMENT);
        });
        add("good document in its file", document::isBroken, this::repairDocument);
    }

    private void add(String name, BooleanSupplier possible, Runnable run) {
        operations.add(new Operation(name, possible, run));
    }

    private void underLoad() throws IOException {
        try (SteadyLoad load = SteadyLoad.start(gateway.port(), "token", List.of("night"), SHAPE)) {
            await().atMost(LIMIT).until(() -> load.streamed() >= SHAPE.streams());
            List<String> done = new ArrayList<>();
            for (int i = 1; i <= OPERATIONS; i++) {
                Operation operation = choose();
                done.add(operation.name());
                String last = "operation %d, %s, after %s".formatted(
                        i, operation.name(), done.subList(Math.max(0, done.size() - 6), done.size() - 1));
                operation.run().run();
                check(last);
                assertThat(load.failed()).as("%s: %s", last, load.reasons()).isZero();
            }
            LoadFigures figures = load.stop();
            System.out.println("random operations: " + figures);
            assertThat(figures.failed()).as(figures.toString()).isZero();
        }
    }

    private Operation choose() {
        List<Operation> possible = operations.stream().filter(each -> each.possible().getAsBoolean()).toList();
        return possible.get(dice.nextInt(possible.size()));
    }

    /** The broken jars and documents are made good, which they would not be by a restart. */
    private void repair() {
        if (document.isBroken()) {
            repairDocument();
        }
        bundles.stream().filter(BundleModel::isBroken).forEach(bundle -> {
            delete(deployed(bundle.name()));
            bundle.undeployed();
        });
        check("the repair");
    }

    private void repairDocument() {
        live.save(document.good);
        document.good = "";
    }

    private void route(Way way, String target) {
        live.set(way, ROUTE, "targets", target);
        document.target = target;
    }

    private void refused(Path jar) {
        HttpResponse<String> answer = admin.post(jar);
        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
    }

    private void broken(BundleModel bundle, Path jar) {
        deploy(bundle.name(), jar);
        bundle.brokenDeployed();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(admin.bundles()).anyMatch(
                each -> each.state().equals("refused") && each.symbolicName().startsWith(bundle.name())));
    }

    private void check(String when) {
        await(when).pollDelay(Duration.ZERO).atMost(LIMIT).untilAsserted(() -> {
            for (BundleModel bundle : bundles) {
                assertThat(admin.bundles(bundle.name()).stream()
                        .filter(each -> !List.of("draining", "refused").contains(each.state()))
                        .map(each -> each.version() + " " + each.state()))
                        .as("%s: %s", when, bundle.name())
                        .containsExactlyElementsOf(bundle.expected());
            }
            JsonNode route = admin.document().path(ROUTE);
            assertThat(route.path("targets").path(0).asText()).as(when).isEqualTo(document.target);
            assertThat(admin.document().path(KEY).path("enabled").asBoolean()).as(when).isEqualTo(document.enabled);
            checkAnswer(when);
        });
    }

    private void checkAnswer(String when) {
        boolean inner = document.target.startsWith("inner") && document.enabled && bundles.getFirst().isRunning();
        String expected = inner || document.target.startsWith("outer") ? document.target : "outer/spare";
        HttpResponse<String> answer = new Client(gateway.url()).chat("night");
        assertThat(answer.statusCode()).as("%s: %s", when, answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-patchbay-provider").orElse("") + "/"
                + answer.headers().firstValue("x-patchbay-model").orElse("")).as(when).isEqualTo(expected);
        assertThat(answer.headers().allValues(Stamp.HEADER)).as(when)
                .hasSize(bundles.getLast().isRunning() ? 1 : 0);
    }

    private Path deployed(String name) {
        return gateway.home().resolve("deploy").resolve(name + ".jar");
    }

    private void deploy(String name, Path jar) {
        try {
            Files.copy(jar, deployed(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
