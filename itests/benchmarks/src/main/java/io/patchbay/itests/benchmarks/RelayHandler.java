package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Passes each request on and its answer back: blocking code on the virtual thread that Jetty gives to the request. */
final class RelayHandler extends Handler.Abstract {
    private static final String JSON = "application/json";

    private final HttpClient client;
    private final URI upstream;

    RelayHandler(HttpClient client, URI upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ByteBuffer body = Content.Source.asByteBuffer(request);
        RelayExchange exchange = new RelayExchange();
        client.newRequest(upstream.resolve(request.getHttpURI().getPathQuery()))
                .method(request.getMethod())
                .headers(headers -> copy(request.getHeaders(), headers))
                .body(new ByteBufferRequestContent(JSON, body))
                .send(exchange);
        try {
            org.eclipse.jetty.client.Response answer = exchange.awaitAnswer();
            response.setStatus(answer.getStatus());
            copy(answer.getHeaders(), response.getHeaders());
            if (exchange.isWhole()) {
                answer(exchange, response, callback);
            } else {
                stream(exchange, response, callback);
            }
            return true;
        } catch (IOException e) {
            exchange.abandon(e);
            throw e;
        }
    }

    /** The answer is here: one write, for which nobody waits. */
    private static void answer(RelayExchange exchange, Response response, Callback callback) throws IOException {
        Content.Chunk chunk = exchange.next();
        while (exchange.hasNext()) {
            write(response, chunk);
            chunk = exchange.next();
        }
        response.write(true, chunk.getByteBuffer(), Callback.from(callback, chunk::release));
    }

    /** Each piece as it comes. */
    private static void stream(RelayExchange exchange, Response response, Callback callback) throws IOException {
        if (!exchange.hasNext()) {
            BlockingWrite.write(response, BufferUtil.EMPTY_BUFFER);
        }
        for (Content.Chunk chunk = exchange.next(); !chunk.isLast(); chunk = exchange.next()) {
            write(response, chunk);
        }
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    private static void write(Response response, Content.Chunk chunk) throws IOException {
        try {
            BlockingWrite.write(response, chunk.getByteBuffer());
        } finally {
            chunk.release();
        }
    }

    private static void copy(HttpFields from, HttpFields.Mutable to) {
        for (HttpField field : from) {
            if (isEndToEnd(field)) {
                to.add(field);
            }
        }
    }

    private static boolean isEndToEnd(HttpField field) {
        HttpHeader header = field.getHeader();
        return header == null
                || switch (header) {
                    case HOST, CONNECTION, KEEP_ALIVE, TRANSFER_ENCODING, TE, TRAILER, UPGRADE, EXPECT -> false;
                    default -> true;
                };
    }
}
