package io.patchbay.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A model's whole answer, in no dialect.
 *
 * @param id the answer's name, as the upstream gave it; empty where it gave none
 * @param model the model that answered, as the upstream names it
 * @param candidates the answers, at least one
 * @param usage what they used
 * @param extras what only one dialect knows of the response
 */
public record ChatResponse(String id, String model, List<Candidate> candidates, Usage usage, List<Extra> extras) {
    /** Copies the lists. */
    public ChatResponse {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(model, "model");
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(usage, "usage");
        extras = List.copyOf(extras);
    }

    /** An answer of plain text that came to its end, with nothing counted. */
    public static ChatResponse ofText(String model, String text) {
        Candidate candidate = new Candidate(List.of(Part.Text.of(text)), FinishReason.STOP, List.of());
        return new ChatResponse("", model, List.of(candidate), Usage.NONE, List.of());
    }

    /** The text of the first candidate; empty where it has none. */
    public String text() {
        return candidates.isEmpty() ? "" : candidates.getFirst().text();
    }

    /**
     * The same answer as the events of a stream; {@link ChatAccumulator} makes an equal response of them.
     */
    public List<ChatEvent> events() {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Start(id, model, extras));
        int index = 0;
        for (int number = 0; number < candidates.size(); number++) {
            Candidate candidate = candidates.get(number);
            for (Part part : candidate.parts()) {
                addPart(events, index++, number, part);
            }
            events.add(new ChatEvent.Finish(number, candidate.finish(), candidate.logprobs(), candidate.extras()));
        }
        events.add(new ChatEvent.UsageReport(usage));
        return events;
    }

    private static void addPart(List<ChatEvent> events, int index, int candidate, Part part) {
        switch (part) {
            case Part.Text text -> {
                events.add(new ChatEvent.PartStart(index, candidate, Part.Text.of("")));
                events.add(new ChatEvent.TextDelta(index, text.text()));
            }
            case Part.Refusal refusal -> {
                events.add(new ChatEvent.PartStart(index, candidate, new Part.Refusal("", List.of())));
                events.add(new ChatEvent.TextDelta(index, refusal.text()));
            }
            case Part.Reasoning reasoning -> {
                events.add(new ChatEvent.PartStart(index, candidate, new Part.Reasoning("", List.of())));
                events.add(new ChatEvent.ReasoningDelta(index, reasoning.text()));
            }
            case Part.ToolCall call -> {
                Part start = new Part.ToolCall(call.id(), call.name(), new Json(""), List.of());
                events.add(new ChatEvent.PartStart(index, candidate, start));
                events.add(new ChatEvent.ToolCallDelta(index, call.arguments().text()));
            }
            default -> {
                // All of it is known when it begins.
                events.add(new ChatEvent.PartStart(index, candidate, part));
                events.add(new ChatEvent.PartEnd(index, List.of()));
                return;
            }
        }
        events.add(new ChatEvent.PartEnd(index, part.extras()));
    }
}
