package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The ways in which an upstream misbehaves, as scripts; where words are said, in the dialect {@code openai-chat}.
 *
 * <p>The numbers F01 to F18 are those of the fault table in the testkit's README.
 */
public final class Faults {
    private static final String HTML = "<html><body><h1>It works!</h1></body></html>";

    private Faults() {}

    /**
     * An error with a body in the dialect: F03, F04, and 408, 413, 529 and so on.
     *
     * @param status the HTTP status
     * @param headers further header lines, such as {@code retry-after: 2}
     */
    public static Script error(int status, String... headers) {
        return Script.json(status, OpenAiChat.error("Status " + status + ".", "server_error", "status_" + status),
                headers);
    }

    /**
     * F01, F02: too many requests.
     *
     * @param headers further header lines, such as {@code retry-after: 2} or {@code retry-after-ms: 50}
     */
    public static Script rateLimited(String... headers) {
        return Script.json(429, OpenAiChat.error("Rate limit reached.", "requests", "rate_limit_exceeded"), headers);
    }

    /** F05: the connection is reset before any header. */
    public static Script reset() {
        return Script.resets();
    }

    /** F06: the request is read and never answered. */
    public static Script noAnswer() {
        return Script.silent();
    }

    /** F07: the headers of a stream come, its first event only when the gate is opened; then a complete answer. */
    public static Script lateFirstEvent(Gate gate) {
        return Script.stream().await(gate).chunks(OpenAiChat.events(3)).endChunks();
    }

    /** F08: a stream is reset after so many words. */
    public static Script cutStream(int words) {
        return Script.stream().chunks(OpenAiChat.words(words)).reset();
    }

    /** F08: a stream ends cleanly by HTTP after so many words, but without a finish. */
    public static Script unfinishedStream(int words) {
        return Script.stream().chunks(OpenAiChat.words(words)).endChunks();
    }

    /** F09: a stream stalls for ever after so many words. */
    public static Script stalledStream(int words) {
        return Script.stream().chunks(OpenAiChat.words(words)).stall();
    }

    /** F10: after so many words comes an event that is no JSON, and then a good end. */
    public static Script malformedEvent(int words) {
        return Script.stream().chunks(OpenAiChat.words(words)).chunk(OpenAiChat.event("{\"choices\":[{"))
                .chunk(OpenAiChat.finish("stop")).chunk(OpenAiChat.DONE).endChunks();
    }

    /** F10: after so many words comes an error event, and then the end. */
    public static Script errorEvent(int words) {
        return Script.stream().chunks(OpenAiChat.words(words))
                .chunk(OpenAiChat.event(OpenAiChat.error("The server had an error.", "server_error", "internal")))
                .chunk(OpenAiChat.DONE).endChunks();
    }

    /** F10: status 200 with an error object. */
    public static Script errorObject() {
        return Script.json(200, OpenAiChat.error("The server had an error.", "server_error", "internal"));
    }

    /** F10: status 200 with nothing. */
    public static Script nothing() {
        return Script.json(200, "");
    }

    /** F10: a stream without a single event. */
    public static Script emptyStream() {
        return Script.stream().endChunks();
    }

    /** F10: an HTML page; with status 200 it pretends to be an answer. */
    public static Script html(int status) {
        return Script.whole(status, "text/html", List.of(Bytes.utf8(HTML)));
    }

    /** An error without a body. */
    public static Script emptyError(int status) {
        return Script.whole(status, "application/json", List.of());
    }

    /** F11: a complete stream without its terminator. */
    public static Script noTerminator() {
        return Script.stream().chunks(OpenAiChat.words(3)).chunk(OpenAiChat.finish("stop")).endChunks();
    }

    /** F11: a complete stream without its terminator, and then heartbeats for ever. */
    public static Script heartbeatsForEver() {
        return Script.stream().chunks(OpenAiChat.words(3)).chunk(OpenAiChat.finish("stop"))
                .chunkForEver(Bytes.utf8(": ping\n\n"));
    }

    /** F12: the conversation is too long for the model. */
    public static Script contextLength() {
        return Script.json(400, OpenAiChat.error("This model's maximum context length is 8192 tokens.",
                "invalid_request_error", "context_length_exceeded"));
    }

