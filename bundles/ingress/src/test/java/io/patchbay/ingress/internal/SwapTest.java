package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.lease.Leases;
import io.patchbay.ingress.internal.RawClient.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dialects and the pipeline are replaced under requests. */
@Timeout(20)
class SwapTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";

    private final Dialects dialects = new Dialects();
    private final Leases core = Bundles.bundle();
    private long services;

    @Test
    void aRequestWaitsForTheSuccessorOfItsDialect() throws Exception {
        Leases old = Bundles.bundle();
        start(ServerFixture::echo, bind(old, "1"));
        remove(1, true);

        RawClient waiting = client().send(RawClient.post(CHAT, "hello"));
        Awaitility.await().until(() -> server.successors().waiting() == 1);
        bind(Bundles.bundle(), "1");

        Reply reply = waiting.reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("hello");
    }

    @Test
    void whereTheSuccessorDoesNotComeTheClientIsToldToTryAgain() throws Exception {
        start(ServerFixture::echo, bind(Bundles.bundle(), "1"));
        server.successors().limit(new SwapSettings(0, 20, 10));
        remove(1, true);

        Reply reply = client().call(RawClient.post(CHAT, "hello"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(reply.body()).contains("being replaced");
    }

    @Test
    void noMoreWaitThanAllowed() throws Exception {
        start(ServerFixture::echo, bind(Bundles.bundle(), "1"));
        server.successors().limit(new SwapSettings(0, 60_000, 1));
        remove(1, true);
        RawClient waiting = client().send(RawClient.post(CHAT, "hello"));
        Awaitility.await().until(() -> server.successors().waiting() == 1);

        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(503);

        bind(Bundles.bundle(), "1");
        assertThat(waiting.reply().status()).isEqualTo(200);
    }

    @Test
    void afterAnUninstallNobodyWaits() throws Exception {
        Leases old = Bundles.bundle();
        start(ServerFixture::echo, bind(old, "1"));
        remove(1, true);
        RawClient waiting = client().send(RawClient.post(CHAT, "hello"));
        Awaitility.await().until(() -> server.successors().waiting() == 1);

        dialects.forget(old.bundleId());
        route();

        assertThat(waiting.reply().status()).isEqualTo(404);
        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(404);
    }

    @Test
    void aDialectWhoseBundleIsAboutToStopIsNotUsedEvenBeforeItIsUnbound() throws Exception {
        Leases old = Bundles.bundle();
        start(ServerFixture::echo, bind(old, "1"));
        old.close();

        RawClient waiting = client().send(RawClient.post(CHAT, "hello"));
        Awaitility.await().until(() -> server.successors().waiting() == 1);
        assertThat(old.taken()).isZero();
        remove(1, true);
        bind(Bundles.bundle(), "1");

        assertThat(waiting.reply().status()).isEqualTo(200);
    }

    @Test
    void whereTheNextVersionIsThereNobodyWaitsUntilTheOldOneIsUnbound() throws Exception {
        Leases old = Bundles.bundle();
        Leases fresh = Bundles.bundle();
        startWithBoth(old, fresh);
        server.successors().limit(new SwapSettings(0, 0, 0));
        old.close();

        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(200);
        assertThat(served()).isEqualTo(fresh);
    }

    @Test
    void theNextVersionGetsItsShareOfTheRequestsWhileTheOldOneServesAsWell() throws Exception {
        Leases old = Bundles.bundle();
        Leases fresh = Bundles.bundle();
        Set<Leases> used = new HashSet<>();
        start(exchange -> {
            Stream.of(old, fresh).filter(bundle -> bundle.taken() > 0).forEach(used::add);
            return echo(exchange);
        }, bind(old, "1"));
        bind(fresh, "1");

        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(200);
        assertThat(used).containsExactly(old);
        // the client has its answer a moment before the lease is given back
        Awaitility.await().until(() -> old.taken() == 0);
        used.clear();
        fresh.share(1);
        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(200);
        assertThat(used).containsExactly(fresh);
    }

    @Test
    void whereNothingComesInItsPlaceNobodyWaitsForADialectOnItsWayOut() throws Exception {
        Leases old = Bundles.bundle();
        start(ServerFixture::echo, bind(old, "1"));
        old.expectNoSuccessor();
        old.close();

        assertThat(client().call(RawClient.post(CHAT, "hello")).status()).isEqualTo(404);
    }

    @Test
    void anExchangeKeepsDialectAndPipelineFromStoppingUntilItIsOver() throws Exception {
        Leases bundle = Bundles.bundle();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        start(exchange -> {
            inside.countDown();
            awaitUninterruptibly(release);
            return echo(exchange);
        }, bind(bundle, "1"));
        RawClient client = client().send(RawClient.post(CHAT, "hello"));
        inside.await();

        assertThat(bundle.taken()).isEqualTo(1);
        assertThat(core.taken()).isEqualTo(1);
        assertThat(bundle.drain(Duration.ZERO)).isFalse();
        release.countDown();

        assertThat(client.reply().status()).isEqualTo(200);
        assertThat(bundle.drain(Duration.ofSeconds(10))).isTrue();
        Awaitility.await().until(() -> core.taken() == 0);
    }

    @Test
    void aRequestThatCannotBeBegunKeepsNothingWhileItWaitsAndBeginsAnew() throws Exception {
        Leases old = Bundles.bundle();
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch ready = new CountDownLatch(1);
        Gateway gateway = new Gateway() {
            @Override
            public Answer handle(Exchange exchange) {
                return echo(exchange);
            }

            @Override
            public Optional<Answer> handleIfReady(Exchange exchange) {
                return ready.getCount() > 0 ? Optional.empty() : Optional.of(handle(exchange));
            }

            @Override
            public void awaitReady(String dialect, Cancellation cancellation) {
                waits.countDown();
                awaitUninterruptibly(ready);
            }
        };
        start(gateway, bind(old, "1"));
        RawClient client = client().send(RawClient.post(CHAT, "hello"));
        waits.await();

        remove(1, true);
        assertThat(old.drain(Duration.ZERO)).isTrue();
        bind(Bundles.bundle(), "1");
        ready.countDown();

        assertThat(client.reply().body()).isEqualTo("hello");
        Awaitility.await().until(() -> core.taken() == 0);
    }

    @Test
    void aRequestWaitsForTheNextPipeline() throws Exception {
        start(ServerFixture::echo, bind(Bundles.bundle(), "1"));
        Gateway next = ServerFixture::echo;
        core.close();
        server.change(snapshot -> snapshot.withPipeline(new Pipeline.Gone(core.bundleId(), Window.later())));

        RawClient waiting = client().send(RawClient.post(CHAT, "hello"));
        Awaitility.await().until(() -> server.successors().waiting() == 1);
        server.change(snapshot -> snapshot.withPipeline(new Pipeline.There(next, Bundles.bundle())));

        assertThat(waiting.reply().status()).isEqualTo(200);
    }

    @Test
    void aPipelineThatDoesNotComeIsNotWaitedForAfterItsWindow() throws Exception {
        start(ServerFixture::echo, bind(Bundles.bundle(), "1"));
        Window passed = Window.now();
        passed.close();
        server.change(snapshot -> snapshot.withPipeline(new Pipeline.Gone(core.bundleId(), passed)));

        Reply reply = client().call(RawClient.post(CHAT, "hello"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("test_error");
    }

    @Test
    void ofTwoVersionsTheOlderServesUntilItIsWithdrawn() throws Exception {
        Leases old = Bundles.bundle();
        Leases fresh = Bundles.bundle();
        startWithBoth(old, fresh);
        assertThat(served()).isEqualTo(old);
        remove(1, true);
        assertThat(served()).isEqualTo(fresh);
    }

    @Test
    void twoThingsOfDifferentNamesAreNoVersions() throws Exception {
        start(ServerFixture::echo, bind(Bundles.bundle(), "1"));
        Leases other = Bundles.bundle();
        dialects.put(new Dialects.Entry(++services, 5, "bundle", "2", Served.of(new TestDialect(), other)));
        route();
        assertThat(served()).isEqualTo(other);
    }

    @Test
    void whatAnotherDialectSaysLessExactlyIsWaitedForAllTheSame() {
        Window window = Window.now();
        Router router = new Router(List.of(Bundles.served(new TestDialect("wide",
                Endpoint.post("/v1/{any...}", TestDialect.CHAT.operation())))),
                List.of(new Expected("test", List.of(TestDialect.CHAT), 1, window)));
        assertThat(router.match("POST", CHAT, _ -> false)).isEqualTo(new Router.Match.Replaced(window));
        assertThat(router.match("POST", "/v1/other", _ -> false)).isInstanceOf(Router.Match.Found.class);
        assertThat(router.match("GET", CHAT, _ -> false)).isInstanceOf(Router.Match.OtherMethod.class);
    }

    @Test
    void anEndpointOfTwoDialectsIsNotTheOthersWhileOneIsReplaced() {
        Window window = Window.now();
        Router router = new Router(List.of(Bundles.served(new TestDialect("other", TestDialect.CHAT))),
                List.of(new Expected("test", List.of(TestDialect.CHAT), 1, window)));
        assertThat(router.match("POST", CHAT, _ -> true)).isEqualTo(new Router.Match.Replaced(window));
    }

    @Override
    void closed() {
        route();
    }

    private Leases served() {
        Router.Match match = dialects.router().match("POST", CHAT, _ -> false);
        return ((Router.Match.Found) match).route().served().leases();
    }

    private Router bind(Leases bundle, String pid) {
        dialects.put(new Dialects.Entry(++services, 0, "bundle", pid, Served.of(new TestDialect(), bundle)));
        return route();
    }

    private void remove(long service, boolean stopping) {
        assertThat(dialects.remove(service, stopping)).isPresent();
        route();
    }

    private Router route() {
        Router router = dialects.router();
        if (server != null) {
            server.change(snapshot -> snapshot.withRouter(router, dialects.beside()));
        }
        return router;
    }

    private void start(Gateway gateway, Router router) throws Exception {
        start(gateway);
        server.change(snapshot -> snapshot.withRouter(router, dialects.beside())
                .withPipeline(new Pipeline.There(gateway, core)));
    }

    /** Starts with a version of the dialect, and the next one beside it. */
    private void startWithBoth(Leases old, Leases fresh) throws Exception {
        start(ServerFixture::echo, bind(old, "1"));
        bind(fresh, "1");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
