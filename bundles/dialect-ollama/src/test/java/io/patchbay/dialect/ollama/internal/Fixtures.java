package io.patchbay.dialect.ollama.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this dialect share. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Ollama DIALECT = new Ollama(() -> NOW);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Fixtures() {}

    static RawRequest raw(Operation operation, Bytes body) {
        Endpoint endpoint = DIALECT.endpoints().stream().filter(each -> each.operation().equals(operation)).findFirst()
                .orElseThrow();
        return new RawRequest(endpoint, Map.of(), "", Headers.EMPTY, body);
    }

    static WireRequest scanChat(String body) {
        return DIALECT.scan(raw(Operation.CHAT, Bytes.utf8(body)));
    }

    /** A chat request, which need not be a good one, as it is handed to the codec. */
    static WireRequest chat(String body) {
        return WireRequest.builder(Ollama.NAME, Operation.CHAT).body(Bytes.utf8(body)).build();
    }

    static ChatRequest readRequest(String body) {
        return DIALECT.readRequest(chat(body));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static JsonNode json(Bytes bytes) {
        return json(bytes.utf8());
    }

    static Frame line(String data) {
        return Frame.of(Bytes.utf8(data + "\n"), "", Bytes.utf8(data));
    }

    static Frame whole(String body) {
        return Frame.of(Bytes.utf8(body));
    }

    static Glimpse glimpse(Operation operation, Frame frame) {
        return DIALECT.scanner(WireRequest.builder(Ollama.NAME, operation).build()).scan(frame);
    }

    /** What these lines say. */
    static List<ChatEvent> decode(String... lines) {
        List<Frame> frames = new ArrayList<>();
        for (String each : lines) {
            frames.add(line(each));
        }
        return decode(frames);
    }

    static List<ChatEvent> decode(List<Frame> frames) {
        var decoder = DIALECT.decoder();
        List<ChatEvent> events = new ArrayList<>();
        frames.forEach(frame -> events.addAll(decoder.decode(frame)));
        return events;
    }

    static ChatResponse accumulate(List<ChatEvent> events) {
        ChatAccumulator accumulator = new ChatAccumulator();
        events.forEach(accumulator::add);
        return accumulator.response();
    }

    /** The stream that events are written as. */
    static String encode(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(chat("{}"));
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(encoder.encode(List.of(event)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    /**
     * The lines of a stream, framed as a transport would; what stands after the last line end becomes a frame without
     * data.
     */
    static List<Frame> frames(Bytes stream) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < stream.size(); at++) {
            if (stream.at(at) == '\n') {
                frames.add(Frame.of(stream.slice(from, at + 1), "", stream.slice(from, at)));
                from = at + 1;
            }
        }
        if (from < stream.size()) {
            frames.add(Frame.of(stream.slice(from, stream.size()), "", Bytes.EMPTY));
        }
        return frames;
    }

    /** The lines of a stream. */
    static List<JsonNode> lines(String stream) {
        return stream.lines().filter(line -> !line.isBlank()).map(Fixtures::json).toList();
    }
}
