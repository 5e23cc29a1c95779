package io.patchbay.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link FakeUpstream} does with one request, byte by byte.
 *
 * <p>A script is a list of steps, done in order; each {@code send} is a write of its own. When all are done, the
 * connection takes the next request, unless a step has closed it. Immutable: each method returns a longer script.
 */
public final class Script {
    private static final Script EMPTY = new Script(List.of());

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = steps;
    }

    /** One thing that is done on the connection. */
    @FunctionalInterface
    interface Step {
        void play(Connection connection) throws IOException, InterruptedException;
    }

    /** Nothing at all: the request is read and never answered. */
    public static Script silent() {
        return EMPTY.stall();
    }

    /** The connection is reset without an answer. */
    public static Script resets() {
        return EMPTY.reset();
    }

    /**
     * Status line and headers, and no body yet.
     *
     * @param status the HTTP status
     * @param headers lines such as {@code content-type: text/plain}, sent as they are
     */
    public static Script head(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Fake\r\n");
        for (String line : headers) {
            head.append(line).append("\r\n");
        }
        return EMPTY.send(head.append("\r\n").toString());
    }

    /** Bytes that need not be HTTP. */
    public static Script raw(String latin1) {
        return EMPTY.send(latin1);
    }

    /**
     * A whole answer with its length.
     *
     * @param status the HTTP status
     * @param contentType the media type
     * @param body the body, sent in these pieces
     * @param headers further header lines
     */
    public static Script whole(int status, String contentType, List<Bytes> body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("content-type: " + contentType);
        lines.add("content-length: " + body.stream().mapToInt(Bytes::size).sum());
        return head(status, lines.toArray(String[]::new)).send(body);
    }

    /** A whole answer of JSON. */
    public static Script json(int status, String body, String... headers) {
        return whole(status, "application/json", List.of(Bytes.utf8(body)), headers);
    }

    /** The headers of a stream of server-sent events with status 200, for {@link #chunk}s to follow. */
    public static Script stream(String... headers) {
        List<String> lines = new ArrayList<>(List.of(headers));
        lines.add("content-type: text/event-stream");
        lines.add("transfer-encoding: chunked");
        return head(200, lines.toArray(String[]::new));
    }

    /** A complete stream of server-sent events, each piece a chunk of its own. */
    public static Script events(List<Bytes> pieces) {
        return stream().chunks(pieces).endChunks();
    }

    /** Sends bytes as they are. */
    public Script send(Bytes bytes) {
        return then(connection -> connection.send(bytes));
    }

    /** Sends pieces, each in a write of its own. */
    public Script send(List<Bytes> pieces) {
        return then(connection -> {
            for (Bytes piece : pieces) {
                connection.send(piece);
            }
        });
    }

    /** Sends text as it is, a byte for each character. */
    public Script send(String latin1) {
        return send(Bytes.wrap(latin1.getBytes(ISO_8859_1)));
    }

    /** Sends a chunk of a chunked body. */
    public Script chunk(Bytes bytes) {
        return send(chunked(bytes));
    }

    /** Sends a chunk of a chunked body. */
    public Script chunk(String utf8) {
        return chunk(Bytes.utf8(utf8));
    }

    /** Sends chunks, each in a write of its own. */
    public Script chunks(List<Bytes> pieces) {
        return send(pieces.stream().map(Script::chunked).toList());
    }

    /** Ends a chunked body. */
    public Script endChunks() {
        return send("0\r\n\r\n");
    }

    /** Sends a chunk over and over until the client is gone. */
    public Script chunkForEver(Bytes bytes) {
        Bytes chunk = chunked(bytes);
        return then(connection -> {
            while (true) {
                connection.send(chunk);
            }
        });
    }

    /** Sends a chunk over and over until the client is gone, each time when the test has opened the gate for it. */
    public Script chunkForEver(Gate gate, Bytes bytes) {
        Bytes chunk = chunked(bytes);
        return then(connection -> {
            while (true) {
                gate.pass();
                connection.send(chunk);
            }
        });
    }

    /** Sends bytes one by one, each when the test has opened the gate for it. */
    public Script drip(Gate gate, Bytes bytes) {
        Script script = this;
        for (int i = 0; i < bytes.size(); i++) {
            script = script.await(gate).send(bytes.slice(i, i + 1));
        }
        return script;
    }

    /** Waits until the test opens a gate. */
    public Script await(Gate gate) {
        return then(_ -> gate.pass());
    }

    /** Does nothing more until the client is gone. */
    public Script stall() {
        return await(new Gate());
    }

    /** Resets the connection: the client sees an error, not an end. */
    public Script reset() {
        return then(Connection::reset);
    }

    /** Closes the connection in good order. */
    public Script close() {
        return then(Connection::close);
    }

    void play(Connection connection) throws IOException, InterruptedException {
        for (Step step : steps) {
            step.play(connection);
        }
    }

    private Script then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Script(longer);
    }

    private static Bytes chunked(Bytes bytes) {
        Bytes framed = Bytes.utf8(Integer.toHexString(bytes.size()) + "\r\n\r\n");
        int end = framed.size() - 2;
        return framed.splice(end, end, bytes);
    }
}
