package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
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
    static final OpenAiResponses DIALECT = new OpenAiResponses(() -> NOW);

    /** An answer with an item of each kind, and everything that OpenAI's schema requires. */
    static final String ANSWER =
            """
            {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"completed",
            "incomplete_details":null,
            "output":[
            {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text",
            "text":"Two."}],
            "encrypted_content":"ZQ=="},
            {"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"sky"}},
            {"id":"rs_2","type":"reasoning","summary":[],"encrypted_content":"Zg=="},
            {"id":"msg_1","type":"message","status":"completed","role":"assistant","phase":"final_answer","content":[
            {"type":"output_text","text":"Blau 🦊.","annotations":[{"type":"url_citation","start_index":0,"end_index":4,
            "url":"http://s","title":"Sky"},{"type":"file_citation","file_id":"f","filename":"n","index":1}],
            "logprobs":[]},
            {"type":"refusal","refusal":"No more."}]},
            {"id":"msg_2","type":"message","status":"completed","role":"assistant","content":[
            {"type":"output_text","text":"","annotations":[],"logprobs":[]}]},
            {"id":"fc_1","type":"function_call","status":"completed","call_id":"c_1","name":"look",
            "arguments":"{\\"b\\": 1}"},
            {"id":"ct_1","type":"custom_tool_call","status":"completed","call_id":"c_2","name":"run","input":"ls"}],
            "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":8,"cache_write_tokens":0},
            "output_tokens":14,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":23},
            "error":null,"instructions":null,"metadata":{},"parallel_tool_calls":true,"temperature":0.5,
            "tool_choice":"auto","tools":[],"top_p":0.25,"completed_at":2,"max_output_tokens":null,
            "reasoning":{"effort":"low","summary":null},"store":true,"text":{"format":{"type":"text"},
            "verbosity":"medium"},
            "truncation":"disabled","user":null}""";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Fixtures() {}

    static RawRequest raw(Bytes body) {
        return new RawRequest(DIALECT.endpoints().getFirst(), Map.of(), "", Headers.EMPTY, body);
    }

    static WireRequest scan(String body) {
        return DIALECT.scan(raw(Bytes.utf8(body)));
    }

    /** A request, which need not be a good one, as it is handed to the codec. */
    static WireRequest wire(String body) {
        return WireRequest.builder(OpenAiResponses.NAME, Operation.CHAT).body(Bytes.utf8(body)).build();
    }

    static ChatRequest readRequest(String body) {
        return DIALECT.readRequest(wire(body));
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
        return Frame.of(Bytes.utf8("data: " + data + "\n\n"), "", Bytes.utf8(data));
    }

    static Frame whole(String body) {
        return Frame.of(Bytes.utf8(body));
    }

    static Glimpse glimpse(Frame frame) {
        return DIALECT.scanner(wire("")).scan(frame);
    }

    /** The events that a stream of such events is read as. */
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

    /** The stream that events are written as. */
    static String encode(List<ChatEvent> events) {
        var encoder = DIALECT.encoder(wire("{}"));
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append(encoder.encode(List.of(event)).utf8()));
        return stream.append(encoder.end().utf8()).toString();
    }

    static List<Frame> frames(String stream) {
        return ServerSentEvents.frames(Bytes.utf8(stream));
    }

    /** The data of a stream's events. */
    static List<JsonNode> data(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (Frame frame : frames(stream)) {
            if (frame.data().utf8().startsWith("{")) {
                events.add(json(frame.data()));
            }
        }
        return events;
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }
}
