package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes events as the chunks of a stream, one for each event that says something here. */
final class ChunkEncoder implements EventEncoder {
    private final boolean includeUsage;
    private final InstantSource clock;
    private final Map<Integer, OpenPart> parts = new HashMap<>();
    private final Map<Integer, Integer> callCounts = new HashMap<>();
    private final Set<Integer> begun = new HashSet<>();
    /** The calls of which no argument was said yet. */
    private final Set<Integer> silent = new TreeSet<>();
    /** The candidates of which the events of this dialect have told log probabilities. */
    private final Set<Integer> toldLogprobs = new HashSet<>();
    /** The candidates that have said something in a sound. */
    private final Set<Integer> spoken = new HashSet<>();
    private final StringBuilder out = new StringBuilder();
    private String id = "";
    private String model = "";
    private String created = "0";
    private Extras head = OpenAiChat.extras(List.of());
    private Optional<Usage> usage = Optional.empty();
    private boolean failed;

    /** An encoder of the answer to a request. */
    ChunkEncoder(Bytes request, InstantSource clock) {
        this.includeUsage = includeUsage(request);
        this.clock = clock;
    }

    /** Whether a request wants the usage of its stream. */
    static boolean includeUsage(Bytes request) {
        try {
            return JsonReader.readMember(request, "stream_options").orElse(null) instanceof Node.Obj options
                    && options.members().get("include_usage") instanceof Node.Bool wanted && wanted.value();
        } catch (IOException _) {
            return false;
        }
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
        if (failed) {
            return Bytes.EMPTY;
        }
        out.setLength(0);
        if (includeUsage && usage.isPresent()) {
            JsonWriter chunk = open().name("choices").array().endArray().name("usage");
            UsageCodec.write(usage.get(), chunk);
            close(chunk);
        }
        return Bytes.utf8(out.append("data: [DONE]\n\n").toString());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> start(start);
            case ChatEvent.PartStart start -> partStart(start);
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> arguments(delta);
            case ChatEvent.PartEnd end -> partEnd(end);
            case ChatEvent.UsageReport report -> usage = Optional.of(report.usage());
            case ChatEvent.Finish finish -> finish(finish);
            case ChatEvent.Failure failure -> {
                failed = true;
                out.append(ErrorWriter.event(failure.error()).utf8());
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void start(ChatEvent.Start start) {
        id = ChatResponses.id(start.id());
        model = start.model();
        head = OpenAiChat.extras(start.extras());
        List.of("id", "model", "object", "choices", "usage").forEach(head::take);
        created = head.take("created").orElseGet(() -> Long.toString(clock.instant().getEpochSecond()));
        closeDelta(delta(0));
    }

    private void partStart(ChatEvent.PartStart start) {
        OpenPart part = new OpenPart(start.candidate(), start.part(), 0);
        switch (start.part()) {
            case Part.Text text -> {
                parts.put(start.index(), part);
                text(start.index(), text.text());
            }
            case Part.Refusal refusal -> {
                parts.put(start.index(), part);
                text(start.index(), refusal.text());
            }
            case Part.Reasoning reasoning -> {
                parts.put(start.index(), part);
                text(start.index(), reasoning.text());
            }
            case Part.ToolCall call -> {
                int number = callCounts.merge(start.candidate(), 1, Integer::sum) - 1;
                parts.put(start.index(), new OpenPart(start.candidate(), call, number));
                if (call.arguments().text().isEmpty()) {
                    silent.add(start.index());
                }
                JsonWriter chunk = delta(start.candidate()).name("tool_calls").array();
                MessageWriter.toolCall(call, number, chunk);
                closeDelta(chunk.endArray());
            }
            case Part.Audio audio -> {
                spoken.add(start.candidate());
                closeDelta(Speech.piece(delta(start.candidate()), audio));
            }
            default -> parts.put(start.index(), part);
        }
    }

    private void text(int index, String text) {
        OpenPart part = parts.get(index);
        if (part == null || text.isEmpty()) {
            return;
        }
        if (part.start instanceof Part.Text
                && (spoken.contains(part.candidate) || Speech.isTranscript(part.start))) {
            closeDelta(Speech.piece(delta(part.candidate), Speech.TRANSCRIPT, text));
            return;
        }
        String name = switch (part.start) {
            case Part.Refusal _ -> "refusal";
            case Part.Reasoning reasoning -> MessageWriter.reasoningName(OpenAiChat.extras(reasoning.extras()));
            default -> "content";
        };
        closeDelta(delta(part.candidate).member(name, text));
    }

    private void arguments(ChatEvent.ToolCallDelta delta) {
        OpenPart part = parts.get(delta.index());
        if (part != null && !delta.arguments().isEmpty()) {
            silent.remove(delta.index());
            closeDelta(delta(part.candidate).name("tool_calls").array().object().member("index", part.call)
                    .name("function").object().member("arguments", delta.arguments()).endObject().endObject()
                    .endArray());
        }
    }

    /** What only this dialect knows of a call may come at its end. */
    private void partEnd(ChatEvent.PartEnd end) {
        OpenPart part = parts.get(end.index());
        if (part == null || !(part.start instanceof Part.ToolCall)) {
            return;
        }
        Extras extras = OpenAiChat.extras(end.extras());
        extras.take("index");
        if (!extras.isEmpty()) {
            JsonWriter chunk =
                    delta(part.candidate).name("tool_calls").array().object().member("index", part.call);
            extras.write(chunk);
            closeDelta(chunk.endObject().endArray());
        }
    }

    /** A call without arguments has an empty object of them, unless the model was stopped before it could say any. */
    private void finish(ChatEvent.Finish finish) {
        if (finish.reason() != FinishReason.LENGTH) {
            List.copyOf(silent).forEach(index -> {
                OpenPart part = parts.get(index);
                if (part != null && part.candidate == finish.candidate()) {
                    arguments(new ChatEvent.ToolCallDelta(index, Json.EMPTY_OBJECT.text()));
                }
            });
        }
        Extras extras = OpenAiChat.extras(finish.extras());
        JsonWriter chunk = delta(finish.candidate());
        Extras message = extras.nested("message");
        List.of("role", "content", "refusal", "tool_calls").forEach(message::take);
        message.write(chunk);
        chunk.endObject();
        if (!extras.has(ChatResponses.LOGPROBS) && !toldLogprobs.contains(finish.candidate())) {
            ChatResponses.logprobs(finish.logprobs()).ifPresent(json -> chunk.rawMember(ChatResponses.LOGPROBS, json));
        }
        chunk.rawMember("finish_reason", FinishReasons.write(finish.reason(), extras));
        extras.write(chunk);
        close(chunk.endObject().endArray());
    }

    private void other(ChatEvent.Other other) {
        if (other.dialect().equals(OpenAiChat.NAME) && Extras.node(other.value().text()) instanceof Node.Obj object) {
            JsonWriter chunk = open();
            object.members().forEach((name, value) -> chunk.rawMember(name, value.json().text()));
            close(chunk);
            if (object.members().get("choices") instanceof Node.Arr choices) {
                choices.elements().forEach(this::rememberLogprobs);
            }
        }
    }

    private void rememberLogprobs(Node node) {
        Members choice = Members.of(node, OpenAiChat.ANSWER.member("choices"));
        if (!ChatResponses.logprobs(choice).isEmpty()) {
            toldLogprobs.add((int) choice.count("index"));
        }
    }

    /** A chunk as far as the members of a candidate's delta. */
    private JsonWriter delta(int candidate) {
        JsonWriter chunk = open().name("choices").array().object().member("index", candidate).name("delta").object();
        if (begun.add(candidate)) {
            chunk.member("role", "assistant");
        }
        return chunk;
    }

    private void closeDelta(JsonWriter chunk) {
        close(chunk.endObject().rawMember("finish_reason", "null").endObject().endArray());
    }

    /** A chunk as far as what every chunk repeats, and what only the first one says. */
    private JsonWriter open() {
        JsonWriter chunk = new JsonWriter().object().member("id", id).member("object", "chat.completion.chunk")
                .rawMember("created", created).member("model", model);
        head.write(chunk);
        return chunk;
    }

    private void close(JsonWriter chunk) {
        out.append("data: ").append(chunk.endObject().line()).append("\n\n");
    }

    /**
     * A part that has begun.
     *
     * @param candidate the candidate that it belongs to
     * @param start the part as it began
     * @param call the call's number in its candidate
     */
    private record OpenPart(int candidate, Part start, int call) {}
}
