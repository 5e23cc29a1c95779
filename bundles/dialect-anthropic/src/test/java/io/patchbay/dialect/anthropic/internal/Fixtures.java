package io.patchbay.dialect.anthropic.internal;

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
import io.patchbay.testkit.ServerSentEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this dialect share. JSON may be written with single quotes. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final AnthropicMessages DIALECT = new AnthropicMessages(() -> NOW);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Fixtures() {}

    static RawRequest raw(Operation operation, Bytes body) {
        Endpoint endpoint = DIALECT.endpoints().stream().filter(each -> each.operation().equals(operation)).findFirst()
                .orElseThrow();
        return new RawRequest(endpoint, Map.of(), "", Headers.EMPTY, body);
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    static WireRequest scan(String body) {
        return DIALECT.scan(raw(Operation.CHAT, Bytes.utf8(quoted(body))));
    }

    /** A chat request, which need not be a good one, as it is handed to the codec. */
    static WireRequest chat(String body) {
        return WireRequest.builder(AnthropicMessages.NAME, Operation.CHAT).body(Bytes.utf8(quoted(body))).build();
    }

    static ChatRequest readRequest(String body) {
        return DIALECT.readRequest(chat(body));
    }

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

    static JsonNode single(String text) {
        return json(quoted(text));
    }

    static Frame event(String data) {
        String json = quoted(data);
        return Frame.of(Bytes.utf8("data: " + json + "\n\n"), "", Bytes.utf8(json));
    }

    static Frame whole(String body) {
        return Frame.of(Bytes.utf8(quoted(body)));
    }

    static Glimpse glimpse(Frame frame) {
        return DIALECT.scanner(chat("{}")).scan(frame);
    }

    /** The events of a stream. */
    static List<ChatEvent> decode(String... events) {
        List<Frame> frames = new ArrayList<>();
        for (String event : events) {
            frames.add(event(event));
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
    static String encode(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(chat("{}"));
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(encoder.encode(List.of(event)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    /** The stream that events are written as, all at once. */
    static String encodeAtOnce(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(chat("{}"));
        return encoder.encode(events).utf8() + encoder.end().utf8();
    }

    /** The events of a stream, framed as a transport would. */
    static List<Frame> frames(String stream) {
        return ServerSentEvents.frames(Bytes.utf8(stream));
    }

    /** What the events of a stream say, as JSON. */
    static List<JsonNode> data(String stream) {
        List<JsonNode> data = new ArrayList<>();
        for (Frame frame : frames(stream)) {
            if (frame.data().utf8().startsWith("{")) {
                data.add(json(frame.data()));
            }
        }
        return data;
    }

    /** The message that the official SDKs make of a stream. */
    static JsonNode message(List<JsonNode> events) {
        return new SdkAccumulator().message(events);
    }
}
