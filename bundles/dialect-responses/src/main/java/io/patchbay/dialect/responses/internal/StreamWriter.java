package io.patchbay.dialect.responses.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as the events of this dialect. It has one candidate; others are left out.
 *
 * <p>An item is closed when the next one has begun or the answer ends, because only then is it known what belongs to
 * it, and whether the answer broke off in it.
 */
final class StreamWriter implements EventEncoder {
    private final InstantSource clock;
    private final StringBuilder out = new StringBuilder();
    private final List<OpenItem> items = new ArrayList<>();
    private final Map<Integer, OpenItem> itemOfPart = new HashMap<>();
    /** Parts that say nothing here; a thought among them does so with its first word. */
    private final Map<Integer, Part> silent = new HashMap<>();
    private long sequence;
    private Envelope envelope;
    private ChatEvent.@Nullable Finish finish;
    private Usage usage = Usage.NONE;
    private boolean begun;
    private boolean failed;

    StreamWriter(InstantSource clock) {
        this.clock = clock;
        this.envelope = new Envelope("", "", List.of(), clock);
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Bytes encode(List<ChatEvent> events) {
        out.setLength(0);
        for (ChatEvent event : events) {
            if (!failed) {
                encode(event);
            }
        }
        return Bytes.utf8(out.toString());
    }

    @Override
    public Bytes end() {
        ChatEvent.Finish end = finish;
        if (failed || end == null) {
            return Bytes.EMPTY;
        }
        out.setLength(0);
        List<Part> parts = items.stream().flatMap(item -> item.parts().stream()).toList();
        Status status = ResponseWriter.status(end.reason(), parts);
        List<String> closed = items.stream().map(OpenItem::json).toList();
        JsonWriter response = new JsonWriter();
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Part.Text each ? each.text() : ""));
        envelope.write(response, end.extras(), end.reason(), status, closed, usage, text.toString());
        String type = status.word().equals(Status.INCOMPLETE) ? "response.incomplete" : "response.completed";
        emit(type, event(type).rawMember("response", response.text()));
        failed = true;
        return Bytes.utf8(out.toString());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> start(start);
            case ChatEvent.PartStart start when start.candidate() == 0 -> partStart(start.index(), start.part());
            case ChatEvent.PartStart _ -> {}
            case ChatEvent.TextDelta delta -> say(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> say(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> say(delta.index(), delta.arguments());
            case ChatEvent.PartEnd end -> partEnd(end);
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish end when end.candidate() == 0 && finish == null -> finish(end);
            case ChatEvent.Finish _ -> {}
            case ChatEvent.Failure failure -> {
                failed = true;
                out.append(ErrorWriter.event(failure.error(), sequence++));
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void start(ChatEvent.Start start) {
        if (begun) {
            return;
        }
        begun = true;
        envelope = new Envelope(start.id(), start.model(), start.extras(), clock);
        for (String type : List.of("response.created", "response.in_progress")) {
            JsonWriter response = new JsonWriter();
            envelope.begun(response);
            emit(type, event(type).rawMember("response", response.text()));
        }
    }

    private void partStart(int index, Part part) {
        if (finish != null) {
            return;
        }
        if (!OutputItem.canSay(part)) {
            silent.put(index, part);
            return;
        }
        OpenItem item = items.isEmpty() ? null : items.getLast();
        if (item == null || ItemGroup.begins(part, item.lastPart())) {
            items.forEach(each -> each.closeIfEnded(Status.COMPLETED));
            item = new OpenItem(this, items.size(), envelope.itemId(part, items.size()), part);
            items.add(item);
        }
        itemOfPart.put(index, item);
        item.startPart(index, part);
    }

    private void partEnd(ChatEvent.PartEnd end) {
        if (silent.remove(end.index()) instanceof Part.Reasoning thought) {
            partStart(end.index(), thought.withExtras(end.extras()));
        }
        OpenItem item = itemOfPart.get(end.index());
        if (item != null) {
            item.endPart(end.index(), end.extras());
        }
    }

    private void say(int index, String text) {
        if (!text.isEmpty() && silent.remove(index) instanceof Part.Reasoning thought) {
            partStart(index, new Part.Reasoning(text, thought.extras()));
            return;
        }
        OpenItem item = itemOfPart.get(index);
        if (item != null && !text.isEmpty()) {
            item.say(index, text);
        }
    }

    private void finish(ChatEvent.Finish end) {
        finish = end;
        TextLogprobs logprobs = new TextLogprobs(end.logprobs());
        items.forEach(item -> item.tell(logprobs));
        for (int i = 0; i < items.size(); i++) {
            Status status = Status.of(end.reason(), true);
            items.get(i).close(i == items.size() - 1 ? status.word() : Status.COMPLETED);
        }
    }

    private void other(ChatEvent.Other other) {
        if (finish == null && other.dialect().equals(OpenAiResponses.NAME)
                && Extras.node(other.value().text()) instanceof Node.Obj object
                && object.members().get("type") instanceof Node.Str(_, String type)) {
            JsonWriter event = event(type);
            object.members().forEach((name, value) -> {
                if (!name.equals("type") && !name.equals("sequence_number")) {
                    event.rawMember(name, value.json().text());
                }
            });
            emit(type, event);
        }
    }

    /** An event as far as what all have; every one must be emitted. */
    JsonWriter event(String type) {
        return new JsonWriter().object().member("type", type).member("sequence_number", sequence++);
    }

    /**
     * Writes an event with its framing, in which lines count: what came with line breaks between its members loses
     * them.
     */
    void emit(String type, JsonWriter event) {
        String data = event.endObject().line();
        out.append("event: ").append(type).append("\ndata: ").append(data).append("\n\n");
    }
}
