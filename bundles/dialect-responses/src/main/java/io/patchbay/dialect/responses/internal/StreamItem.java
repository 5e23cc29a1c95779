package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item of a stream that is being read.
 *
 * <p>A part ends only when the next one begins or the item ends, because the item's last word is an extra of its last
 * part.
 */
final class StreamItem {
    private final PartNumbers numbers;
    private Node.@Nullable Obj item;
    private boolean done;
    private int parts;
    /** The part that has not ended; none if negative. */
    private int open = -1;
    private @Nullable Part kind;
    private final StringBuilder said = new StringBuilder();
    private final List<Extra> later = new ArrayList<>();
    private final List<Part> citations = new ArrayList<>();

    StreamItem(PartNumbers numbers) {
        this.numbers = numbers;
    }

    /** The item is added. */
    void begin(Node.Obj added, List<ChatEvent> events) {
        item = added;
        switch (Items.type(added)) {
            case "message", "reasoning" -> {}
            case "function_call" -> {
                Part.ToolCall call = Items.call(added, OpenAiResponses.ANSWER.member("item"));
                open(new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras()), events);
                say(call.arguments().text(), events);
            }
            default -> open(new Part.Other(OpenAiResponses.NAME, added.json(), List.of()), events);
        }
    }

    /**
     * Reads an event in the item.
     *
     * @return false for one that says something else
     */
    boolean read(String type, Members event, List<ChatEvent> events) {
        String delta = event.peek("delta").orElse(null) instanceof Node.Str(_, String text) ? text : "";
        switch (type) {
            case "response.content_part.added", "response.reasoning_summary_part.added" ->
                    content(event).ifPresent(part -> open(part, events));
            case "response.content_part.done", "response.reasoning_summary_part.done" ->
                    object(event, "part").ifPresent(part -> contentDone(part, event, events));
            case "response.output_text.delta" -> say(Part.Text.of(""), delta, events);
            case "response.refusal.delta" -> say(new Part.Refusal("", List.of()), delta, events);
            case "response.reasoning_summary_text.delta" -> say(thought("summary_text"), delta, events);
            case "response.reasoning_text.delta" -> say(thought("reasoning_text"), delta, events);
            case "response.function_call_arguments.delta" -> say(delta, events);
            // What these say is said by the deltas, and once more at the end of the part or the item.
            case "response.output_text.done", "response.refusal.done", "response.reasoning_summary_text.done",
                    "response.reasoning_text.done", "response.function_call_arguments.done",
                    "response.output_text.annotation.added" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The item is complete: what was not said of it before is said now. */
    void end(Node.Obj complete, List<ChatEvent> events) {
        if (done) {
            return;
        }
        done = true;
        switch (Items.type(complete)) {
            case "message", "reasoning" -> {
                if (parts == 0) {
                    Items.read(complete, OpenAiResponses.ANSWER.member("item"), Voice.ANSWER)
                            .forEach(part -> whole(part, events));
                    return;
                }
                Extra about = Items.about(complete, Voice.ANSWER);
                later.add(parts == 1
                        ? about
                        : new Extra(about.dialect(), ItemGroup.ITEM_LATER, about.value()));
            }
            case "function_call" -> {
                Part.ToolCall call = Items.call(complete, OpenAiResponses.ANSWER.member("item"));
                if (open < 0) {
                    open(new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras()), events);
                }
                if (said.isEmpty()) {
                    say(call.arguments().text(), events);
                }
                later.addAll(call.extras());
            }
            default -> {
                if (open < 0) {
                    open(new Part.Other(OpenAiResponses.NAME, complete.json(), List.of()), events);
                }
                later.addAll(changed(complete));
            }
        }
        flush(events);
    }

    /** Ends what is open. */
    void flush(List<ChatEvent> events) {
        if (open < 0) {
            return;
        }
        events.add(new ChatEvent.PartEnd(open, later));
        open = -1;
        later.clear();
        said.setLength(0);
        citations.forEach(citation -> whole(citation, events));
        citations.clear();
    }

    private static Part thought(String type) {
        return new Part.Reasoning("", List.of(OpenAiResponses.extra("type", JsonWriter.quoted(type))));
    }

    private static Optional<Node.Obj> object(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Obj object ? Optional.of(object) : Optional.empty();
    }

    /** The part that an event begins, without what it says. */
    private static Optional<Part> content(Members event) {
        return object(event, "part").map(part -> switch (element(part, event).getFirst()) {
            case Part.Text text -> new Part.Text("", text.extras());
            case Part.Refusal refusal -> new Part.Refusal("", refusal.extras());
            case Part.Reasoning thought -> new Part.Reasoning("", thought.extras());
            case Part other -> other;
        });
    }

    private static List<Part> element(Node.Obj part, Members event) {
        String type = part.members().get("type") instanceof Node.Str(_, String word) ? word : "";
        return Items.THOUGHTS.containsValue(type)
                ? List.of(Items.thought(part, event.place().member("part")))
                : ContentParts.read(part, event.place().member("part"), Voice.ANSWER);
    }

    private void contentDone(Node.Obj done, Members event, List<ChatEvent> events) {
        List<Part> read = element(done, event);
        Part part = read.getFirst();
        if (open < 0) {
            content(event).ifPresent(begun -> open(begun, events));
        }
        if (said.isEmpty()) {
            say(text(part), events);
        }
        later.addAll(part.extras());
        citations.addAll(read.subList(1, read.size()));
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Text text -> text.text();
            case Part.Refusal refusal -> refusal.text();
            case Part.Reasoning thought -> thought.text();
            default -> "";
        };
    }

    private void open(Part part, List<ChatEvent> events) {
        flush(events);
        Part begun = part;
        if (parts == 0 && item != null && ItemGroup.kind(part) != ItemGroup.Kind.CALL
                && ItemGroup.kind(part) != ItemGroup.Kind.OTHER) {
            List<Extra> extras = new ArrayList<>(part.extras());
            extras.add(Items.aboutBegun(item));
            begun = part.withExtras(extras);
        }
        parts++;
        kind = part;
        open = numbers.take();
        events.add(new ChatEvent.PartStart(open, 0, begun));
    }

    /** Says more of a part of a kind, which some vendors do not begin. */
    private void say(Part wanted, String delta, List<ChatEvent> events) {
        if (open < 0 || kind == null || kind.getClass() != wanted.getClass()) {
            open(wanted, events);
        }
        say(delta, events);
    }

    private void say(String delta, List<ChatEvent> events) {
        if (delta.isEmpty() || open < 0) {
            return;
        }
        said.append(delta);
        switch (kind) {
            case Part.Text _,Part.Refusal _ -> events.add(new ChatEvent.TextDelta(open, delta));
            case Part.Reasoning _ -> events.add(new ChatEvent.ReasoningDelta(open, delta));
            case Part.ToolCall _ -> events.add(new ChatEvent.ToolCallDelta(open, delta));
            case null, default -> {}
        }
    }

    /** A part of which all is known. */
    private void whole(Part part, List<ChatEvent> events) {
        Part begun = switch (part) {
            case Part.Text text -> new Part.Text("", text.extras());
            case Part.Refusal refusal -> new Part.Refusal("", refusal.extras());
            case Part.Reasoning thought -> new Part.Reasoning("", thought.extras());
            default -> part;
        };
        int index = numbers.take();
        events.add(new ChatEvent.PartStart(index, 0, begun));
        String text = text(part);
        if (!text.isEmpty()) {
            events.add(part instanceof Part.Reasoning
                    ? new ChatEvent.ReasoningDelta(index, text)
                    : new ChatEvent.TextDelta(index, text));
        }
        events.add(new ChatEvent.PartEnd(index, List.of()));
    }

    /** The members of an item that only this dialect knows which are other than at its beginning. */
    private List<Extra> changed(Node.Obj complete) {
        List<Extra> changed = new ArrayList<>();
        complete.members().forEach((name, value) -> {
            Node before = item == null ? value : item.members().get(name);
            if (before == null || !before.json().equals(value.json())) {
                changed.add(OpenAiResponses.extra(name, value.json().text()));
            }
        });
        return changed;
    }
}
