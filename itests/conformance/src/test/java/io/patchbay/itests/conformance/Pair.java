package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A client of one dialect and an upstream of another, or of the same one, between which all is translated. Of a pair of one
 * dialect, too, all goes through the neutral model.
 *
 * @param client the dialect that the client speaks
 * @param upstream the dialect that the provider speaks
 */
record Pair(Spoken client, Spoken upstream) {
    /** Every pair: of a dialect without endpoints there are no clients. */
    static final List<Pair> ALL = Spoken.ALL.stream().filter(client -> !client.dialect().endpoints().isEmpty())
            .flatMap(client -> Spoken.ALL.stream().map(upstream -> new Pair(client, upstream))).toList();

    boolean diagonal() {
        return client.equals(upstream);
    }

    /** What the upstream is sent when the client sends this. */
    WireRequest ask(JsonNode body) {
        ChatRequest read = read(body);
        if (!diagonal()) {
            client.codec().checkPortable(read);
        }
        return upstream.codec().writeRequest(read.toBuilder().model(upstream.model()).build());
    }

    /** What a client's request is read as. */
    ChatRequest read(JsonNode body) {
        return client.codec().readRequest(WireRequest.builder(client.name(), Operation.CHAT).model("asked")
                .body(bytes(((ObjectNode) body.deepCopy()).put("model", "asked"))).build());
    }

    /** The body that the client gets when the upstream answers with this one. */
    JsonNode whole(JsonNode answer) {
        return Phrase.json(client.codec().writeResponse(upstream.codec().readResponse(bytes(answer))));
    }

    /** What the client's stream adds up to when the upstream streams this answer. */
    JsonNode streamed(JsonNode answer) {
        return added(stream(answer));
    }

    /** What a stream of the client's adds up to. */
    JsonNode added(Bytes stream) {
        return Phrase.json(client.codec().writeResponse(Spoken.accumulated(client.decoded(stream))));
    }

    /** The client's stream when the upstream streams this answer. */
    Bytes stream(JsonNode answer) {
        return stream(upstreamFrames(answer));
    }

    /** The client's stream when the upstream sends these frames. */
    Bytes stream(List<Frame> frames) {
        Bytes stream = Bytes.EMPTY;
        for (Bytes piece : pieces(frames)) {
            stream = stream.splice(stream.size(), stream.size(), piece);
        }
        return stream;
    }

    /** What the client is sent for each of the upstream's frames, and at the end. */
    List<Bytes> pieces(List<Frame> frames) {
        FrameDecoder decoder = upstream.codec().decoder();
        EventEncoder encoder = client.encoder();
        List<Bytes> pieces = new ArrayList<>();
        frames.forEach(frame -> pieces.add(encoder.encode(decoder.decode(frame))));
        pieces.add(encoder.end());
        return pieces;
    }

    /** An answer as a stream of the upstream. */
    List<Frame> upstreamFrames(JsonNode answer) {
        EventEncoder encoder = upstream.encoder();
        Bytes stream = encoder.encode(upstream.codec().readResponse(bytes(answer)).events());
        return upstream.framing().apply(stream.splice(stream.size(), stream.size(), encoder.end()));
    }

    /** These events as a stream of the upstream. */
    List<Frame> upstreamFrames(List<ChatEvent> events) {
        return upstream.framing().apply(upstream.stream(events));
    }

    /** A frame with other data; one without any, or with a terminator, stays. */
    Frame changed(Frame frame, UnaryOperator<JsonNode> change) {
        String data = frame.data().utf8();
        if (!data.startsWith("{")) {
            return frame;
        }
        Bytes changed = bytes(change.apply(Phrase.json(data)));
        return Frame.of(Bytes.utf8(changed.utf8() + "\n\n"), frame.type(), changed);
    }

    /** An event of the upstream; one of AWS's is an object with its type as its only member. */
    Frame upstreamFrame(JsonNode event) {
        if (upstream.name().equals("bedrock-converse")) {
            Map.Entry<String, JsonNode> typed = event.properties().iterator().next();
            return Frame.of(bytes(event), typed.getKey(), bytes(typed.getValue()));
        }
        return Frame.of(Bytes.utf8(event + "\n\n"), event.path("type").asText(), bytes(event));
    }

    /**
     * What the client sends after an answer with calls: the question, the answer, and a result for each call.
     *
     * @param answer the answer as the client got it
     */
    JsonNode next(JsonNode answer) {
        Candidate told = client.codec().readResponse(bytes(answer)).candidates().getFirst();
        List<Part> results = told.parts().stream().filter(Part.ToolCall.class::isInstance)
                .map(Part.ToolCall.class::cast).<Part>map(call -> new Part.ToolResult(call.id(), call.name(),
                        List.of(Part.Text.of("done")), false, List.of()))
                .toList();
        ChatRequest request = read(Phrase.of("two tools").in(client)).toBuilder()
                .message(new Message(Role.ASSISTANT, told.parts(), told.extras()))
                .message(new Message(Role.TOOL, results, List.of())).build();
        return Phrase.json(client.codec().writeRequest(request).body());
    }

    /** The client's events, without the terminator. */
    List<JsonNode> events(Bytes stream) {
        return client.framing().apply(stream).stream().map(Frame::data)
                .filter(data -> !data.isEmpty() && !data.utf8().equals("[DONE]")).map(Phrase::json).toList();
    }

    /** The last event of the client's; one of AWS's is an object with its type as its only member. */
    JsonNode lastEvent(Bytes stream) {
        Frame last = client.framing().apply(stream).getLast();
        String data = last.data().utf8();
        return Phrase.json(client.name().equals("bedrock-converse") ? "{\"" + last.type() + "\":" + data + "}" : data);
    }

    private static Bytes bytes(JsonNode body) {
        return Bytes.utf8(body.toString());
    }

    @Override
    public String toString() {
        return client + " to " + upstream;
    }
}
