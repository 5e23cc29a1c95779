package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Frames;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the events of a stream.
 *
 * <p>What the neutral events have no place for (log probabilities, an event that is new) follows in a
 * {@link ChatEvent.Other} that is an event of just that.
 */
final class EventReader implements FrameDecoder {
    private static final String TYPE = "type";
    private static final String INDEX = "index";
    private static final String DELTA = "delta";
    private static final String MESSAGE = "message";

    private final ErrorReader errors;
    private final OpenParts parts = new OpenParts();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private boolean started;
    private boolean over;

    EventReader(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        if (Frames.isWhole(frame)) {
            return ChatResponses.read(frame.data(), errors).events();
        }
        if (frame.data().isEmpty() || AnswerScanner.isDone(frame.data()) || over) {
            return List.of();
        }
        Members event = Members.of(Frames.read(frame), CohereV2.ANSWER).withoutNulls();
        String type = event.text(TYPE).orElse(frame.type());
        List<ChatEvent> events = new ArrayList<>();
        if (type.isEmpty() && event.peek(MESSAGE).orElse(null) instanceof Node.Str error) {
            over = true;
            events.add(new ChatEvent.Failure(errors.inAnswer(error.value())));
            return events;
        }
        event(type, event, events);
        return events;
    }

    private void event(String type, Members event, List<ChatEvent> events) {
        int index = (int) event.count(INDEX);
        // Left in the event, too: it tells more in this dialect.
        event.peek(Logprobs.NAME).ifPresent(told -> logprobs.addAll(Logprobs.read(told)));
        switch (type) {
            case "message-start" -> start(event, events);
            case "content-start" -> inner(event, MessageReader.CONTENT)
                    .ifPresent(content -> parts.startContent(index, content, events));
            case "content-delta" -> inner(event, MessageReader.CONTENT)
                    .ifPresent(content -> parts.content(index, content, events));
            case "content-end" -> parts.endContent(index, events);
            case "tool-plan-delta" -> message(event).flatMap(message -> message.text(MessageReader.TOOL_PLAN))
                    .ifPresent(text -> parts.plan(text, events));
            case "tool-call-start" -> inner(event, MessageReader.TOOL_CALLS)
                    .ifPresent(call -> parts.startCall(index, call, events));
            case "tool-call-delta" -> inner(event, MessageReader.TOOL_CALLS)
                    .ifPresent(call -> parts.call(index, call, events));
            case "tool-call-end" -> parts.endCall(index, events);
            case "citation-start" -> inner(event, Citations.MEMBER)
                    .ifPresent(citation -> parts.citation(citation, events));
            case "citation-end" -> {}
            case "message-end" -> end(event, events);
            default -> {
                event.mark(TYPE, JsonWriter.quoted(type));
                events.add(new ChatEvent.Other(CohereV2.NAME, new Json(event.json())));
                return;
            }
        }
        rest(type, index, event, events);
    }

    /** What is left of an event, as an event. */
    private static void rest(String type, int index, Members event, List<ChatEvent> events) {
        if (!event.isEmpty()) {
            event.mark(TYPE, JsonWriter.quoted(type));
            event.mark(INDEX, Integer.toString(index));
            events.add(new ChatEvent.Other(CohereV2.NAME, new Json(event.json())));
        }
    }

    private static Optional<Members> message(Members event) {
        return event.object(DELTA).flatMap(delta -> delta.object(MESSAGE)).map(Members::withoutNulls);
    }

    /** The object in an event's message; of an array, the first. */
    private static Optional<Members> inner(Members event, String name) {
        return message(event).flatMap(message -> {
            Optional<Node> node = message.take(name);
            if (node.orElse(null) instanceof Node.Arr array) {
                node = array.said().stream().findFirst();
            }
            return node.map(value -> Members.of(value, message.place().member(name)).withoutNulls());
        });
    }

    private void start(Members event, List<ChatEvent> events) {
        String id = event.text("id").orElse("");
        event.drop(DELTA);
        if (!started) {
            started = true;
            events.add(new ChatEvent.Start(id, "", event.extras()));
        }
        event.left().clear();
    }

    private void end(Members event, List<ChatEvent> events) {
        over = true;
        event.drop("id");
        parts.endAll(events);
        Members delta = event.object(DELTA).orElseThrow(() -> CohereV2.ANSWER.member(DELTA).missing()).withoutNulls();
        Usage usage = UsageCodec.take(delta, "usage");
        if (!usage.equals(Usage.NONE)) {
            events.add(new ChatEvent.UsageReport(usage));
        }
        String word = delta.text(FinishReasons.MEMBER).orElse("");
        Optional<GatewayException> failure = delta.text("error").map(errors::inAnswer)
                .or(() -> FinishReasons.failure(word));
        if (failure.isPresent()) {
            events.add(new ChatEvent.Failure(failure.get()));
            return;
        }
        FinishReason reason = FinishReasons.read(word, parts.called());
        if (!FinishReasons.write(reason).equals(word) && !word.isEmpty()) {
            delta.mark(FinishReasons.MEMBER, JsonWriter.quoted(word));
        }
        events.add(new ChatEvent.Finish(0, reason, logprobs, delta.extras()));
    }
}
