package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that does not read its answer for a while: the upstream must not be read on, and nothing may be lost. */
final class SlowReader {
    /** Far more than all the buffers of the system between upstream, gateway and client together. */
    private static final int WORDS = 6_000;
    private static final String WORD = "w".repeat(8 << 10);
    /** As long as this nobody reads; an upstream that is read on would be done much earlier. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LIMIT_S = 30;

    private final Trio trio;
    private final Gate written = new Gate();
    private final FakeUpstream upstream = FakeUpstream.start();

    private SlowReader(Trio trio) {
        this.trio = trio;
        Face primary = trio.primary();
        List<String> end = List.of();
        upstream.otherwise(_ -> Script
                .head(200, "content-type: " + primary.tongue.streamType(), "transfer-encoding: chunked")
                .chunks(primary.tongue.opening())
                .chunks(Collections.nCopies(WORDS, primary.tongue.words(List.of(WORD)).getFirst()))
                .await(written)
                .chunks(primary.tongue.finish(end, false)).chunks(primary.tongue.terminator(end)).endChunks());
    }

    /** One whose bytes pass through, and one whose answer is translated. */
    static List<SlowReader> all() {
        return List.of(new SlowReader(Trio.ALL.getFirst()), new SlowReader(Trio.ALL.get(1)));
    }

    void configure(ObjectNode document) {
        Case.provider(document, trio.primary(), name(), upstream).putArray("models").add("m");
        document.putObject("io.patchbay.route~" + name()).put("model", name()).putArray("targets").add(name() + "/m");
    }

    Judged run(Clients clients) {
        try {
            HttpResponse<InputStream> answer =
                    clients.send(trio.client(), name(), true, Optional.empty()).get(LIMIT_S, TimeUnit.SECONDS);
            boolean readOn = written.awaitArrival(PAUSE);
            written.open();
            Bytes body = Bytes.wrap(answer.body().readAllBytes());
            Seen seen = Seen.of(trio.client(), true, answer, body, true, 0);
            boolean whole = seen.ending() == Seen.Ending.COMPLETE && seen.text().length() == WORDS * WORD.length();
            return new Judged("slow client", trio.client(), trio.toString(),
                    seen.ending() + ", " + seen.text().length() + " characters",
                    readOn ? "read to its end meanwhile" : "not read on",
                    whole && !readOn ? Verdict.RIGHT : Verdict.WRONG, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            upstream.close();
        }
    }

    private String name() {
        return "slow-" + trio.primary();
    }
}
