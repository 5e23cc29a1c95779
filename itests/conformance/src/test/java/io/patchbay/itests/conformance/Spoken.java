package io.patchbay.itests.conformance;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.dialect.anthropic.internal.AnthropicMessages;
import io.patchbay.dialect.bedrock.internal.BedrockConverse;
import io.patchbay.dialect.cohere.internal.CohereV2;
import io.patchbay.dialect.gemini.internal.Gemini;
import io.patchbay.dialect.ollama.internal.Ollama;
import io.patchbay.dialect.openai.internal.OpenAiChat;
import io.patchbay.dialect.responses.internal.OpenAiResponses;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.ServerSentEvents;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A dialect, with the recordings of chats in it.
 *
 * @param dialect the dialect
 * @param folders where its recordings are
 * @param chat whether a recording is a chat in this dialect
 * @param framing how a transport frames a stream of it
 * @param lacks what it has no words for
 */
record Spoken(Dialect dialect, List<String> folders, Predicate<Recording> chat, Function<Bytes, List<Frame>> framing,
        Set<Lack> lacks) {
    static final List<Spoken> ALL = List.of(
            of(new OpenAiChat(), path -> path.endsWith("/chat/completions"), ServerSentEvents::frames,
                    Set.of(Lack.STOP_SEQUENCES, Lack.FILTERS), "copilot", "deepseek", "doubleword", "groq", "llamacpp",
                    "mistral", "mistralrs", "ollama", "openai", "openrouter", "perplexity", "venice", "xai"),
            of(new OpenAiResponses(), path -> path.endsWith("/responses"), ServerSentEvents::frames,
                    Set.of(Lack.STOP_SEQUENCES, Lack.FILTERS, Lack.CANDIDATES), "openai", "xai", "chatgpt"),
            of(new AnthropicMessages(), path -> path.endsWith("/messages"), ServerSentEvents::frames,
                    Set.of(Lack.REFUSALS, Lack.REFUSALS_THAT_STOP, Lack.FILTERS, Lack.CANDIDATES,
                            Lack.ARGUMENTS_AS_TEXT, Lack.BLANK_TEXT),
                    "anthropic"),
            of(new Gemini(), path -> path.endsWith(":generateContent") || path.endsWith(":streamGenerateContent"),
                    ServerSentEvents::frames,
                    Set.of(Lack.REFUSALS, Lack.STOP_SEQUENCES, Lack.FILTERS, Lack.ARGUMENTS_AS_TEXT,
                            Lack.REASONING_WITHIN, Lack.CUT_CALLS),
                    "gemini"),
            of(new BedrockConverse(), path -> path.endsWith("/converse") || path.endsWith("/converse-stream"),
                    EventStreams::frames, Set.of(Lack.REFUSALS, Lack.FILTERS, Lack.CANDIDATES, Lack.ARGUMENTS_AS_TEXT,
                            Lack.REASONING_COUNT),
                    "bedrock"),
            of(new CohereV2(), path -> path.equals("/v2/chat"), ServerSentEvents::frames,
                    Set.of(Lack.REFUSALS, Lack.FILTERS, Lack.CANDIDATES), "cohere"),
            of(new Ollama(), path -> path.equals("/api/chat"), Spoken::lines,
                    Set.of(Lack.REFUSALS, Lack.STOP_SEQUENCES, Lack.FILTERS, Lack.BLOCKED_ENDS, Lack.CANDIDATES,
                            Lack.ARGUMENTS_AS_TEXT, Lack.REASONING_COUNT, Lack.CACHE_COUNT),
                    "ollama"));

    /** A model of a vendor of each dialect. */
    private static final Map<String, String> MODELS = Map.of("openai-chat", "gpt-5.2", "openai-responses", "gpt-5.2",
            "anthropic-messages", "claude-sonnet-4-5", "gemini", "gemini-3-pro", "bedrock-converse",
            "anthropic.claude-sonnet-4-5", "cohere-v2", "command-a", "ollama", "qwen3");

    private static final List<String> STREAMS =
            List.of("text/event-stream", "application/vnd.amazon.eventstream", "application/x-ndjson");

    private static Spoken of(Dialect dialect, Predicate<String> path, Function<Bytes, List<Frame>> framing,
            Set<Lack> lacks, String... folders) {
        return new Spoken(dialect, List.of(folders), recording -> path.test(recording.path()), framing, lacks);
    }

    String name() {
        return dialect.name();
    }

    /** A model that its upstream has. */
    String model() {
        return MODELS.getOrDefault(name(), "a-model");
    }

    ChatCodec codec() {
        return (ChatCodec) dialect;
    }

    /** The recorded chats. */
    List<Recording> recordings() {
        Recordings recordings = Recordings.open();
        return folders.stream().flatMap(folder -> recordings.of("rig/" + folder).stream())
                .filter(recording -> recording.method().equals("POST")).filter(chat).toList();
    }

    /** The request of a recording, as its client's gateway gets it. */
    ChatRequest request(Recording recording) {
        return codec().readRequest(WireRequest.builder(name(), Operation.CHAT).path(recording.path())
                .query(recording.query()).model("recorded").stream(isStream(recording)).body(recording.request())
                .build());
    }

    /** The answer of a recording. */
    ChatResponse answer(Recording recording) {
        return isStream(recording)
                ? accumulated(decoded(recording.answer()))
                : codec().readResponse(recording.answer());
    }

    /** An answer, written whole in this dialect and read again. */
    ChatResponse whole(ChatResponse answer) {
        return codec().readResponse(codec().writeResponse(answer));
    }

    /** An answer, written as a stream in this dialect to a client and read again. */
    ChatResponse streamed(List<ChatEvent> events) {
        return accumulated(decoded(stream(events)));
    }

    /** An answer, written as a stream in this dialect to a client who has asked for all that a stream can tell. */
    Bytes stream(List<ChatEvent> events) {
        EventEncoder encoder = encoder();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        events.forEach(event -> append(stream, encoder.encode(List.of(event))));
        append(stream, encoder.end());
        return Bytes.wrap(stream.toByteArray());
    }

    /** An encoder for a client who has asked for all that a stream can tell. */
    EventEncoder encoder() {
        return codec().encoder(codec().writeRequest(ChatRequest.builder("asked").stream(true).build()));
    }

    /** The body of a whole answer. */
    static Bytes body(Answer answer) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
            append(body, frame.get().bytes().orElseThrow());
        }
        return Bytes.wrap(body.toByteArray());
    }

    List<ChatEvent> decoded(Bytes stream) {
        FrameDecoder decoder = codec().decoder();
        return framing.apply(stream).stream().flatMap(frame -> decoder.decode(frame).stream()).toList();
    }

    private static boolean isStream(Recording recording) {
        String type = recording.answerHeaders().first("content-type").orElse("");
        return STREAMS.stream().anyMatch(type::startsWith);
    }

    private static List<Frame> lines(Bytes stream) {
        return stream.utf8().lines().map(line -> Frame.of(Bytes.utf8(line + "\n"), "", Bytes.utf8(line))).toList();
    }

    private static void append(ByteArrayOutputStream stream, Bytes piece) {
        stream.writeBytes(piece.toArray());
    }

    static ChatResponse accumulated(List<ChatEvent> events) {
        ChatAccumulator accumulator = new ChatAccumulator();
        events.forEach(accumulator::add);
        return accumulator.response();
    }

    @Override
    public String toString() {
        return name();
    }
}
