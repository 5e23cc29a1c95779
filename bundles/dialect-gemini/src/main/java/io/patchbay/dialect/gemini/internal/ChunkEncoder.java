package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes events as the chunks of a stream, one for all events that come at once.
 *
 * <p>A call is written when its arguments are whole, because here they are an object. The finish waits for the usage, which
 * belongs into its chunk, at most until the end.
 */
final class ChunkEncoder implements EventEncoder {
    private final ChunkFraming framing;
    private final Map<Integer, OpenPart> parts = new HashMap<>();
    private final List<ChatEvent.Finish> waiting = new ArrayList<>();
    private final List<Doubtful> doubtful = new ArrayList<>();
    /** The candidates of which the chunks of this dialect have told log probabilities. */
    private final Set<Integer> toldLogprobs = new HashSet<>();
    private String id = "";
    private String model = "";
    private Extras head = Gemini.extras(List.of());
    private Optional<Usage> usage = Optional.empty();
    private boolean usageIsNew;
    private boolean said;
    private boolean failed;

    ChunkEncoder(ChunkFraming framing) {
        this.framing = framing;
    }

    @Override
    public String contentType() {
        return framing.contentType();
    }

    @Override
    public Bytes encode(List<ChatEvent> events) {
        Chunk chunk = new Chunk();
        StringBuilder error = new StringBuilder();
        for (ChatEvent event : events) {
            if (!failed) {
                encode(event, chunk, error);
            }
        }
        if (usage.isPresent()) {
            finish(chunk);
        }
        String written = chunk.isEmpty() ? "" : framing.chunk(json(chunk));
        return Bytes.utf8(error.isEmpty() ? written : written + error);
    }

    @Override
    public Bytes end() {
        if (failed) {
            return Bytes.EMPTY;
        }
        Chunk chunk = new Chunk();
        finish(chunk);
        String last = chunk.isEmpty() && !usageIsNew ? "" : framing.chunk(json(chunk));
        return Bytes.utf8(last + framing.end());
    }

    /** Says what waits: the finishes, and calls of which only the finish tells whether they were cut off. */
    private void finish(Chunk chunk) {
        for (ChatEvent.Finish finish : waiting) {
            doubtful.stream().filter(part -> part.candidate == finish.candidate())
                    .forEach(part -> chunk.add(part.candidate, part.index, part.call));
            chunk.finish(finish);
        }
        waiting.clear();
    }

