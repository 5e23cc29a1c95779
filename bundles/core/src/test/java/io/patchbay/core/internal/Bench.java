package io.patchbay.core.internal;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A pipeline whose services come and go by the test's hand, in bundles that are only numbers. */
final class Bench {
    static final Duration WINDOW = Duration.ofSeconds(10);

    final FakeTime time = new FakeTime();
    final Set<String> configured = new HashSet<>();
    final Installed installed = new Installed(time, configured::contains);
    final Successors successors = new Successors(installed, time, WINDOW, 10);
    final Pipeline pipeline =
            Pipeline.of(time, new Random(1), installed, successors, name -> configured.contains(provider(name)),
                    new Loads(time));
    final Admission admission = new Admission(installed, successors, pipeline.random());
    final Running running = new Running();
    final Drain drain = new Drain(installed, running, Duration.ofMinutes(1), Duration.ofMinutes(1));
    final List<FinishedExchange> finished = new CopyOnWriteArrayList<>();
    final Origin dialect;

    Bench() {
        dialect = Origins.of(Map.of("component.name", "a"));
        installed.addDialect(dialect, new LineDialect("a"));
        installed.addListener(Origins.of(Map.of()), finished::add);
    }

    Answer handle(String model, boolean stream) {
        return handle(LineDialect.exchange("a", model, stream));
    }

    Answer handle(Exchange exchange) {
        return CoreGateway.handle(exchange, pipeline, admission, running);
    }

    /** The whole text of an answer, which is closed. */
    String ask(String model) {
        try (Answer answer = handle(model, false)) {
            return text(answer);
        }
    }

    static String text(Answer answer) {
        StringBuilder text = new StringBuilder();
        for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
            text.append(frame.get().bytes().orElseThrow().utf8());
        }
        return text.toString();
    }

    Origin provider(Leases bundle, String name, Provider provider, String... models) {
        Map<String, Object> properties = Map.of("service.pid", provider(name), "patchbay.speaks", new String[]{"a"},
                "models", models);
        configured.add(provider(name));
        Origin origin = Origins.of(bundle, "providers", properties);
        installed.addProvider(origin, provider, properties);
        return origin;
    }

    /** A provider of a dialect that goes on from a given beginning. */
    void prefilling(String name, String spoken, Provider provider) {
        prefilling(name, spoken, provider, Map.of());
    }

    /** The same, where it has habits of its own. */
    void prefilling(String name, String spoken, Provider provider, Map<String, Object> habits) {
        Map<String, Object> properties = new HashMap<>(habits);
        properties.put("service.pid", provider(name));
        properties.put("patchbay.speaks", new String[]{spoken});
        properties.putIfAbsent("prefill", new String[]{"*"});
        configured.add(provider(name));
        installed.addProvider(Origins.of(Origins.bundle(), "providers", properties), provider, properties);
    }

    /** A provider of a surface. */
    void offering(String name, Provider provider, String... surfaces) {
        Map<String, Object> properties = Map.of("service.pid", provider(name), "patchbay.speaks", new String[]{"a"},
                "patchbay.surfaces", surfaces);
        configured.add(provider(name));
        installed.addProvider(Origins.of(Origins.bundle(), "providers", properties), provider, properties);
    }

    Origin filter(Leases bundle, String name, Filter filter) {
        Map<String, Object> properties = Map.of("component.name", name);
        Origin origin = Origins.of(bundle, "filters", properties);
        installed.addFilter(origin, filter, properties);
        return origin;
    }

    Origin dialect(String name) {
        Origin origin = Origins.of(Map.of("component.name", name));
        installed.addDialect(origin, new LineDialect(name));
        return origin;
    }

    void route(String model, List<String> targets, String... fallbacks) {
        route(model, targets, Map.of("fallbacks", fallbacks));
    }

    void route(String model, List<String> targets, Map<String, Object> settings) {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.route~" + model);
        installed.addRoute(Origins.of(properties), Route.of(TestSettings.of(ConfiguredRoute.Settings.class,
                Map.of("model", model, "targets", targets.toArray(String[]::new)), settings), properties));
    }

    void key(String name, String provider) {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.key~" + name, ".value", "v");
        Origin origin = Origins.of(properties);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", provider), Map.of()),
                properties).whenever(key -> installed.addKey(origin, key));
    }

    /** A route with any settings. */
    Origin route(String name, Map<String, Object> settings) {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.route~" + name);
        Origin origin = Origins.of(properties);
        installed.addRoute(origin,
                Route.of(TestSettings.of(ConfiguredRoute.Settings.class, settings, Map.of()), properties));
        return origin;
    }

    /** As when a service goes because its bundle stops: at the end, the bundle is drained. */
    void stop(Origin origin) {
        installed.remove(origin.serviceId(), true);
        drain.drain(origin.leases());
    }

    /** Services as many as count are left in use. */
    long taken(Origin origin) {
        return origin.leases().taken();
    }

    static String provider(String name) {
        return "io.patchbay.provider.test~" + name;
    }

    static Provider whole(String text) {
        return attempt -> Answer.whole(200, Headers.EMPTY, Bytes.utf8(text + "\nfinish\n"));
    }

    static Provider status(int status) {
        return attempt -> Answer.whole(status, Headers.EMPTY, Bytes.utf8("said " + status));
    }

    static Provider limited(int seconds) {
        return attempt -> Answer.whole(429, Headers.of("retry-after", Integer.toString(seconds)), Bytes.utf8("slow"));
    }

    /** Another answer each time; the last one from then on. */
    static Provider inTurn(Provider... turns) {
        AtomicInteger next = new AtomicInteger();
        return attempt -> turns[Math.min(next.getAndIncrement(), turns.length - 1)].send(attempt);
    }

    static Provider stream(String... frames) {
        return attempt -> Answer.stream(200, Headers.EMPTY,
                FrameSource.of(Stream.of(frames).map(Bytes::utf8).map(Frame::of).toList()));
    }
}
