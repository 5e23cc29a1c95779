package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts of a stream that have not come to their end: which events of the wire go on with which part. */
final class OpenParts {
    private static final int NONE = -1;

    private final Map<Integer, Integer> contents = new HashMap<>();
    private final Map<Integer, Integer> calls = new HashMap<>();
    private int plan = NONE;
    private int next;
    private boolean called;

    /** Whether a tool was called. */
    boolean called() {
        return called;
    }

    /** A block begins; it may have a first piece of text already. */
    void startContent(int index, Members content, List<ChatEvent> events) {
        endContent(index, events);
        endPlan(events);
        contents.put(index, next);
        switch (read(content)) {
            case Part.Text text ->
                    textDelta(start(new Part.Text("", text.extras()), events), text.text(), events);
            case Part.Reasoning thought ->
                    thoughtDelta(start(new Part.Reasoning("", thought.extras()), events), thought.text(), events);
            case Part part -> start(part, events);
        }
    }

    /** The block that begins; where its type is missing, its only member tells. */
    private static Part read(Members content) {
        for (String name : List.of("text", "thinking")) {
            if (content.peek("type").isEmpty() && content.peek(name).isPresent()) {
                content.mark("type", JsonWriter.quoted(name));
            }
        }
        return ContentBlocks.read(content);
    }

    /** A block goes on. */
    void content(int index, Members content, List<ChatEvent> events) {
        Integer part = contents.get(index);
        if (part == null) {
            startContent(index, content, events);
            return;
        }
        content.text("text").ifPresent(text -> textDelta(part, text, events));
        content.text("thinking").ifPresent(text -> thoughtDelta(part, text, events));
    }

    void endContent(int index, List<ChatEvent> events) {
        end(contents.remove(index), events);
    }

    /** The tool plan goes on, or begins. */
    void plan(String text, List<ChatEvent> events) {
        if (text.isEmpty()) {
            return;
        }
        if (plan == NONE) {
            plan = start(MessageReader.plan(""), events);
        }
        thoughtDelta(plan, text, events);
    }

    private void endPlan(List<ChatEvent> events) {
        if (plan != NONE) {
            events.add(new ChatEvent.PartEnd(plan, List.of()));
            plan = NONE;
        }
    }

    /** A call begins; it may have a first piece of its arguments already. */
    void startCall(int index, Members members, List<ChatEvent> events) {
        endCall(index, events);
        endPlan(events);
        Part.ToolCall call = ToolCalls.read(members);
        called = true;
        int part = start(new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras()), events);
        calls.put(index, part);
        argumentsDelta(part, call.arguments().text(), events);
    }

    /** A call goes on. */
    void call(int index, Members members, List<ChatEvent> events) {
        Integer part = calls.get(index);
        if (part == null) {
            throw members.place().error("A call goes on that never began.", "");
        }
        members.object("function").flatMap(function -> function.text("arguments"))
                .ifPresent(text -> argumentsDelta(part, text, events));
    }

    void endCall(int index, List<ChatEvent> events) {
        end(calls.remove(index), events);
    }

    /** A citation, which is whole from the beginning on; the text that it is about may still be open. */
    void citation(Members members, List<ChatEvent> events) {
        int part = start(Citations.read(members), events);
        events.add(new ChatEvent.PartEnd(part, List.of()));
    }

    /** Ends what is open, in the order in which it began. */
    void endAll(List<ChatEvent> events) {
        endPlan(events);
        TreeSet<Integer> open = new TreeSet<>(contents.values());
        open.addAll(calls.values());
        open.forEach(part -> events.add(new ChatEvent.PartEnd(part, List.of())));
        contents.clear();
        calls.clear();
    }

    private static void textDelta(int part, String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(part, text));
        }
    }

    private static void thoughtDelta(int part, String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ReasoningDelta(part, text));
        }
    }

    private static void argumentsDelta(int part, String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ToolCallDelta(part, text));
        }
    }

    private static void end(@Nullable Integer part, List<ChatEvent> events) {
        if (part != null) {
            events.add(new ChatEvent.PartEnd(part, List.of()));
        }
    }

    private int start(Part part, List<ChatEvent> events) {
        events.add(new ChatEvent.PartStart(next, 0, part));
        return next++;
    }
}
