package io.patchbay.dialect.bedrock.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.patchbay.testkit.EventStreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this dialect share. */
final class Fixtures {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final BedrockConverse DIALECT = new BedrockConverse(() -> NOW);
    static final String MODEL = "us.anthropic.claude-x-v1:0";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Fixtures() {}

    static RawRequest raw(String end, String model, Bytes body) {
        Endpoint endpoint = DIALECT.endpoints().stream().filter(each -> each.path().endsWith("}" + end)).findFirst()
                .orElseThrow();
        return new RawRequest(endpoint, Map.of("model", model), "", Headers.EMPTY, body);
    }

    static WireRequest scan(String body) {
        return DIALECT.scan(raw("/converse", MODEL, Bytes.utf8(body)));
    }

    static ChatRequest readRequest(String body) {
        return DIALECT.readRequest(scan(body));
    }

    /** What a request of another dialect is written as. */
    static JsonNode write(ChatRequest request) {
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

    /** JSON in which apostrophes stand for quotation marks. */
    static JsonNode quoted(String text) {
        return json(text.replace('\'', '"'));
    }

    /** A message of a stream, as it comes from the transport. */
    static Frame event(String type, String data) {
        return EventStreams.frames(EventMessages.event(type, Bytes.utf8(data.replace('\'', '"')))).getFirst();
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
    static Bytes encode(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(WireRequest.builder(BedrockConverse.NAME, Operation.CHAT).build());
        Bytes stream = Bytes.EMPTY;
        for (ChatEvent event : events) {
            stream = join(stream, encoder.encode(List.of(event)));
        }
        return join(stream, encoder.end());
    }

    /** The events of a stream, each as an object with its type as its only member. */
    static List<JsonNode> events(Bytes stream) {
        return EventStreams.frames(stream).stream()
                .map(frame -> json("{\"" + frame.type() + "\":" + frame.data().utf8() + "}")).toList();
    }

    static Bytes join(Bytes one, Bytes two) {
        return one.splice(one.size(), one.size(), two);
    }
}