    /** F13: a content policy refuses the request. */
    public static Script contentFilter() {
        return Script.json(400,
                OpenAiChat.error("The response was filtered.", "invalid_request_error", "content_filter"));
    }

    /** F13: a content policy ends an answer that has begun. */
    public static Script filteredStream(int words) {
        return Script.stream().chunks(OpenAiChat.words(words)).chunk(OpenAiChat.finish("content_filter"))
                .chunk(OpenAiChat.DONE).endChunks();
    }

    /** F14: the model does not take an assistant's message at the end. */
    public static Script prefillRefused() {
        return Script.json(400, OpenAiChat.error("This model does not support assistant message prefill.",
                "invalid_request_error", "invalid_value"));
    }

    /** F17: the key is unknown. */
    public static Script unauthorized() {
        return Script.json(401, OpenAiChat.error("Incorrect API key.", "invalid_request_error", "invalid_api_key"));
    }

    /** F17: the key may not do this. */
    public static Script forbidden() {
        return Script.json(403, OpenAiChat.error("Not allowed.", "invalid_request_error", "permission_denied"));
    }

    /** F18: headers come byte by byte, one for each opening of the gate. */
    public static Script slowHeaders(Gate gate) {
        return Script.raw("HTTP/1.1 200 Fake\r\n").drip(gate, Bytes.utf8("content-length: 0\r\n\r\n"));
    }

    /** F18: the body comes byte by byte, one for each opening of the gate. */
    public static Script slowBody(Gate gate) {
        Bytes body = OpenAiChat.answer(3);
        return Script.head(200, "content-type: application/json", "content-length: " + body.size()).drip(gate, body);
    }

    /** F18: a header of so many bytes. */
    public static Script hugeHeader(int bytes) {
        return Script.json(200, OpenAiChat.answer(1).utf8(), "x-huge: " + "x".repeat(bytes));
    }

    /** F18: a body without end. */
    public static Script endlessBody() {
        return Script.head(200, "content-type: application/json", "transfer-encoding: chunked")
                .chunkForEver(Bytes.utf8(" ".repeat(64 << 10)));
    }

    /** F18: an event without end. */
    public static Script endlessEvent() {
        return Script.stream().chunk("data: ").chunkForEver(Bytes.utf8("x".repeat(64 << 10)));
    }

    /** F18: a small body that grows to so many megabytes when its encoding is undone. */
    public static Script gzipBomb(int megabytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < megabytes; i++) {
                gzip.write(megabyte);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Script.whole(200, "application/json", List.of(Bytes.wrap(packed.toByteArray())),
                "content-encoding: gzip");
    }

    /** F18: more length is promised than comes before the connection closes. */
    public static Script lengthTooLong() {
        Bytes body = OpenAiChat.answer(3);
        return Script.head(200, "content-type: application/json", "content-length: " + (body.size() + 10)).send(body)
                .close();
    }

    /** F18: more comes than the length that was promised. */
    public static Script lengthTooShort() {
        Bytes body = OpenAiChat.answer(3);
        return Script.head(200, "content-type: application/json", "content-length: " + (body.size() - 10)).send(body)
                .close();
    }

    /** F18: both a length and chunks, which do not fit each other. */
    public static Script lengthAndChunked() {
        return Script.head(200, "content-type: application/json", "content-length: 5", "transfer-encoding: chunked")
                .chunk(OpenAiChat.answer(3)).endChunks().close();
    }

    /** F18: a chunked body whose connection closes inside a chunk. */
    public static Script truncatedChunk() {
        return Script.head(200, "content-type: application/json", "transfer-encoding: chunked")
                .send("ff\r\n{\"id\":").close();
    }

    /** F18: bytes that are no HTTP. */
    public static Script notHttp() {
        return Script.raw("SSH-2.0-OpenSSH_9.9\r\n").close();
    }

    /** A redirect to elsewhere, which must not be followed with a key. */
    public static Script redirect(String location) {
        return Script.whole(307, "text/plain", List.of(), "location: " + location);
    }
}
