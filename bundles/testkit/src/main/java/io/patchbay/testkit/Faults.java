package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.Tongue.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The ways in which an upstream misbehaves, as scripts in a dialect.
 *
 * <p>The numbers F01 to F18 are those of the fault table in the testkit's README.
 */
public final class Faults {
    /** Those in the dialect {@code openai-chat}. */
    public static final Faults OPENAI_CHAT = new Faults(OpenAiChat.TONGUE);

    private static final String HTML = "<html><body><h1>It works!</h1></body></html>";
    private static final List<String> WORDS = words(3);

    private final Tongue tongue;
    private final int said;
    private final Optional<Gate> read;

    /**
     * Faults of an upstream.
     *
     * @param tongue what it speaks
     */
    public Faults(Tongue tongue) {
        this(tongue, 0, Optional.empty());
    }

    private Faults(Tongue tongue, int said, Optional<Gate> read) {
        this.tongue = tongue;
        this.said = said;
        this.read = read;
    }

    /** The same, where a stream that breaks goes on with an answer of which so many words have been said. */
    public Faults after(int said) {
        return new Faults(tongue, said, read);
    }

    /** The same, where a stream is not reset before the gate is opened: a reset takes with it what nobody has read. */
    public Faults onceRead(Gate gate) {
        return new Faults(tongue, said, Optional.of(gate));
    }

    /** So many words, numbered from 1: what answers and streams say here. */
    public static List<String> words(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "w" + i + "é ").toList();
    }

    /** No fault: a whole answer of so many words. */
    public Script answer(int words) {
        return Script.whole(200, "application/json", List.of(tongue.answer(words(words))));
    }

    /** No fault: a complete stream of so many words. */
    public Script stream(int words) {
        return begin().chunks(tongue.stream(words(words))).endChunks();
    }

    /**
     * An error with a body in the dialect: F03, F04, and 408, 413, 529 and so on.
     *
     * @param status the HTTP status
     * @param headers further header lines, such as {@code retry-after: 2}
     */
    public Script error(int status, String... headers) {
        return tongue.error(status, Trouble.FAILURE, headers);
    }

    /**
     * F01, F02: too many requests.
     *
     * @param headers further header lines, such as {@code retry-after: 2} or {@code retry-after-ms: 50}
     */
    public Script rateLimited(String... headers) {
        return tongue.error(429, Trouble.RATE_LIMIT, headers);
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
    public Script lateFirstEvent(Gate gate) {
        return begin().chunks(tongue.opening()).await(gate).chunks(tongue.words(WORDS))
                .chunks(end(WORDS, false)).endChunks();
    }

    /** F08: a stream is reset after so many words. */
    public Script cutStream(int words) {
        Script begun = begin(words);
        return (words == 0 ? begun : read.map(begun::await).orElse(begun)).reset();
    }

    /** F08: a stream ends cleanly by HTTP after so many words, but without a finish. */
    public Script unfinishedStream(int words) {
        return begin(words).endChunks();
    }

    /** F09: a stream stalls for ever after so many words. */
    public Script stalledStream(int words) {
        return begin(words).stall();
    }

    /** F10: after so many words comes an event that is no JSON, and then a good end. */
    public Script malformedEvent(int words) {
        return begin(words).chunk(tongue.malformed()).chunks(end(words(words), false)).endChunks();
    }

    /** F10: after so many words comes an error event, and then the end. */
    public Script errorEvent(int words) {
        return begin(words).chunk(tongue.errorEvent()).chunks(tongue.terminator(words(words))).endChunks();
    }

    /** F10: status 200 with an error object. */
    public Script errorObject() {
        return tongue.error(200, Trouble.FAILURE);
    }

    /** F10: status 200 with nothing. */
    public static Script nothing() {
        return Script.json(200, "");
    }

    /** F10: a stream without a single event. */
    public Script emptyStream() {
        return begin().endChunks();
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
    public Script noTerminator() {
        return begin(3).chunks(tongue.finish(WORDS, false)).endChunks();
    }

    /** F11: a complete stream without its terminator, and then heartbeats for ever. */
    public Script heartbeatsForEver() {
        return begin(3).chunks(tongue.finish(WORDS, false)).chunkForEver(tongue.heartbeat());
    }

    /** F12: the conversation is too long for the model. */
    public Script contextLength() {
        return tongue.error(400, Trouble.CONTEXT_LENGTH);
    }

    /** F13: a content policy refuses the request. */
    public Script contentFilter() {
        return tongue.error(400, Trouble.CONTENT_FILTER);
    }

    /** F13: a content policy ends an answer that has begun. */
    public Script filteredStream(int words) {
        return begin(words).chunks(end(words(words), true)).endChunks();
    }

    /** F14: the model does not take an assistant's message at the end. */
    public Script prefillRefused() {
        return tongue.error(400, Trouble.PREFILL);
    }

    /** F17: the key is unknown. */
    public Script unauthorized() {
        return tongue.error(401, Trouble.KEY);
    }

    /** F17: the key may not do this. */
    public Script forbidden() {
        return tongue.error(403, Trouble.PERMISSION);
    }

    /** F18: headers come byte by byte, one for each opening of the gate. */
    public static Script slowHeaders(Gate gate) {
        return Script.raw("HTTP/1.1 200 Fake\r\n").drip(gate,
                Bytes.utf8("x-slow: " + "s".repeat(1_000) + "\r\ncontent-length: 0\r\n\r\n"));
    }

    /** F18: the body comes byte by byte, one for each opening of the gate. */
    public Script slowBody(Gate gate) {
        Bytes body = tongue.answer(WORDS);
        return Script.head(200, "content-type: application/json", "content-length: " + body.size()).drip(gate, body);
    }

    /** F18: a header of so many bytes. */
    public Script hugeHeader(int bytes) {
        return Script.json(200, tongue.answer(WORDS).utf8(), "x-huge: " + "x".repeat(bytes));
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

    /** F18: after so many words come bytes that are no event yet, one for each opening of the gate, and without end. */
    public Script slowStream(int words, Gate gate) {
        return begin(words).chunkForEver(gate, Bytes.utf8(" "));
    }

    /** F18: after so many words come signs of life, one for each opening of the gate, and without end. */
    public Script livelyStream(int words, Gate gate) {
        return begin(words).chunkForEver(gate, tongue.heartbeat());
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
    public Script lengthTooLong() {
        Bytes body = tongue.answer(WORDS);
        return Script.head(200, "content-type: application/json", "content-length: " + (body.size() + 10)).send(body)
                .close();
    }

    /** F18: more comes than the length that was promised. */
    public Script lengthTooShort() {
        Bytes body = tongue.answer(WORDS);
        return Script.head(200, "content-type: application/json", "content-length: " + (body.size() - 10)).send(body)
                .close();
    }

    /** F18: both a length and chunks, which do not fit each other. */
    public Script lengthAndChunked() {
        return Script.head(200, "content-type: application/json", "content-length: 5", "transfer-encoding: chunked")
                .chunk(tongue.answer(WORDS)).endChunks().close();
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

    private Script begin() {
        return Script.head(200, "content-type: " + tongue.streamType(), "transfer-encoding: chunked");
    }

    private List<Bytes> end(List<String> words, boolean filtered) {
        return Stream.concat(tongue.finish(words, filtered).stream(), tongue.terminator(words).stream()).toList();
    }

    private Script begin(int words) {
        return begin().chunks(tongue.opening()).chunks(tongue.words(words(said + words).subList(said, said + words)));
    }
}
