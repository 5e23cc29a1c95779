package io.patchbay.dialect.cohere.internal;

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

/** What the tests of this dialect share. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final CohereV2 DIALECT = new CohereV2(() -> NOW);

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A stream of a tool plan, two calls at once, and a text with a citation. */
    static final String STREAM = stream("""
            {"type":"message-start","id":"s","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}
            {"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will"}}}
            {"type":"tool-plan-delta","delta":{"message":{"tool_plan":" look."}}}
            {"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","type":"function","function":{"name":"f","arguments":""}}}}}
            {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\\"x\\":"}}}}}
            {"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"b","type":"function","function":{"name":"g","arguments":""}}}}}
            {"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":{"function":{"arguments":"{}"}}}}}
            {"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"1}"}}}}}
            {"type":"tool-call-end","index":0}
            {"type":"tool-call-end","index":1}
            {"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}
            {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Grüße"}}},"logprobs":{"text":"Grüße","token_ids":[1],"logprobs":[-0.5]}}
            {"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":5,"text":"Grüße","sources":[{"type":"tool","id":"t","tool_output":{"content":"x"}}],"type":"TEXT_CONTENT"}}}}
            {"type":"citation-end","index":0}
            {"type":"content-end","index":0}
            {"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":9,"output_tokens":4},"tokens":{"input_tokens":90,"output_tokens":40},"cached_tokens":8}}}
            """);

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
        return WireRequest.builder(CohereV2.NAME, Operation.CHAT).body(Bytes.utf8(body)).build();
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

    /** An event whose type is in its data alone, as nothing but the framing may have it. */
    static Frame event(String data) {
        return Frame.of(Bytes.utf8("data: " + data + "\n\n"), "", Bytes.utf8(data));
    }

    static Frame whole(String body) {
        return Frame.of(Bytes.utf8(body));
    }

    static Glimpse glimpse(Operation operation, Frame frame) {
        return DIALECT.scanner(WireRequest.builder(CohereV2.NAME, operation).build()).scan(frame);
    }

    /** What the events with these data say. */
    static List<ChatEvent> decode(String... data) {
        List<Frame> frames = new ArrayList<>();
        for (String each : data) {
            frames.add(event(each));
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

    /** The stream that events are written as, terminator included. */
    static String encode(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(chat("{}"));
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(encoder.encode(List.of(event)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    /** The events of a stream, framed as a transport would. */
    static List<Frame> frames(String stream) {
        return ServerSentEvents.frames(Bytes.utf8(stream));
    }

    /** A stream of events with these data, one on each line. */
    static String stream(String lines) {
        StringBuilder stream = new StringBuilder();
        for (String data : lines.lines().toList()) {
            stream.append("event: ").append(json(data).path("type").asText()).append("\ndata: ").append(data)
                    .append("\n\n");
        }
        return stream.append("data: [DONE]\n\n").toString();
    }

    /** The data of a stream's events, without its terminator. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (Frame frame : frames(stream)) {
            if (frame.data().utf8().startsWith("{")) {
                events.add(json(frame.data()));
            }
        }
        return events;
    }
}
