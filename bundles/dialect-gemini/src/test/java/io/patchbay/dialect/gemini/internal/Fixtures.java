package io.patchbay.dialect.gemini.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.testkit.ServerSentEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this dialect share. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Gemini DIALECT = new Gemini(() -> NOW);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Fixtures() {}

    static Endpoint endpoint(String path) {
        return DIALECT.endpoints().stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    }

    static RawRequest raw(Action action, String model, Bytes body) {
        return new RawRequest(endpoint("/v1beta/{model...}:" + action.word()), Map.of("model", model),
                action == Action.STREAM ? "alt=sse" : "", Headers.EMPTY, body);
    }

    static WireRequest scan(Action action, String body) {
        return DIALECT.scan(raw(action, "models/gemini-x", Bytes.utf8(body)));
    }

    /** A chat request, which need not be a good one, as it is handed to the codec. */
    static WireRequest chat(String body) {
        return WireRequest.builder(Gemini.NAME, Action.GENERATE.operation()).model("gemini-x").body(Bytes.utf8(body))
                .build();
    }

    static ChatRequest readRequest(String body) {
        return DIALECT.readRequest(chat(body));
    }

    /** The body that a request is written as. */
    static JsonNode written(ChatRequest request) {
        return json(DIALECT.writeRequest(request).body());
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

    static Frame event(String data) {
        return Frame.of(Bytes.utf8("data: " + data + "\r\n\r\n"), "", Bytes.utf8(data));
    }

    static Frame whole(String body) {
        return Frame.of(Bytes.utf8(body));
    }

    static Glimpse glimpse(Action action, Frame frame) {
        return DIALECT.scanner(WireRequest.builder(Gemini.NAME, action.operation()).build()).scan(frame);
    }

    /** The events of a stream of chunks. */
    static List<ChatEvent> decode(String... chunks) {
        List<Frame> frames = new ArrayList<>();
        for (String chunk : chunks) {
            frames.add(event(chunk));
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

    /** The stream that events are written as, each by itself. */
    static String encode(String query, List<ChatEvent> events) {
        var encoder = DIALECT.encoder(chat("{}").toBuilder().query(query).build());
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(encoder.encode(List.of(event)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    static String encode(List<ChatEvent> events) {
        return encode("alt=sse", events);
    }

    /** The events of a stream, framed as a transport would. */
    static List<Frame> frames(String stream) {
        return ServerSentEvents.frames(Bytes.utf8(stream));
    }

    /** The chunks of a stream. */
    static List<JsonNode> chunks(String stream) {
        return frames(stream).stream().map(frame -> json(frame.data())).toList();
    }
}
