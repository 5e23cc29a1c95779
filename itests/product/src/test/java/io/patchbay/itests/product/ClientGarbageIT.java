package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client sends: it gets the right status and an error in OpenAI's schema, the next request is served, and
 * nothing is left behind.
 */
class ClientGarbageIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** 50 ms where the machine has nothing else to do. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int MEGABYTE = 1 << 20;
    private static final long HUGE = 100L << 20;
    /** A heap of which a body of 64 MB fills a good part, and what a JVM needs beside it. */
    private static final long MOST_RESIDENT_MEGABYTES = 450;
    /** Connections that are kept alive on both sides for the next request. */
    private static final int KEPT_SOCKETS = 8;

    private static final FakeUpstream UPSTREAM =
            FakeUpstream.start().otherwise(Script.json(200, OpenAiChat.answer(2).utf8()));
    private static final FakeUpstream STALLING = FakeUpstream.start();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.ingress: { headersTimeoutMs: 5000, bodyTimeoutMs: 5000 }
            io.patchbay.provider.openai~up: { baseUrl: "%s", models: ["good"] }
            io.patchbay.provider.openai~stalling: { baseUrl: "%s", models: ["stalling"] }
            """.formatted(UPSTREAM.url(), STALLING.url()));

    private static Footprint before;

    @BeforeAll
    static void measure() {
        gatewayIsWell();
        before = Footprint.of(GATEWAY.process().pid());
    }

    @AfterAll
    static void nothingIsLeft() {
        await().atMost(LIMIT).untilAsserted(() -> {
            Metrics metrics = GATEWAY.metrics();
            assertThat(metrics.sum("patchbay_requests_in_flight")).isZero();
            assertThat(metrics.sum("patchbay_open_streams")).isZero();
            assertThat(Footprint.of(GATEWAY.process().pid()).sockets())
                    .isLessThanOrEqualTo(before.sockets() + KEPT_SOCKETS);
        });
        Footprint after = Footprint.of(GATEWAY.process().pid());
        System.out.printf("garbage from clients: before %s, after %s%n", before, after);
        assertThat(after.residentMegabytes()).isLessThan(MOST_RESIDENT_MEGABYTES);
        UPSTREAM.close();
        STALLING.close();
    }

    @AfterEach
    void isWell() {
        gatewayIsWell();
    }

    private static void gatewayIsWell() {
        HttpResponse<String> answer = GATEWAY.client().chat("good");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    static Stream<Arguments> wrongBodies() {
        return Stream.of(Arguments.of("no JSON", "hello"), Arguments.of("nothing", ""), Arguments.of("a list", "[]"),
                Arguments.of("a number", "7"), Arguments.of("null", "null"), Arguments.of("no model", "{}"),
                Arguments.of("a model that is null", "{\"model\":null,\"messages\":[]}"),
                Arguments.of("a model that is a number", "{\"model\":7,\"messages\":[]}"),
                Arguments.of("a model that is empty", "{\"model\":\"\",\"messages\":[]}"),
                Arguments.of("a model that is an object", "{\"model\":{\"a\":1},\"messages\":[]}"),
                Arguments.of("stream that is a text", "{\"model\":\"good\",\"stream\":\"yes\",\"messages\":[]}"),
                Arguments.of("half an object", "{\"model\":\"good\",\"messages\":[{"),
                Arguments.of("more than an object", "{\"model\":\"good\",\"messages\":[]}{}"),
                Arguments.of("a lone surrogate's bytes", "{\"model\":\"\\ud800\",\"messages\":[}"),
                Arguments.of("deep lists", "{\"model\":\"good\",\"messages\":" + "[".repeat(200_000)),
                Arguments.of("deep objects", "{\"a\":".repeat(200_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongBodies")
    void aWrongBodyIsABadRequest(String name, String body) {
        OpenAiError error = OpenAiError.of(GATEWAY.client().post(Client.CHAT, body));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo("invalid_request_error");
    }

    @Test
    void unknownModelsPathsAndMethodsAreTold() {
        OpenAiError model = OpenAiError.of(GATEWAY.client().chat("no-such-model"));
        assertThat(model).extracting(OpenAiError::status, OpenAiError::code).containsExactly(404, "model_not_found");
        for (String path : List.of("/v1/no/such/path", "/", "/v1/chat/completions/", "/v1/../etc/passwd", "/metrics")) {
            OpenAiError error = OpenAiError.of(GATEWAY.client().post(path, "{}"));
            assertThat(error.status()).as(path).isIn(400, 404);
        }
        HttpResponse<String> method = GATEWAY.client().get(Client.CHAT);
        assertThat(OpenAiError.of(method).status()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).hasValueSatisfying(
                allow -> assertThat(allow).contains("POST"));
    }

    @Test
    void bodiesInAnEncodingThatIsNoneAreRefused() {
        for (List<String> encoding : List.of(List.of("gzip", "400"), List.of("br", "415"))) {
            OpenAiError error = OpenAiError.of(GATEWAY.client().post(Client.CHAT, Client.body("good", false),
                    "content-encoding", encoding.getFirst()));
            assertThat(error.status()).as(encoding.getFirst()).isEqualTo(Integer.parseInt(encoding.getLast()));
        }
    }

    @Test
    void aHugeBodyIsTooLargeAnnouncedOrNot() throws IOException {
        String spaces = " ".repeat(MEGABYTE);
        try (RawClient announced = new RawClient(GATEWAY.process().port())) {
            announced.send(RawClient.head("content-length: " + HUGE)).sendUpTo(HUGE, spaces);
            assertThat(announced.readError().status()).isEqualTo(413);
        }
        try (RawClient chunked = new RawClient(GATEWAY.process().port())) {
            chunked.send(RawClient.head("transfer-encoding: chunked")).sendUpTo(HUGE, "100000\r\n" + spaces + "\r\n");
            assertThat(chunked.readError().status()).isEqualTo(413);
        }
    }

    @Test
    void hugeHeadersAreTooLarge() throws IOException {
        try (RawClient client = new RawClient(GATEWAY.process().port())) {
            client.send("GET /v1/models HTTP/1.1\r\nhost: gateway\r\nx-huge: ").sendUpTo(MEGABYTE,
                    "x".repeat(1 << 16));
            assertThat(client.readError().status()).isEqualTo(431);
        }
    }

    @Test
    void whatIsNoHttpIsABadRequest() throws IOException {
        for (String bytes : List.of("SSH-2.0-OpenSSH_9.9\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\n\r\n", "GET /v1/models HTTP/1.1\r\nhost: a\r\nno colon\r\n\r\n")) {
            try (RawClient client = new RawClient(GATEWAY.process().port())) {
                assertThat(client.send(bytes).readError().status()).as(bytes).isIn(400, 505);
                client.awaitClosed();
            }
        }
    }

    @Test
    void whoDoesNotComeToAnEndIsToldInTime() throws IOException {
        List<String> halves = List.of("POST /v1/chat/comp",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nx-slow: ",
                RawClient.head("content-length: 100") + "{\"model\":\"good\"",
                RawClient.head("transfer-encoding: chunked") + "5\r\n{\"mod");
        Map<String, RawClient> clients = new LinkedHashMap<>();
        try {
            long sent = System.nanoTime();
            for (String half : halves) {
                clients.put(half, new RawClient(GATEWAY.process().port()).send(half));
            }
            for (String half : halves) {
                RawClient client = clients.get(half);
                assertThat(client.readError().status()).as(half).isEqualTo(408);
                client.awaitClosed();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(LIMIT);
        } finally {
            for (RawClient client : clients.values()) {
                client.close();
            }
        }
    }

    @Test
    void whoGoesAwayInTheMiddleOfARequestLeavesNothing() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(GATEWAY.process().port())) {
                client.send(RawClient.head("content-length: 1000") + "{\"model\":\"good\"");
            }
        }
        await().atMost(LIMIT).until(() -> GATEWAY.metrics().sum("patchbay_requests_in_flight") == 0);
    }

    @Test
    void theUpstreamIsLetGoWhenTheClientGoes() throws Exception {
        for (Script script : List.of(Script.silent(), Script.stream().chunks(OpenAiChat.words(3)).stall())) {
            STALLING.answer(script);
            String body = Client.body("stalling", true);
            ReceivedRequest received;
            long left;
            try (RawClient client = new RawClient(GATEWAY.process().port())) {
                client.send(RawClient.head("content-length: " + body.length()) + body);
                received = STALLING.take();
                left = System.nanoTime();
            }
            assertThat(received.awaitGone(LIMIT)).isTrue();
            assertThat(Duration.ofNanos(received.goneAtNanos().orElseThrow() - left)).isLessThan(AT_ONCE);
        }
    }
}
