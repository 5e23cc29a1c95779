package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the events of a stream.
 *
 * <p>Pieces of a block that only this dialect knows are {@link ChatEvent.Other} as they come, and once more together at
 * the block's end.
 */
final class MessageDecoder implements FrameDecoder {
    private final ErrorReader errors;
    private final RunningUsage usage = new RunningUsage();
    private final Map<Integer, DecodedBlock> open = new TreeMap<>();
    private int parts;
    private boolean called;
    private boolean answered;
    private boolean finished;

    MessageDecoder(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        if (frame.data().isEmpty() || AnswerScanner.isDone(frame.data())) {
            return List.of();
        }
        Node node = read(frame.data());
        Members event = Members.of(node, AnthropicMessages.ANSWER);
        String type = event.text("type").orElse(frame.type());
        Optional<Node> error = event.take("error");
        if (error.isPresent() || type.equals("error")) {
            return List.of(new ChatEvent.Failure(errors.inAnswer(error.orElse(node))));
        }
        List<ChatEvent> events = new ArrayList<>();
        switch (type) {
            case "message_start" -> start(event, events);
            case "content_block_start" -> blockStart(event, events);
            case "content_block_delta" -> block(event).delta(event, node, parts(), events);
            case "content_block_stop" -> {
                block(event).end(events);
                open.remove(index(event));
            }
            case "message_delta" -> messageDelta(event, events);
            case "message_stop", "ping" -> {}
            default -> events.add(new ChatEvent.Other(AnthropicMessages.NAME, node.json()));
        }
        return events;
    }

    private static Node read(Bytes data) {
        try {
            return JsonReader.read(data);
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that is not valid JSON.", e);
        }
    }

    private void start(Members event, List<ChatEvent> events) {
        Members message =
                event.object("message").orElseThrow(() -> AnthropicMessages.ANSWER.member("message").missing());
        String id = message.textOrEmpty("id");
        String model = message.textOrEmpty("model");
        message.drop("content");
        ChatResponses.usage(message, usage);
        for (String name : List.of(StopReasons.MEMBER, ChatResponses.STOP_SEQUENCE, ChatResponses.STOP_DETAILS)) {
            // Said at the end.
            message.drop(name);
        }
        events.add(new ChatEvent.Start(id, model, ChatResponses.extras(message)));
        events.add(new ChatEvent.UsageReport(usage.usage()));
    }

    private void blockStart(Members event, List<ChatEvent> events) {
        Node content = event.take("content_block")
                .orElseThrow(() -> AnthropicMessages.ANSWER.member("content_block").missing());
        Part part = BlockReader.block(content, AnthropicMessages.ANSWER.member("content_block"));
        boolean answer = ChatResponses.isAnswer(part);
        answered |= answer;
        DecodedBlock left = open.remove(index(event));
        if (left != null) {
            left.end(events);
        }
        called |= part instanceof Part.ToolCall && !answer;
        open.put(index(event), DecodedBlock.start(parts++, part, answer, events));
    }

    private static int index(Members event) {
        return event.peek("index").orElse(null) instanceof Node.Num number
                ? Sampling.whole(number, event.place().member("index")).orElse(0)
                : 0;
    }

    private DecodedBlock block(Members event) {
        DecodedBlock block = open.get(index(event));
        if (block == null) {
            throw event.place().member("index").missing();
        }
        return block;
    }

    /** Gives the next part its number. */
    private DecodedBlock.PartNumbers parts() {
        return () -> parts++;
    }

    private void messageDelta(Members event, List<ChatEvent> events) {
        Members delta = event.object("delta").orElseGet(() -> Members.of(Bytes.utf8("{}"), AnthropicMessages.ANSWER));
        boolean counted = ChatResponses.usage(event, usage);
        boolean stops = delta.peek(StopReasons.MEMBER).orElse(null) instanceof Node.Str && !finished;
        if (stops) {
            finished = true;
            open.values().forEach(block -> block.end(events));
            open.clear();
            FinishReason reason = ChatResponses.finish(delta, called, answered);
            List<Extra> extras = delta.extras();
            extras.addAll(event.extras());
            events.add(new ChatEvent.Finish(0, reason, extras));
        }
        if (counted || stops) {
            events.add(new ChatEvent.UsageReport(usage.usage()));
        }
    }
}
