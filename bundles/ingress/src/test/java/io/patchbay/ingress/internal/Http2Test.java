package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 without TLS, as far as it differs. */
class Http2Test extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";

    private final Script script = new Script();
    private final HttpClient http = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));

    @BeforeEach
    void startClient() throws Exception {
        http.start();
    }

    @AfterEach
    void stopClient() throws Exception {
        http.stop();
    }

    @Test
    void answersWithPriorKnowledge() throws Exception {
        start(ServerFixture::echo);
        List<CompletableFuture<ContentResponse>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(new CompletableResponseListener(post("number " + i)).send());
        }

        for (int i = 0; i < 200; i++) {
            ContentResponse response = all.get(i).get(10, TimeUnit.SECONDS);
            assertThat(response.getVersion()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getContentAsString()).isEqualTo("number " + i);
            assertThat(response.getHeaders().get("x-request-id")).isNotEmpty();
        }
        assertThat(exchanges).noneMatch(exchange -> exchange.cancellation().cancelled());
    }

    @Test
    void upgradesFromHttp1() throws Exception {
        start(ServerFixture::echo);

        RawClient.Head head = client().send(RawClient.get("/v1/models", "connection: upgrade, http2-settings",
                "upgrade: h2c", "http2-settings: AAMAAABkAAQAAP__")).head();

        assertThat(head.status()).isEqualTo(101);
        assertThat(exchange().request().path()).isEqualTo("/v1/models");
    }

    @Test
    void refusesALargeBody() throws Exception {
        start(ServerFixture::echo);

        ContentResponse response = http.POST("http://127.0.0.1:" + port + CHAT)
                .body(new BytesRequestContent(new byte[2 * 1024 * 1024])).send();

        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentAsString()).contains("test_error");
    }

    @Test
    void streamsAndCancelsWhenTheClientResets() throws Exception {
        start(script::answer);
        BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        Request request = stream(pieces);
        script.frame("data: 1\n\n");
        assertThat(pieces.poll(10, TimeUnit.SECONDS)).isEqualTo("data: 1\n\n");
        script.frame("data: 2\n\n");
        assertThat(pieces.poll(10, TimeUnit.SECONDS)).isEqualTo("data: 2\n\n");
        CountDownLatch cancelled = cancelled(exchange());

        var _ = request.abort(new IllegalStateException("enough"));

        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        await().until(() -> script.closed);
    }

    @Test
    void cancelsWhenTheConnectionGoes() throws Exception {
        start(script::answer);
        stream(new LinkedBlockingQueue<>());
        Exchange exchange = exchange();
        CountDownLatch cancelled = cancelled(exchange);

        http.stop();

        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(exchange.cancellation().reason().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void aStreamMayBeQuietForLongerThanAConnectionMayBeIdle() throws Exception {
        start(settings(10_000, 10_000, 500, 1_000, 1_200), script::answer);
        BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        stream(pieces);

        assertThat(pieces.poll(10, TimeUnit.SECONDS)).isEqualTo(TestDialect.COMMENT);
        assertThat(exchange().cancellation().cancelled()).isFalse();
    }

    @Test
    void theEndWaitsForStreams() throws Exception {
        start(script::answer);
        BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        stream(pieces);
        exchange();
        Thread end = Thread.startVirtualThread(() -> {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> server.status() instanceof IngressServer.Status.Stopped);

        script.frame("data: 1\n\n");
        assertThat(pieces.poll(10, TimeUnit.SECONDS)).isEqualTo("data: 1\n\n");
        script.end();
        assertThat(pieces.poll(10, TimeUnit.SECONDS)).isEqualTo("succeeded");
        end.join();
        server = null;
    }

    private Request post(String body) {
        return http.newRequest("http://127.0.0.1:" + port + CHAT).method(HttpMethod.POST)
                .body(new StringRequestContent(body));
    }

    private Request stream(BlockingQueue<String> pieces) {
        Request request = post("x");
        request.onResponseContent((_, content) -> pieces.add(StandardCharsets.UTF_8.decode(content).toString()));
        request.send(result -> pieces.add(result.isSucceeded() ? "succeeded" : "failed"));
        return request;
    }

    private static CountDownLatch cancelled(Exchange exchange) {
        CountDownLatch cancelled = new CountDownLatch(1);
        exchange.cancellation().onCancel(cancelled::countDown);
        return cancelled;
    }
}
