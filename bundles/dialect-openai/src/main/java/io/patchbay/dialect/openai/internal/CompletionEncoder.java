package io.patchbay.dialect.openai.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes events as the chunks of a completion's stream: of a message, only what it says is left. */
final class CompletionEncoder implements EventEncoder {
    private final boolean includeUsage;
    private final InstantSource clock;
    /** The candidate of each part that is written. */
    private final Map<Integer, Integer> parts = new HashMap<>();
    /** Up to which character of each candidate's text there were log probabilities. */
    private final Map<Integer, Integer> offsets = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private String id = "";
    private String model = "";
    private String created = "0";
    private Extras head = OpenAiChat.extras(List.of());
    private Optional<Usage> usage = Optional.empty();
    private boolean failed;

    /** An encoder of the answer to a request. */
    CompletionEncoder(Bytes request, InstantSource clock) {
        this.includeUsage = ChunkEncoder.includeUsage(request);
        this.clock = clock;
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
            JsonWriter chunk = open().endArray().name("usage");
            UsageCodec.write(usage.get(), chunk);
            close(chunk);
        }
        return Bytes.utf8(out.append("data: [DONE]\n\n").toString());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> {
                id = start.id();
                model = start.model();
                head = OpenAiChat.extras(start.extras());
                List.of("id", "model", "object", "choices", "usage").forEach(head::take);
                created = head.take("created").orElseGet(() -> Long.toString(clock.instant().getEpochSecond()));
            }
            case ChatEvent.PartStart start -> {
                switch (start.part()) {
                    case Part.Text said -> begin(start, said.text());
                    case Part.Refusal said -> begin(start, said.text());
                    default -> {}
                }
            }
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.UsageReport report -> usage = Optional.of(report.usage());
            case ChatEvent.Finish finish -> {
                Extras extras = OpenAiChat.extras(finish.extras());
                List.of("message", "logprobs").forEach(extras::take);
                String logprobs = offsets.containsKey(finish.candidate())
                        ? "null"
                        : ChatResponses.logprobs(finish.logprobs())
                                .map(json -> CompletionLogprobs.write(json, 0)).orElse("null");
                closeChoice(open().object().member("text", "").member("index", finish.candidate())
                        .rawMember("logprobs", logprobs)
                        .rawMember("finish_reason", FinishReasons.write(finish.reason(), extras)), extras);
            }
            case ChatEvent.Failure failure -> {
                failed = true;
                out.append(ErrorWriter.event(failure.error()).utf8());
            }
            case ChatEvent.Other other -> other(other);
            default -> {}
        }
    }

    private void begin(ChatEvent.PartStart start, String text) {
        parts.put(start.index(), start.candidate());
        text(start.index(), text);
    }

    private void text(int part, String text) {
        Integer candidate = parts.get(part);
        if (candidate != null && !text.isEmpty()) {
            choice(candidate, text, "null");
        }
    }

    /** Log probabilities come by themselves. */
    private void other(ChatEvent.Other other) {
        if (!other.dialect().equals(OpenAiChat.NAME)
                || !(Extras.node(other.value().text()) instanceof Node.Obj chunk)
                || !(chunk.members().get("choices") instanceof Node.Arr choices)) {
            return;
        }
        for (Node each : choices.elements()) {
            if (each instanceof Node.Obj choice && choice.members().get("logprobs") instanceof Node.Obj logprobs) {
                int candidate = choice.members().get("index") instanceof Node.Num number
                        ? Integer.parseInt(number.json().text())
                        : 0;
                String json = logprobs.json().text();
                int to = offsets.merge(candidate, CompletionLogprobs.length(json), Integer::sum);
                choice(candidate, "", CompletionLogprobs.write(json, to - CompletionLogprobs.length(json)));
            }
        }
    }

    private void choice(int candidate, String text, String logprobs) {
        closeChoice(open().object().member("text", text).member("index", candidate).rawMember("logprobs", logprobs)
                .rawMember("finish_reason", "null"), OpenAiChat.extras(List.of()));
    }

    private void closeChoice(JsonWriter chunk, Extras extras) {
        extras.write(chunk);
        close(chunk.endObject().endArray());
    }

    /** A chunk as far as its first choice. */
    private JsonWriter open() {
        JsonWriter chunk = new JsonWriter().object().member("id", id).member("object", Completions.OBJECT)
                .rawMember("created", created).member("model", model);
        head.write(chunk);
        return chunk.name("choices").array();
    }

    private void close(JsonWriter chunk) {
        out.append("data: ").append(chunk.endObject().line()).append("\n\n");
    }
}
