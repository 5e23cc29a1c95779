package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The client goes, at each stage, and what a connection carries besides. */
class ClientGoneTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";

    private final Script script = new Script();

    @Test
    void whileTheGatewayWaits() throws Exception {
        start(ClientGoneTest::waitForCancellation);
        RawClient client = client().send(RawClient.post(CHAT, "x"));

        cancelledWhen(exchange(), client::close);

        assertThat(client().call(RawClient.get("/v1/none")).status()).isEqualTo(404);
    }

    @Test
    void whileTheGatewayWaitsAfterALargeBody() throws Exception {
        start(ClientGoneTest::waitForCancellation);
        RawClient client = client().send(RawClient.post(CHAT, "x".repeat(1024 * 1024)));

        cancelledWhen(exchange(), client::close);
    }

    @Test
    void beforeTheFirstFrame() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));

        cancelledWhen(exchange(), client::close);

        await().until(() -> script.closed);
    }

    @Test
    void inMidStream() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        script.frame("data: 1\n\n");
        client.head();
        client.chunk();

        cancelledWhen(exchange(), client::close);

        await().until(() -> script.closed);
    }

    @Test
    void byAReset() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));
        client.socket().setSoLinger(true, 0);

        cancelledWhen(exchange(), client::close);
    }

    @Test
    void byClosingItsHalfOfTheConnection() throws Exception {
        start(script::answer);
        RawClient client = client().send(RawClient.post(CHAT, "x"));

        cancelledWhen(exchange(), client.socket()::shutdownOutput);

        assertThat(client.closed()).isTrue();
    }

    @Test
    void onTheThousandthRequestOfAConnection() throws Exception {
        start(exchange -> exchange.request().body().utf8().equals("last")
                ? waitForCancellation(exchange)
                : echo(exchange));
        RawClient client = client();
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.call(RawClient.post(CHAT, "" + i)).body()).isEqualTo("" + i);
            exchange();
        }
        client.send(RawClient.post(CHAT, "last"));

        cancelledWhen(exchange(), client::close);
    }

    @Test
    void afterTheLastByteNothingIsCancelled() throws Exception {
        start(ServerFixture::echo);
        for (int i = 0; i < 200; i++) {
            try (RawClient client = new RawClient(port)) {
                assertThat(client.call(RawClient.post(CHAT, "x")).body()).isEqualTo("x");
            }
        }
        await().until(() -> closedAnswers.get() == 200);
        assertThat(exchanges).noneMatch(exchange -> exchange.cancellation().cancelled());
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            all.append(RawClient.post(CHAT, "number " + i));
        }

        Thread.startVirtualThread(() -> {
            try {
                client.send(all.toString());
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        });

        for (int i = 0; i < 500; i++) {
            assertThat(client.reply().body()).isEqualTo("number " + i);
        }
    }

    @Test
    void aRequestSentWhileTheOneBeforeIsAnsweredWaitsItsTurn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(exchange -> {
            if (exchange.request().body().utf8().equals("first")) {
                awaitUninterrupted(release);
            }
            return echo(exchange);
        });
        RawClient client = client().send(RawClient.post(CHAT, "first"));
        Exchange first = exchange();

        client.send(RawClient.post(CHAT, "second"));
        client.send(RawClient.post(CHAT, "third").substring(0, 30));
        release.countDown();

        assertThat(client.reply().body()).isEqualTo("first");
        assertThat(client.reply().body()).isEqualTo("second");
        client.send(RawClient.post(CHAT, "third").substring(30));
        assertThat(client.reply().body()).isEqualTo("third");
        assertThat(first.cancellation().cancelled()).isFalse();
    }

    @Test
    void aClientThatSendsAheadAndGoesIsNoticed() throws Exception {
        start(ClientGoneTest::waitForCancellation);
        RawClient client = client().send(RawClient.post(CHAT, "first"));
        Exchange first = exchange();
        client.send(RawClient.post(CHAT, "second"));

        cancelledWhen(first, client::close);
    }

    @Test
    void aClientThatSendsOnAndOnIsHeldBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(exchange -> {
            awaitUninterrupted(release);
            return echo(exchange);
        });
        RawClient client = client().send(RawClient.post(CHAT, "first"));
        exchange();
        AtomicLong sent = new AtomicLong();
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                String next = RawClient.post(CHAT, "x".repeat(10_000));
                for (int i = 0; i < 10_000; i++) {
                    client.send(next);
                    sent.addAndGet(next.length());
                }
            } catch (java.io.IOException e) {
                // the test is over
            }
        });

        // It stands still once the buffers of both kernels are full.
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(java.time.Duration.ofMillis(200))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
        assertThat(sent.get()).isLessThan(50L * 1024 * 1024);
        release.countDown();
        assertThat(client.reply().body()).isEqualTo("first");
        assertThat(client.reply().body()).hasSize(10_000);
        client.close();
        sender.join();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void cancelledWhen(Exchange exchange, Step gone) throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        assertThat(exchange.cancellation().cancelled()).isFalse();
        gone.run();
        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(exchange.cancellation().reason().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    private static Answer waitForCancellation(Exchange exchange) {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        awaitUninterrupted(cancelled);
        throw exchange.cancellation().reason().orElseThrow();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
