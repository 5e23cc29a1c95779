package io.patchbay.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.itests.product.Gateway;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Requests that wait for an upstream that hangs are nobody else's business: 1,000 of them, or as many as {@code
 * patchbay.hung} says. What it does to the others' latency is printed, and not judged on a machine that others use.
 */
class HungUpstreamIT {
    private static final int HUNG = Integer.getInteger("patchbay.hung", 1_000);
    private static final int PER_SECOND = 200;
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int WORDS = 6;
    private static final long MOST_KILOBYTES_EACH = 100;
    private static final FakeUpstream HANGS = FakeUpstream.start().otherwise(Faults.noAnswer());
    private static final FakeUpstream ANSWERS =
            FakeUpstream.start().otherwise(request -> Case.answer(Face.CHAT, request, Faults.words(WORDS)));

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(document()).underLoad();

    @AfterAll
    static void close() {
        HANGS.close();
        ANSWERS.close();
    }

    @Test
    void othersAreAnsweredAsBefore() {
        Clients clients = new Clients(GATEWAY.url());
        Load.run(clients, "answers/m", WORDS, PER_SECOND, TIME);
        Load before = Load.run(clients, "answers/m", WORDS, PER_SECOND, TIME);
        long residentBefore = GATEWAY.residentMegabytes();

        List<CompletableFuture<HttpResponse<InputStream>>> hung = Stream
                .generate(() -> clients.send(Face.CHAT, "hangs/m", true, Optional.empty())).limit(HUNG).toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> HANGS.asked() == HUNG);
        Load during = Load.run(clients, "answers/m", WORDS, PER_SECOND, TIME);
        long resident = GATEWAY.residentMegabytes();

        System.out.printf("hung upstream: before: %s, %d MB%nhung upstream: %,d wait for it: %s, %d MB%n", before,
                residentBefore, HUNG, during, resident);
        assertThat(before.failures()).isEmpty();
        assertThat(during.failures()).isEmpty();
        assertThat(hung).noneMatch(CompletableFuture::isDone);
        assertThat((resident - residentBefore) * 1_000).isLessThan(Math.max(50_000, HUNG * MOST_KILOBYTES_EACH));
        hung.forEach(each -> each.cancel(true));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> GATEWAY.metrics().sum("patchbay_requests_in_flight") == 0);
    }

    private static String document() {
        ObjectNode document = new ObjectMapper().createObjectNode();
        Case.provider(document, Face.CHAT, "hangs", HANGS).putArray("models").add("m");
        Case.provider(document, Face.CHAT, "answers", ANSWERS).putArray("models").add("m");
        return document.toString();
    }
}
