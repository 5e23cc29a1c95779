package io.patchbay.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.itests.product.Gateway;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 500 requests a second over four providers, of which at any time one fails, in a way that a dice chooses: no request
 * does. For ten seconds, or as many as {@code patchbay.soak} says; {@code patchbay.seed} gives another course.
 */
class SoakIT {
    private static final int PER_SECOND = Integer.getInteger("patchbay.rate", 500);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("patchbay.soak", 10));
    /** How long one provider fails before it is another's turn. */
    private static final long TURN_MS = 2_500;
    private static final int WORDS = 6;
    private static final Faults FAULTS = new Faults(Face.CHAT.tongue);
    private static final List<Function<ReceivedRequest, Script>> WAYS = List.of(
            _ -> FAULTS.error(500), _ -> FAULTS.error(503), _ -> FAULTS.error(529), _ -> FAULTS.rateLimited(),
            _ -> FAULTS.rateLimited("retry-after: 1"), _ -> Faults.reset(), _ -> Faults.noAnswer(),
            _ -> Faults.html(200), _ -> Faults.nothing(), _ -> FAULTS.errorObject(), _ -> FAULTS.lengthTooLong(),
            request -> Case.asksForStream(request) ? after(request).cutStream(1) : FAULTS.error(502),
            request -> Case.asksForStream(request) ? after(request).unfinishedStream(1) : Faults.truncatedChunk(),
            request -> Case.asksForStream(request) ? after(request).stalledStream(1) : Faults.notHttp(),
            request -> Case.asksForStream(request) ? FAULTS.errorEvent(0) : FAULTS.error(408));

    private static final List<FakeUpstream> UPSTREAMS =
            IntStream.range(0, 4).mapToObj(_ -> FakeUpstream.start()).toList();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(document()).underLoad().environment("GOOD_KEY", Case.GOOD_KEY);

    @AfterAll
    static void close() {
        UPSTREAMS.forEach(FakeUpstream::close);
    }

    @Test
    void noRequestFails() {
        Random dice = new Random(Long.getLong("patchbay.seed", 6));
        UPSTREAMS.forEach(SoakIT::answers);
        Clients clients = new Clients(GATEWAY.url());
        // A gateway that has just started is not yet what it will be, and neither is this process.
        IntStream.of(20, 10, 5, 2).forEach(
                part -> Load.run(clients, "any", WORDS, PER_SECOND / part, Duration.ofSeconds(2)));
        Load quiet = Load.run(clients, "any", WORDS, PER_SECOND, Duration.ofSeconds(3));
        int before = asked();

        Load load;
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var _ = clock.scheduleAtFixedRate(() -> turn(dice), 0, TURN_MS, TimeUnit.MILLISECONDS);
            load = Load.run(clients, "any", WORDS, PER_SECOND, TIME);
            clock.shutdownNow();
        }

        long wasted = asked() - before - load.answered();
        System.out.printf(
                "soak: quiet: %s%nsoak: one of four fails: %s; p99 %d ms more; %,d attempts wasted (%.1f %%)%n",
                quiet, load, load.p99Ms() - quiet.p99Ms(), wasted, 100.0 * wasted / load.answered());
        assertThat(quiet.failures()).isEmpty();
        assertThat(load.failures()).isEmpty();
    }

    /** Two may fail one after the other, the second of them in the middle of what it goes on with. */
    private static Faults after(ReceivedRequest request) {
        return FAULTS.after(Spares.said(request));
    }

    private static void turn(Random dice) {
        UPSTREAMS.forEach(SoakIT::answers);
        UPSTREAMS.get(dice.nextInt(UPSTREAMS.size())).otherwise(WAYS.get(dice.nextInt(WAYS.size())));
    }

    private static void answers(FakeUpstream upstream) {
        upstream.otherwise(
                request -> Case.answer(Face.CHAT, request, Faults.words(WORDS).subList(Spares.said(request), WORDS)));
    }

    private static int asked() {
        return UPSTREAMS.stream().mapToInt(FakeUpstream::asked).sum();
    }

    private static String document() {
        ObjectNode document = new ObjectMapper().createObjectNode();
        ObjectNode route = document.putObject("io.patchbay.route~any").put("model", "any");
        ArrayNode targets = route.putArray("targets");
        for (int i = 0; i < UPSTREAMS.size(); i++) {
            String name = "p" + i;
            ObjectNode provider = Case.provider(document, Face.CHAT, name, UPSTREAMS.get(i))
                    .put("headersTimeoutMs", 2_000).put("firstEventTimeoutMs", 2_000).put("stallTimeoutMs", 2_000);
            provider.putArray("models").add("m");
            provider.putArray("prefill").add("*");
            Case.key(document, name);
            targets.add(name + "/m");
        }
        return document.toString();
    }
}
