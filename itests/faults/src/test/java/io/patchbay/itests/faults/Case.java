package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault in three dialects, streamed or not, with a primary, a key and a route of its own. */
final class Case {
    static final String BAD_KEY = "key-that-is-bad";
    static final String GOOD_KEY = "key-that-is-good";

    private final int number;
    private final Fault fault;
    private final Trio trio;
    private final boolean streamed;
    private final Gate read = new Gate();
    private final Faults faults;
    private final FakeUpstream primary;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<ReceivedRequest> atFallback = new CopyOnWriteArrayList<>();

    Case(int number, Fault fault, Trio trio, boolean streamed) {
        this.number = number;
        this.fault = fault;
        this.trio = trio;
        this.streamed = streamed;
        this.faults = new Faults(trio.primary().tongue).onceRead(read);
        this.primary = fault.upstream().otherwise(this::answer);
    }

    /**
     * Every fault in every trio: where all speak one dialect, streamed and not; where they speak several, streamed if that
     * can be; where nobody else can answer, the same in one dialect alone.
     */
    static List<Case> all(List<Fault> faults, List<Trio> trios) {
        List<Case> cases = new ArrayList<>();
        for (Fault fault : faults) {
            for (Trio trio : trios) {
                for (boolean streamed : new boolean[]{true, false}) {
                    boolean also = streamed || !fault.meets(true) || (trio.isOneDialect() && fault.hasFallback());
                    if (fault.meets(streamed) && also && (trio.isOneDialect() || fault.hasFallback())) {
                        cases.add(new Case(cases.size(), fault, trio, streamed));
                    }
                }
            }
        }
        return cases;
    }

    Fault fault() {
        return fault;
    }

    Trio trio() {
        return trio;
    }

    boolean streamed() {
        return streamed;
    }

    /** The primary's name. */
    String provider() {
        return "p" + number;
    }

    /** The fallback's name. */
    String fallback() {
        return Spares.provider(trio.fallback(), fault.goesOn());
    }

    /** What the fallback is asked for. */
    String fallbackModel() {
        return "c" + number;
    }

    /** Takes note of a request at the fallback. */
    void atFallback(ReceivedRequest request) {
        atFallback.add(request);
    }

    /** Adds what the gateway must know. */
    void configure(ObjectNode document) {
        ObjectNode settings = provider(document, trio.primary(), provider(), primary);
        settings.putArray("models").add("m");
        fault.provider().forEach(settings::putPOJO);
        if (fault.hasTwoKeys()) {
            key(document, provider(), "bad-" + provider(), "BAD_KEY", 1_000_000);
        }
        if (fault.isAboutKeys()) {
            key(document, provider());
        }
        ObjectNode route = document.putObject("io.patchbay.route~r" + number).put("model", "r" + number);
        route.putArray("targets").add(provider() + "/m");
        if (fault.hasFallback()) {
            route.putArray("fallbacks").add(fallback() + "/" + fallbackModel());
        }
        fault.route().forEach(route::putPOJO);
    }

    /** Adds a provider. */
    static ObjectNode provider(ObjectNode document, Face face, String name, FakeUpstream server) {
        if (face == Face.BEDROCK) {
            // Without any, the machine itself would be asked for credentials.
            key(document, name);
        }
        ObjectNode settings = document.putObject("io.patchbay.provider." + face.type + "~" + name)
                .put("baseUrl", server.url() + face.basePath);
        if (face.type.equals("openai")) {
            settings.putArray("dialects").add(face.toString());
        }
        return settings;
    }

    /** Adds a good key. */
    static void key(ObjectNode document, String provider) {
        key(document, provider, "good-" + provider, "GOOD_KEY", 1);
    }

    private static void key(ObjectNode document, String provider, String name, String variable, int weight) {
        document.putObject("io.patchbay.key~" + name).put("provider", provider).put(".value", "$[env:" + variable + "]")
                .put("weight", weight);
    }

    /** Asks as often as the fault wants. */
    Result run(Clients clients) {
        long begun = System.nanoTime();
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < fault.exchanges(); i++) {
            Optional<String> prefill = fault.isPrefilled() ? Optional.of("One, two,") : Optional.empty();
            seen.add(clients.ask(trio.client(), "r" + number, streamed, prefill, read::open));
        }
        return new Result(this, seen, fault.isReachable() ? primary.received() : List.of(), List.copyOf(atFallback),
                begun);
    }

    /** Whether a request has a key, wherever its provider puts keys. */
    static boolean carries(ReceivedRequest request, String key) {
        List<String> values = new ArrayList<>();
        request.headers().forEach((_, value) -> values.add(value));
        return values.stream().anyMatch(value -> value.contains(key));
    }

    /** A proper answer, whole or streamed as it was asked for. */
    static Script answer(Face face, ReceivedRequest request, List<String> words) {
        return asksForStream(request)
                ? Script.head(200, "content-type: " + face.tongue.streamType(), "transfer-encoding: chunked")
                        .chunks(face.tongue.stream(words)).endChunks()
                : Script.whole(200, "application/json", List.of(face.tongue.answer(words)));
    }

    static boolean asksForStream(ReceivedRequest request) {
        return request.target().contains("stream") || request.body().utf8().contains("\"stream\":true");
    }

    private Script answer(ReceivedRequest request) {
        return fault.misdeed().with(faults, request, asked.incrementAndGet())
                .orElseGet(() -> answer(trio.primary(), request, Faults.words(fault.words())));
    }

    /** Who speaks what, and how. */
    String inWords() {
        return trio + (streamed ? ", streamed" : "");
    }
}
