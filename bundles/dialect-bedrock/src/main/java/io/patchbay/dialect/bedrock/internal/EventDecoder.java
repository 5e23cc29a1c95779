package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the messages of a stream into events.
 *
 * <p>Only a tool's block has a {@code contentBlockStart}; every other begins with its first delta. An event that is not
 * known is a {@link ChatEvent.Other}: an object with its type as its only member.
 */
final class EventDecoder implements FrameDecoder {
    /** Padding against guessing from an event's length: it says nothing. */
    private static final String PADDING = "p";
    private static final String INDEX = "contentBlockIndex";

    private final ErrorReader errors;
    private final Map<Long, OpenBlock> open = new LinkedHashMap<>();
    private int parts;
    private boolean called;
    private boolean answered;
    private boolean started;

    EventDecoder(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        if (EventMessages.isFailure(frame)) {
            return List.of(new ChatEvent.Failure(errors.inStream(frame)));
        }
        if (EventMessages.isWhole(frame)) {
            return ChatResponses.read(frame.data()).events();
        }
        List<ChatEvent> events = new ArrayList<>();
        Node node = read(frame);
        Members event = Members.of(node, BedrockConverse.ANSWER.member(frame.type())).withoutNulls();
        event.drop(PADDING);
        event(frame.type(), event, events);
        return events;
    }

    private static Node read(Frame frame) {
        try {
            return JsonReader.read(frame.data());
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that is not valid JSON.", e);
        }
    }

    private void event(String type, Members event, List<ChatEvent> events) {
        switch (type) {
            case "messageStart" -> {
                ChatResponses.dropAssistant(event);
                start(event.extras(), events);
            }
            case "contentBlockStart" -> blockStart(event, events);
            case "contentBlockDelta" -> blockDelta(event, events);
            case "contentBlockStop" -> end(event.count(INDEX), events);
            case "messageStop" -> stop(event, events);
            case "metadata" -> events.add(new ChatEvent.UsageReport(UsageCodec.take(event)));
            default -> {
                String json = new JsonWriter().object().rawMember(type, event.json()).endObject().text();
                events.add(new ChatEvent.Other(BedrockConverse.NAME, new Json(json)));
            }
        }
    }

    private void start(List<Extra> extras, List<ChatEvent> events) {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Start("", "", extras));
        }
    }

    private void blockStart(Members event, List<ChatEvent> events) {
        long index = event.count(INDEX);
        Members block = event.object("start").orElseThrow(() -> event.place().member("start").missing()).withoutNulls();
        Optional<String> kind = block.left().keySet().stream().findFirst();
        if (kind.isEmpty() || !(block.peek(kind.get()).orElse(null) instanceof Node.Obj object)) {
            return;
        }
        end(index, events);
        if (kind.get().equals("toolUse") && !object.members().containsKey("type")) {
            Part.ToolCall call = BlockReader.toolUse(block.object("toolUse").orElseThrow());
            called |= !AnswerTool.isCall(call);
            answered |= AnswerTool.isCall(call);
            begin(index, OpenBlock.call(parts, call), events);
        } else {
            begin(index, OpenBlock.other(parts, kind.get(), object), events);
        }
    }

    private void blockDelta(Members event, List<ChatEvent> events) {
        long index = event.count(INDEX);
        Members delta = event.object("delta").orElseThrow(() -> event.place().member("delta").missing()).withoutNulls();
        for (Map.Entry<String, Node> piece : List.copyOf(delta.left().entrySet())) {
            String kind = piece.getKey();
            OpenBlock block = open.get(index);
            if (block == null || !block.takes(kind)) {
                end(index, events);
                block = OpenBlock.byDelta(parts, kind).orElse(null);
                if (block == null) {
                    continue;
                }
                begin(index, block, events);
            }
            block.add(kind, piece.getValue(), delta.place().member(kind), events);
        }
    }

    private void begin(long index, OpenBlock block, List<ChatEvent> events) {
        start(List.of(), events);
        open.put(index, block);
        parts++;
        block.begin(events);
    }

    private void end(long index, List<ChatEvent> events) {
        OpenBlock block = open.remove(index);
        if (block != null) {
            parts = block.end(parts, events);
        }
    }

    private void stop(Members event, List<ChatEvent> events) {
        start(List.of(), events);
        for (OpenBlock block : open.values()) {
            parts = block.end(parts, events);
        }
        open.clear();
        FinishReason reason = FinishReasons.take(event, called, answered);
        List<Extra> extras = new ArrayList<>();
        event.take("stopReason").ifPresent(word -> extras.add(BedrockConverse.extra("stopReason", word.json().text())));
        extras.addAll(event.extras());
        events.add(new ChatEvent.Finish(0, reason, extras));
    }
}
