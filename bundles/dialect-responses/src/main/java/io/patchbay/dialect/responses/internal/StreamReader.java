package io.patchbay.dialect.responses.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the events of a stream.
 *
 * <p>What is said of the response at its beginning is in the {@link ChatEvent.Start}; what is new or other at its
 * end, in the {@link ChatEvent.Finish}. Events that only this dialect knows, such as the progress of a search, are
 * passed on.
 */
final class StreamReader implements FrameDecoder {
    private final ErrorReader errors;
    private final PartNumbers numbers = new PartNumbers();
    private final Map<Long, StreamItem> items = new HashMap<>();
    private final Map<String, String> head = new HashMap<>();
    private boolean started;
    private boolean called;
    private boolean over;

    StreamReader(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        Bytes data = frame.data();
        if (AnswerScanner.isWhole(frame)) {
            return ResponseReader.read(data, errors).events();
        }
        if (over || data.isEmpty() || AnswerScanner.isDone(data)) {
            return List.of();
        }
        Node.Obj event = read(data);
        String type = event.members().get("type") instanceof Node.Str(_, String word) ? word : frame.type();
        List<ChatEvent> events = new ArrayList<>();
        decode(type, event, events);
        return events;
    }

    private static Node.Obj read(Bytes data) {
        try {
            if (JsonReader.read(data) instanceof Node.Obj object) {
                return object;
            }
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that is not valid JSON.", e);
        }
        throw OpenAiResponses.ANSWER.missing();
    }

    private void decode(String type, Node.Obj event, List<ChatEvent> events) {
        Members members = new Members(event, OpenAiResponses.ANSWER);
        switch (type) {
            case "response.created", "response.in_progress", "response.queued" ->
                    members.object("response").ifPresent(response -> start(response, events));
            case "response.completed", "response.incomplete" -> end(type, members, events);
            case "response.failed", "error" -> {
                over = true;
                events.add(new ChatEvent.Failure(failure(event)));
            }
            case "response.output_item.added" -> {
                ensureStarted(events);
                object(members, "item").ifPresent(item -> item(members).begin(item, events));
            }
            case "response.output_item.done" -> {
                ensureStarted(events);
                object(members, "item").ifPresent(item -> {
                    called |= Status.isCall(Items.type(item));
                    item(members).end(item, events);
                });
            }
            default -> {
                ensureStarted(events);
                if (!item(members).read(type, members, events)) {
                    events.add(new ChatEvent.Other(OpenAiResponses.NAME, event.json()));
                }
            }
        }
    }

    private GatewayException failure(Node.Obj event) {
        Node response = event.members().get("response");
        return response instanceof Node.Obj failed && failed.members().get("error") instanceof Node.Obj error
                ? errors.inAnswer(error)
                : errors.inAnswer(event);
    }

    private static Optional<Node.Obj> object(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Obj object ? Optional.of(object) : Optional.empty();
    }

    /** The item that an event is about. */
    private StreamItem item(Members event) {
        long index = event.count("output_index");
        return items.computeIfAbsent(index, _ -> new StreamItem(numbers));
    }

    private void ensureStarted(List<ChatEvent> events) {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Start("", "", List.of()));
        }
    }

    private void start(Members response, List<ChatEvent> events) {
        if (started) {
            return;
        }
        started = true;
        List.of("output", "status", "incomplete_details").forEach(response::drop);
        if (!(response.peek("usage").orElse(null) instanceof Node.Null)) {
            response.drop("usage");
        }
        ResponseReader.head(response, Status.of(Map.of()), FinishReason.OTHER);
        String id = response.textOrEmpty("id");
        String model = response.textOrEmpty("model");
        response.left().forEach((name, value) -> head.put(name, value.json().text()));
        events.add(new ChatEvent.Start(id, model, response.extras()));
    }

    private void end(String type, Members event, List<ChatEvent> events) {
        over = true;
        Members response = event.object("response").orElseThrow(() -> event.place().member("response").missing());
        Optional<Node.Arr> output = response.array("output");
        ensureStarted(events);
        if (numbers.unused()) {
            output.ifPresent(array -> unsaid(array, events));
        }
        items.values().forEach(item -> item.flush(events));
        Status said = Status.of(response.left());
        Status status = said.word().isEmpty() ? new Status(type.substring("response.".length()), "") : said;
        FinishReason finish = status.finish(called);
        ResponseReader.head(response, status, finish);
        List.of("id", "model").forEach(response::drop);
        Optional<ChatEvent> usage = UsageCodec.take(response).map(ChatEvent.UsageReport::new);
        response.left().entrySet().removeIf(
                member -> member.getValue().json().text().equals(head.get(member.getKey())));
        if (response.peek("incomplete_details").orElse(null) instanceof Node.Null) {
            response.drop("incomplete_details");
        }
        List<Extra> extras = response.extras();
        usage.ifPresent(events::add);
        List<TokenLogprob> logprobs = output.map(TextLogprobs::read).orElse(List.of());
        events.add(new ChatEvent.Finish(0, finish, logprobs, extras));
    }

    /** Some servers tell the items at the end only. */
    private void unsaid(Node.Arr output, List<ChatEvent> events) {
        for (Node element : output.elements()) {
            if (element instanceof Node.Obj item) {
                called |= Status.isCall(Items.type(item));
                new StreamItem(numbers).end(item, events);
            }
        }
    }
}
