package io.patchbay.api.model;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the events of an answer together to a {@link ChatResponse}. Not safe for use by many threads.
 */
public final class ChatAccumulator {
    private String id = "";
    private String model = "";
    private List<Extra> extras = List.of();
    private Usage usage = Usage.NONE;
    private final Map<Integer, OpenPart> parts = new TreeMap<>();
    private final Map<Integer, ChatEvent.Finish> finishes = new TreeMap<>();

    /** An accumulator that has seen nothing. */
    public ChatAccumulator() {}

    /**
     * Takes the next event.
     *
     * @throws GatewayException the error of a {@link ChatEvent.Failure}; of kind {@link ErrorKind#UPSTREAM} for a delta
     *         of a part that never started
     */
    public void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> {
                id = start.id();
                model = start.model();
                extras = start.extras();
            }
            case ChatEvent.PartStart start -> parts.put(start.index(), new OpenPart(start.candidate(), start.part()));
            case ChatEvent.TextDelta delta -> part(delta.index()).text.append(delta.text());
            case ChatEvent.ToolCallDelta delta -> part(delta.index()).text.append(delta.arguments());
            case ChatEvent.ReasoningDelta delta -> part(delta.index()).text.append(delta.text());
            case ChatEvent.PartEnd end -> part(end.index()).add(end.extras());
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish finish -> finishes.put(finish.candidate(), finish);
            case ChatEvent.Failure failure -> throw failure.error();
            case ChatEvent.Other _ -> {}
        }
    }

    /** Whether a candidate has come to its end; false for an answer that was cut. */
    public boolean finished() {
        return !finishes.isEmpty();
    }

    /**
     * The response that the events so far add up to.
     *
     * @throws GatewayException of kind {@link ErrorKind#UPSTREAM} where no candidate has come to its end
     */
    public ChatResponse response() {
        if (!finished()) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The answer was cut off before its end.");
        }
        List<Candidate> candidates = new ArrayList<>();
        finishes.forEach((number, finish) -> {
            List<Part> own = parts.values().stream()
                    .filter(part -> part.candidate == number)
                    .map(OpenPart::close)
                    .toList();
            candidates.add(new Candidate(own, finish.reason(), finish.logprobs(), finish.extras()));
        });
        return new ChatResponse(id, model, candidates, usage, extras);
    }

    private OpenPart part(int index) {
        OpenPart part = parts.get(index);
        if (part == null) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The answer continues a part that never began.");
        }
        return part;
    }

    /** A part that may still grow. */
    private static final class OpenPart {
        private final int candidate;
        private final Part start;
        private final StringBuilder text = new StringBuilder();
        private final List<Extra> extras;

        private OpenPart(int candidate, Part start) {
            this.candidate = candidate;
            this.start = start;
            this.extras = new ArrayList<>(start.extras());
        }

        private void add(List<Extra> later) {
            for (Extra extra : later) {
                extras.removeIf(known -> known.name().equals(extra.name()) && known.dialect().equals(extra.dialect()));
                extras.add(extra);
            }
        }

        private Part close() {
            return switch (start) {
                case Part.Text part -> new Part.Text(part.text() + text, extras);
                case Part.Refusal part -> new Part.Refusal(part.text() + text, extras);
                case Part.Reasoning part -> new Part.Reasoning(part.text() + text, extras);
                case Part.ToolCall part ->
                        new Part.ToolCall(part.id(), part.name(), new Json(part.arguments().text() + text), extras);
                default -> start.withExtras(extras);
            };
        }
    }
}
