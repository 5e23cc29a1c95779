package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.itests.product.Metrics;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.ReceivedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A client that goes before it has its answer: nobody may go on working for it. */
final class Departure {
    /** How long the upstream may take to notice: a few ms where the machine has nothing else to do. */
    private static final long MOST_MILLIS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(4);
    /** Longer than {@link #LIMIT}, so that what ends earlier was ended. */
    private static final String RETRY_AFTER = "retry-after: 8";

    private final Face face;
    private final When when;
    private final boolean streamed;
    private final FakeUpstream upstream = FakeUpstream.start();

    /** When the client goes. */
    private enum When {
        BEFORE_THE_FIRST_BYTE, IN_MID_STREAM, WHILE_IT_WAITS
    }

    private Departure(Face face, When when, boolean streamed) {
        this.face = face;
        this.when = when;
        this.streamed = streamed;
        Faults faults = new Faults(face.tongue);
        upstream.otherwise(switch (when) {
            case BEFORE_THE_FIRST_BYTE -> Faults.noAnswer();
            case IN_MID_STREAM -> faults.stalledStream(3);
            case WHILE_IT_WAITS -> faults.rateLimited(RETRY_AFTER);
        });
    }

    static List<Departure> all() {
        List<Departure> all = new ArrayList<>();
        for (Face face : Face.values()) {
            for (When when : When.values()) {
                all.add(new Departure(face, when, true));
                if (when != When.IN_MID_STREAM) {
                    all.add(new Departure(face, when, false));
                }
            }
        }
        return all;
    }

    void configure(ObjectNode document) {
        Case.provider(document, face, name(), upstream).putArray("models").add("m");
        Case.key(document, name());
        document.putObject("io.patchbay.route~" + name()).put("model", name()).putArray("targets").add(name() + "/m");
    }

    /** Asks and goes. */
    Judged run(Clients clients, Supplier<Metrics> metrics) {
        try {
            CompletableFuture<HttpResponse<InputStream>> sent =
                    clients.send(face, name(), streamed, Optional.empty());
            ReceivedRequest request = upstream.take();
            if (when == When.IN_MID_STREAM) {
                InputStream answer = sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body();
                answer.readNBytes(1);
                answer.close();
            } else {
                sent.cancel(true);
            }
            long went = System.nanoTime();
            return when == When.WHILE_IT_WAITS ? waiting(went, metrics) : noticed(request, went);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(this + " had no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            upstream.close();
        }
    }

    private Judged noticed(ReceivedRequest request, long went) throws InterruptedException {
        boolean gone = request.awaitGone(LIMIT);
        long millis = TimeUnit.NANOSECONDS.toMillis(request.goneAtNanos().orElse(System.nanoTime()) - went);
        return judged("upstream closed after " + millis + " ms", gone && millis <= MOST_MILLIS);
    }

    private Judged waiting(long went, Supplier<Metrics> metrics) {
        long until = went + LIMIT.toNanos();
        while (metrics.get().sum("patchbay_requests_in_flight") > 0 && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - went);
        return judged("given up after " + millis + " ms, upstream asked " + upstream.received().size() + " times",
                millis < LIMIT.toMillis() && upstream.received().size() == 1);
    }

    private Judged judged(String what, boolean right) {
        return new Judged("gone " + when.name().toLowerCase(Locale.ROOT).replace('_', ' '), face, toString(), "-",
                what, right ? Verdict.RIGHT : Verdict.WRONG, right ? "" : "not at once");
    }

    private String name() {
        return "gone-" + face + "-" + when.name().toLowerCase(Locale.ROOT) + (streamed ? "s" : "");
    }

    @Override
    public String toString() {
        return face + (streamed ? ", streamed" : "");
    }
}
