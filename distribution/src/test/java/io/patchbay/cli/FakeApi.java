package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An admin API that answers what a test says, and keeps what it was asked. */
final class FakeApi implements BeforeEachCallback, AfterEachCallback {
    static final String TOKEN = "token-4711";
    static final String ETAG = "\"state-7\"";

    private final Map<String, Queue<Reply>> replies = new HashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    private record Reply(int status, String body) {}

    /** What came in. */
    static final class Request {
        private final String call;
        private final Headers headers;
        private final byte[] body;

        Request(String call, Headers headers, byte[] body) {
            this.call = call;
            this.headers = headers;
            this.body = body;
        }

        String call() {
            return call;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.getFirst(name);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server.stop(0);
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers a call, such as {@code GET /api/bundles}; the last answer to a call is given again and again. */
    FakeApi answer(String call, int status, String body) {
        replies.computeIfAbsent(call, each -> new ArrayDeque<>()).add(new Reply(status, body));
        return this;
    }

    /** The calls that changed something, or tried to. */
    List<Request> changes() {
        return requests.stream().filter(request -> !request.call().startsWith("GET ")).toList();
    }

    /** The only change. */
    Request change() {
        assertThat(changes()).hasSize(1);
        return changes().getFirst();
    }

    List<String> calls() {
        return requests.stream().map(Request::call).toList();
    }

    private synchronized void answer(HttpExchange exchange) {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(new Request(call, exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            Queue<Reply> queue = replies.getOrDefault(call, new ArrayDeque<>());
            Reply reply = queue.isEmpty()
                    ? new Reply(500, "{\"error\":{\"message\":\"unexpected " + call + "\"}}")
                    : queue.size() == 1 ? queue.element() : queue.remove();
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                reply = new Reply(401, "{\"error\":{\"message\":\"wrong token\"}}");
            }
            exchange.getResponseHeaders().set("ETag", ETAG);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
