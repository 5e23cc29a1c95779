package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as a stream of this dialect's.
 *
 * <p>Its last event holds both why the answer ended and what it used, so it waits for the end. There is one answer only:
 * what other candidates say is left out.
 */
final class EventWriter implements EventEncoder {
    private static final String EMPTY_MESSAGE = """
            {"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}""";

    private final Map<Integer, OpenPart> parts = new HashMap<>();
    private final CallIds ids = new CallIds();
    /** The calls of which no argument was said yet. */
    private final Set<Integer> silent = new HashSet<>();
    private final StringBuilder out = new StringBuilder();
    /** The part that has ended last, where only what follows tells how. */
    private @Nullable OpenPart ended;
    /** Whether events of this dialect have told log probabilities. */
    private boolean toldLogprobs;
    private int contents;
    private int calls;
    private int citations;
    private Optional<ChatEvent.Finish> finish = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean failed;

    /** An event with its framing; the object is still open. */
    static String event(String type, JsonWriter data) {
        return "event: " + type + "\ndata: " + data.endObject().line() + "\n\n";
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
        if (failed || finish.isEmpty()) {
            return Bytes.EMPTY;
        }
        out.setLength(0);
        if (!toldLogprobs) {
            finish.get().logprobs().forEach(this::logprob);
        }
        end(finish.get().reason() == FinishReason.LENGTH);
        Extras extras = CohereV2.extras(finish.get().extras());
        JsonWriter delta = new JsonWriter().object()
                .rawMember(FinishReasons.MEMBER, FinishReasons.write(finish.get().reason(), extras));
        if (!usage.equals(Usage.NONE)) {
            UsageCodec.write(usage, delta.name("usage"));
        }
        // What a whole answer's message has, no event of a stream says.
        extras.take("message");
        extras.write(delta);
        add("message-end", open("message-end").rawMember("delta", delta.endObject().text()));
        return Bytes.utf8(out.append("data: [DONE]\n\n").toString());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> start(start);
            case ChatEvent.PartStart start -> {
                if (start.candidate() == 0) {
                    partStart(start.index(), start.part());
                }
            }
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> arguments(delta.index(), delta.arguments());
            case ChatEvent.PartEnd end -> partEnd(end);
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish end -> {
                if (end.candidate() == 0) {
                    finish = Optional.of(end);
                }
            }
            case ChatEvent.Failure failure -> {
                failed = true;
                out.append(ErrorWriter.event(failure.error()).utf8());
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void start(ChatEvent.Start start) {
        Extras extras = CohereV2.extras(start.extras());
        List.of("id", "finish_reason", "message", "usage", "logprobs").forEach(extras::take);
        JsonWriter data = open("message-start").member("id", start.id()).rawMember("delta", EMPTY_MESSAGE);
        extras.write(data);
        add("message-start", data);
    }

    /** Tells of a token beside the last text. */
    private void logprob(TokenLogprob token) {
        if (ended != null && ended.start instanceof Part.Text) {
            JsonWriter data = delta("content-delta", ended.number, MessageReader.CONTENT, "{\"text\":\"\"}");
            Logprobs.write(token, data.name(Logprobs.NAME));
            add("content-delta", data);
        }
    }

    /** Ends the last part: a call without arguments has an empty object of them, unless it was cut off before any. */
    private void end(boolean cut) {
        OpenPart last = ended;
        ended = null;
        if (last != null && last.start instanceof Part.ToolCall) {
            if (!cut) {
                arguments(last, Json.EMPTY_OBJECT.text());
            }
            add("tool-call-end", open("tool-call-end").member("index", last.number));
        } else if (last != null) {
            add("content-end", open("content-end").member("index", last.number));
        }
    }

    private void partStart(int index, Part part) {
        if (!(part instanceof Part.Citation)) {
            end(false);
        }
        switch (part) {
            case Part.Text text -> content(index, text, text.text());
            case Part.Refusal refusal -> content(index, Part.Text.of(""), refusal.text());
            case Part.Reasoning thought -> {
                parts.put(index, new OpenPart(thought, -1));
                text(index, thought.text());
            }
            case Part.ToolCall call -> {
                JsonWriter said = new JsonWriter();
                ToolCalls.begin(call, ids.of(call), said);
                if (call.arguments().text().isEmpty()) {
                    silent.add(index);
                }
                parts.put(index, new OpenPart(call, calls));
                add("tool-call-start", delta("tool-call-start", calls++, MessageReader.TOOL_CALLS, said.text()));
            }
            case Part.Citation citation -> parts.put(index, new OpenPart(citation, citations++));
            case Part.Other other when other.dialect().equals(CohereV2.NAME) -> {
                parts.put(index, new OpenPart(other, contents));
                add("content-start",
                        delta("content-start", contents++, MessageReader.CONTENT, other.value().text()));
            }
            default -> {}
        }
    }

    /** A block of content begins. */
    private void content(int index, Part block, String text) {
        parts.put(index, new OpenPart(block, contents));
        Part empty = block instanceof Part.Reasoning thought
                ? new Part.Reasoning("", thought.extras())
                : new Part.Text("", block.extras());
        JsonWriter said = new JsonWriter();
        ContentBlocks.write(empty, said);
        add("content-start", delta("content-start", contents++, MessageReader.CONTENT, said.text()));
        text(index, text);
    }

    private void text(int index, String text) {
        OpenPart part = parts.get(index);
        if (part == null || text.isEmpty()) {
            return;
        }
        if (part.start instanceof Part.Reasoning thought) {
            thought(index, part, thought, text);
        } else {
            add("content-delta", delta("content-delta", part.number, MessageReader.CONTENT,
                    new JsonWriter().object().member("text", text).endObject().text()));
        }
    }

    /** A block of thinking begins with its first words: other dialects have thoughts without any. */
    private void thought(int index, OpenPart part, Part.Reasoning thought, String text) {
        if (SaidParts.isPlan(thought)) {
            JsonWriter message = new JsonWriter().object().member(MessageReader.TOOL_PLAN, text).endObject();
            add("tool-plan-delta", open("tool-plan-delta").name("delta").object().rawMember("message", message.text())
                    .endObject());
        } else if (part.number < 0) {
            content(index, thought, text);
        } else {
            add("content-delta", delta("content-delta", part.number, MessageReader.CONTENT,
                    new JsonWriter().object().member("thinking", text).endObject().text()));
        }
    }

    private void arguments(int index, String arguments) {
        OpenPart part = parts.get(index);
        if (part != null && !arguments.isEmpty()) {
            silent.remove(index);
            arguments(part, arguments);
        }
    }

    private void arguments(OpenPart part, String arguments) {
        JsonWriter call = new JsonWriter().object().name("function").object().member("arguments", arguments)
                .endObject().endObject();
        add("tool-call-delta", delta("tool-call-delta", part.number, MessageReader.TOOL_CALLS, call.text()));
    }

    private void partEnd(ChatEvent.PartEnd end) {
        OpenPart part = parts.remove(end.index());
        if (part == null || part.number < 0) {
            return;
        }
        boolean isSilent = silent.remove(end.index());
        switch (part.start) {
            case Part.Text _ -> endLater(part);
            case Part.ToolCall _ when isSilent -> endLater(part);
            case Part.ToolCall _ -> add("tool-call-end", open("tool-call-end").member("index", part.number));
            case Part.Citation citation -> citation(part.number, citation, end);
            default -> add("content-end", open("content-end").member("index", part.number));
        }
    }

    private void endLater(OpenPart part) {
        end(false);
        ended = part;
    }

    /** What only this dialect knows of a citation may come at its end, so all of it is said there. */
    private void citation(int number, Part.Citation start, ChatEvent.PartEnd end) {
        Part.Citation citation = end.extras().isEmpty() ? start : start.withExtras(end.extras());
        JsonWriter said = new JsonWriter();
        Citations.write(citation, said);
        add("citation-start", delta("citation-start", number, Citations.MEMBER, said.text()));
        add("citation-end", open("citation-end").member("index", number));
    }

    private void other(ChatEvent.Other other) {
        if (other.dialect().equals(CohereV2.NAME) && Extras.node(other.value().text()) instanceof Node.Obj object
                && object.members().get("type") instanceof Node.Str(_, String type)) {
            toldLogprobs |= object.members().containsKey(Logprobs.NAME);
            out.append("event: ").append(type).append("\ndata: ").append(JsonWriter.line(other.value().text()))
                    .append("\n\n");
        }
    }

    private static JsonWriter open(String type) {
        return new JsonWriter().object().member("type", type);
    }

    /** An event that adds something to a member of the message. */
    private static JsonWriter delta(String type, int index, String member, String json) {
        return open(type).member("index", index).name("delta").object().name("message").object()
                .rawMember(member, json).endObject().endObject();
    }

    private void add(String type, JsonWriter data) {
        out.append(event(type, data));
    }

    /**
     * A part that has begun.
     *
     * @param start the part as it began
     * @param number its number among the parts of its kind; negative for one that needs none, or has none yet
     */
    private record OpenPart(Part start, int number) {}
}
