package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.UpstreamRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JettyUpstreamTest {
    private final JettyUpstream upstream = new JettyUpstream(Map.of());

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void sendsWhatItIsGivenAndNothingElse() throws Exception {
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            requests.add(connection.request());
            connection.answer(200, "application/json", "{}");
        })) {
            UpstreamRequest request = UpstreamRequest.builder(server.uri("/v1/chat?a=b%20c"))
                    .method("POST")
                    .headers(Headers.of("Content-Type", "application/json; charset=utf-8").with("X-Two", "1")
                            .with("X-Two", "2"))
                    .body(Bytes.utf8("..{\"grüße\":1}..").slice(2, 15))
                    .build();

            upstream.send(request).close();

            assertThat(requests.poll(5, TimeUnit.SECONDS)).isEqualToNormalizingNewlines("""
                    POST /v1/chat?a=b%%20c HTTP/1.1
                    Content-Type: application/json; charset=utf-8
                    X-Two: 1
                    X-Two: 2
                    Host: 127.0.0.1:%d
                    Content-Length: 13

                    {"grüße":1}""".formatted(server.uri("").getPort()));
        }
    }

    @Test
    void givesSoundAsItComes() {
        CountDownLatch heard = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("""
                    HTTP/1.1 200 OK
                    Content-Type: audio/mpeg
                    Content-Length: 6

                    abc""".replace("\n", "\r\n"));
            heard.await();
            connection.write("def");
        })) {
            Answer answer = upstream.send(get(server.uri("/")));

            assertThat(answer.streamed()).isTrue();
            assertThat(answer.next().orElseThrow().bytes()).contains(Bytes.utf8("abc"));
            heard.countDown();
            assertThat(answer.next().orElseThrow().bytes()).contains(Bytes.utf8("def"));
            assertThat(answer.next()).isEmpty();
        }
    }

    @Test
    void givesAWholeAnswerWithoutTheHeadersOfTheConnection() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("""
                    HTTP/1.1 429 Too Many
                    Retry-After: 3
                    Content-Type: application/json
                    Content-Length: 4
                    Connection: keep-alive
                    Keep-Alive: timeout=5
                    Set-Cookie: a=b
                    x-request-id: r1
                    X-Empty:

                    {  }""".replace("\n", "\r\n"));
        })) {
            Answer answer = upstream.send(get(server.uri("/")));

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.streamed()).isFalse();
            assertThat(answer.headers()).isEqualTo(Headers.of("Retry-After", "3")
                    .with("Content-Type", "application/json").with("x-request-id", "r1").with("X-Empty", ""));
            assertThat(frames(answer)).singleElement().extracting(frame -> frame.data().utf8()).isEqualTo("{  }");
            assertThat(answer.next()).isEmpty();
        }
    }

    @Test
    void givesAnErrorAsOneFrameEvenIfItComesAsAStream() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.answer(400, "text/event-stream", "data: a\n\ndata: b\n\n");
        })) {
            Answer answer = upstream.send(get(server.uri("/")));

            assertThat(answer.streamed()).isFalse();
            assertThat(frames(answer)).hasSize(1);
        }
    }

    @Test
    void givesTheEventsOfAStreamAsTheyCome() throws Exception {
        BlockingQueue<String> next = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.chunked("text/event-stream; charset=utf-8");
            for (String text = next.take(); !text.equals("end"); text = next.take()) {
                connection.chunk(text);
            }
            connection.write("0\r\n\r\n");
        })) {
            Answer answer = upstream.send(get(server.uri("/")));
            assertThat(answer.streamed()).isTrue();

            next.add("data: 1\n\n");
            assertThat(data(answer.next())).isEqualTo("1");
            next.add("event: x\ndata: 2\n\ndata: 3");
            assertThat(answer.next()).get().extracting(Frame::type).isEqualTo("x");
            next.add("\n\n");
            assertThat(data(answer.next())).isEqualTo("3");
            next.add("data: cut");
            next.add("end");
            assertThat(data(answer.next())).isEqualTo("cut");
            assertThat(answer.next()).isEmpty();
            assertThat(answer.next()).isEmpty();
        }
    }

    @Test
    void passesALargeStreamOnByteByByteInAnyCut() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            body.append("data: {\"i\":").append(i).append(",\"text\":\"grüß 😀\"}\n\n");
        }
        byte[] all = body.toString().getBytes(StandardCharsets.UTF_8);
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + all.length
                    + "\r\n\r\n");
            Random random = new Random(7);
            for (int from = 0; from < all.length;) {
                int to = Math.min(all.length, from + 1 + random.nextInt(9000));
                connection.write(Arrays.copyOfRange(all, from, to));
                from = to;
            }
        })) {
            List<Frame> frames = frames(upstream.send(get(server.uri("/"))));

            assertThat(frames).hasSize(20_000);
            assertThat(Pieces.joined(frames)).isEqualTo(all);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void givesLinesOfNewlineDelimitedJson() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.answer(200, "application/x-ndjson", "{\"a\":1}\n{\"b\":2}\n");
        })) {
            Answer answer = upstream.send(get(server.uri("/")));

            assertThat(answer.streamed()).isTrue();
            assertThat(frames(answer)).extracting(frame -> frame.data().utf8())
                    .containsExactly("{\"a\":1}", "{\"b\":2}");
        }
    }

    @Test
    void readsABodyThatEndsWithItsConnection() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":");
            connection.write("1}");
        })) {
            assertThat(frames(upstream.send(get(server.uri("/"))))).extracting(frame -> frame.data().utf8())
                    .containsExactly("{\"a\":1}");
        }
    }

    @Test
    void skipsInterimAnswers() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            connection.answer(200, "application/json", "{}");
        })) {
            Answer answer = upstream.send(get(server.uri("/")));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().contains("Link")).isFalse();
            assertThat(frames(answer)).hasSize(1);
        }
    }

    @Test
    void anAnswerWithoutABodyHasNoFrame() {
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            assertThat(frames(upstream.send(get(server.uri("/"))))).isEmpty();
        }
    }

    @Test
    void notReadingStopsTheUpstream() throws Exception {
        BlockingQueue<Integer> written = new LinkedBlockingQueue<>();
        byte[] event = ("data: " + "x".repeat(64 << 10) + "\n\n").getBytes(StandardCharsets.UTF_8);
        int events = 500;
        try (ScriptedServer server = new ScriptedServer((connection, _) -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (int i = 0; i < events; i++) {
                connection.write(event);
                written.add(i);
            }
        })) {
            Answer answer = upstream.send(get(server.uri("/")));
            int before = 0;
            while (written.poll(300, TimeUnit.MILLISECONDS) != null) {
                before++;
            }
            assertThat(before).as("events that went into the sockets' buffers").isLessThan(events);

            assertThat(frames(answer)).hasSize(events);
        }
    }

    static UpstreamRequest get(URI uri) {
        return UpstreamRequest.builder(uri).build();
    }

    static List<Frame> frames(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
            frames.add(frame.get());
        }
        return frames;
    }

    static String data(Optional<Frame> frame) {
        return frame.orElseThrow().data().utf8();
    }
}