    private void encode(ChatEvent event, Chunk chunk, StringBuilder error) {
        switch (event) {
            case ChatEvent.Start start -> {
                id = start.id();
                model = start.model();
                head = Gemini.extras(start.extras());
            }
            case ChatEvent.PartStart start -> partStart(start, chunk);
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text(), chunk);
            case ChatEvent.ReasoningDelta delta -> text(delta.index(), delta.text(), chunk);
            case ChatEvent.ToolCallDelta delta -> {
                OpenPart part = parts.get(delta.index());
                if (part != null) {
                    part.arguments.append(delta.arguments());
                }
            }
            case ChatEvent.PartEnd end -> partEnd(end, chunk);
            case ChatEvent.UsageReport report -> {
                usage = Optional.of(report.usage());
                usageIsNew = true;
            }
            case ChatEvent.Finish finish -> waiting.add(finish);
            case ChatEvent.Failure failure -> {
                failed = true;
                waiting.clear();
                error.append(framing.error(failure.error()));
            }
            case ChatEvent.Other other when other.dialect().equals(Gemini.NAME) ->
                    toldLogprobs.addAll(chunk.rest(other.value()));
            case ChatEvent.Other _ -> {}
        }
    }

    private void partStart(ChatEvent.PartStart start, Chunk chunk) {
        OpenPart part = new OpenPart(start.candidate(), start.part());
        parts.put(start.index(), part);
        said = true;
        switch (start.part()) {
            case Part.Text text -> text(start.index(), text.text(), chunk);
            case Part.Refusal refusal -> text(start.index(), refusal.text(), chunk);
            case Part.Reasoning thought -> text(start.index(), thought.text(), chunk);
            case Part.ToolCall call -> part.arguments.append(call.arguments().text());
            default -> chunk.add(part.candidate, start.index(), start.part());
        }
    }

    /** What only this dialect knows of a text goes with its first piece. */
    private void text(int index, String text, Chunk chunk) {
        OpenPart part = parts.get(index);
        if (part == null || text.isEmpty()) {
            return;
        }
        chunk.add(part.candidate, index, part.piece(text));
    }

    private void partEnd(ChatEvent.PartEnd end, Chunk chunk) {
        OpenPart part = parts.remove(end.index());
        if (part == null) {
            return;
        }
        if (part.start instanceof Part.ToolCall call) {
            Part.ToolCall whole = part.call(call, end.extras());
            if (PartWriter.isWhole(whole)) {
                chunk.add(part.candidate, end.index(), whole);
            } else {
                doubtful.add(new Doubtful(part.candidate, end.index(), whole));
            }
            return;
        }
        boolean late = end.extras().stream().anyMatch(extra -> extra.dialect().equals(Gemini.NAME));
        if (late && !chunk.addExtras(end.index(), end.extras())) {
            chunk.add(part.candidate, end.index(), part.piece("").withExtras(end.extras()));
        } else if (part.owes()) {
            chunk.add(part.candidate, end.index(), part.piece(""));
        }
    }

    private String json(Chunk chunk) {
        JsonWriter out = new JsonWriter().object();
        if (!chunk.candidates().isEmpty() && !isRefusedPrompt(chunk)) {
            out.name(ChatResponses.CANDIDATES).array();
            chunk.candidates().forEach((number, candidate) -> ChatResponses.write(candidate.parts(),
                    candidate.finish().map(ChatEvent.Finish::reason), logprobs(candidate), candidate.extras(), number,
                    out));
            out.endArray();
        }
        if (usage.isPresent() && (usageIsNew || chunk.finishes())) {
            UsageCodec.write(usage.get(), out.name(UsageCodec.NAME));
            usageIsNew = false;
        }
        ChatResponses.name(id, model, head, out);
        head.write(out);
        chunk.members().forEach(out::rawMember);
        return out.endObject().text();
    }

    /** What is told of its tokens where a candidate ends, unless the chunks of this dialect have told it. */
    private List<TokenLogprob> logprobs(Chunk.Said candidate) {
        return candidate.finish().filter(finish -> !toldLogprobs.contains(finish.candidate()))
                .map(ChatEvent.Finish::logprobs).orElse(List.of());
    }

    private boolean isRefusedPrompt(Chunk chunk) {
        return !said && chunk.candidates().size() == 1
                && chunk.candidates().firstEntry().getValue().finish()
                        .map(finish -> new Candidate(List.of(), finish.reason(), finish.extras()))
                        .orElseGet(() -> new Candidate(List.of(), FinishReason.OTHER, List.of()))
                        .equals(new Candidate(List.of(), FinishReason.CONTENT_FILTER, List.of()))
                && head.has("promptFeedback");
    }

    /** A call whose arguments are no object. */
    private record Doubtful(int candidate, int index, Part.ToolCall call) {}

    /** A part that has begun. */
    private static final class OpenPart {
        private final int candidate;
        private final Part start;
        private final StringBuilder arguments = new StringBuilder();
        private boolean extrasSaid;

        private OpenPart(int candidate, Part start) {
            this.candidate = candidate;
            this.start = start;
        }

        private Part.ToolCall call(Part.ToolCall begun, List<Extra> later) {
            List<Extra> extras = new ArrayList<>(begun.extras());
            extras.addAll(later);
            return new Part.ToolCall(begun.id(), begun.name(), new Json(arguments.toString()), extras);
        }

        private Part piece(String text) {
            List<Extra> extras = extrasSaid ? List.of() : start.extras();
            extrasSaid = true;
            return start instanceof Part.Reasoning
                    ? new Part.Reasoning(text, extras)
                    : new Part.Text(text, extras);
        }

        /** Whether the part has something of its own that no piece has told yet. */
        private boolean owes() {
            boolean text = start instanceof Part.Text || start instanceof Part.Reasoning;
            return text && !extrasSaid && !Gemini.extras(start.extras()).isEmpty();
        }
    }
}
