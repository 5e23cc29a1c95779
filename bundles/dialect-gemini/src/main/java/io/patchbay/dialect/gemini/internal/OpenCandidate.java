package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of a stream that has not come to its end.
 *
 * <p>Texts, or thoughts, that follow each other are one part; one that has something of its own, such as a signature, stands
 * alone, so that it keeps it.
 */
final class OpenCandidate {
    private final int number;
    private final IntSupplier numbers;
    private final CallIds ids;
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    /** The text or thought that is being said. */
    private @Nullable Part flow;
    private int flowIndex;
    private boolean called;
    private boolean finished;

    /**
     * A candidate that has said nothing.
     *
     * @param numbers the numbers of parts
     * @param ids the ids of its calls
     */
    OpenCandidate(int number, IntSupplier numbers, CallIds ids) {
        this.number = number;
        this.numbers = numbers;
        this.ids = ids;
    }

    /** Reads what a chunk says of the candidate; what has no event is left in its members. */
    void read(Members candidate, List<ChatEvent> events, List<ChatEvent> finishes) {
        Optional<Members> content = Camel.take(candidate, "content").map(Members::withoutNulls);
        boolean code = content.filter(FinishReasons::endsWithCode).isPresent();
        content.ifPresent(said -> content(said, events));
        String word = candidate.peek(FinishReasons.NAME).orElse(null) instanceof Node.Str(_, String text) ? text : "";
        logprobs.addAll(Logprobs.of(candidate));
        if (!finished && FinishReasons.isEnd(word, code)) {
            FinishReason reason = FinishReasons.take(candidate, called);
            endFlow(events);
            finished = true;
            finishes.add(new ChatEvent.Finish(number, reason, logprobs, candidate.extras()));
            candidate.left().clear();
        }
        content.filter(said -> !said.isEmpty()).ifPresent(said -> candidate.mark("content", said.json()));
    }

    private void content(Members content, List<ChatEvent> events) {
        List<Part> parts = Contents.parts(content, ids);
        content.drop(Contents.PARTS);
        content.drop(Contents.ROLE);
        if (!finished) {
            parts.forEach(part -> part(part, events));
        }
    }

    private void part(Part part, List<ChatEvent> events) {
        switch (part) {
            case Part.Text text when text.extras().isEmpty() -> say(Part.Text.of(""), text.text(), events);
            case Part.Reasoning thought when thought.extras().isEmpty() ->
                    say(new Part.Reasoning("", List.of()), thought.text(), events);
            default -> {
                endFlow(events);
                alone(part, numbers.getAsInt(), events);
            }
        }
    }

    private void say(Part kind, String text, List<ChatEvent> events) {
        if (text.isEmpty()) {
            return;
        }
        if (flow == null || flow.getClass() != kind.getClass()) {
            endFlow(events);
            flow = kind;
            flowIndex = numbers.getAsInt();
            events.add(new ChatEvent.PartStart(flowIndex, number, kind));
        }
        events.add(kind instanceof Part.Reasoning
                ? new ChatEvent.ReasoningDelta(flowIndex, text)
                : new ChatEvent.TextDelta(flowIndex, text));
    }

    private void alone(Part part, int index, List<ChatEvent> events) {
        switch (part) {
            case Part.Text text -> {
                events.add(new ChatEvent.PartStart(index, number, new Part.Text("", text.extras())));
                events.add(new ChatEvent.TextDelta(index, text.text()));
            }
            case Part.Reasoning thought -> {
                events.add(new ChatEvent.PartStart(index, number, new Part.Reasoning("", thought.extras())));
                events.add(new ChatEvent.ReasoningDelta(index, thought.text()));
            }
            case Part.ToolCall call -> {
                called = true;
                events.add(new ChatEvent.PartStart(index, number,
                        new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras())));
                events.add(new ChatEvent.ToolCallDelta(index, call.arguments().text()));
            }
            default -> events.add(new ChatEvent.PartStart(index, number, part));
        }
        events.add(new ChatEvent.PartEnd(index, List.of()));
    }

    private void endFlow(List<ChatEvent> events) {
        if (flow != null) {
            events.add(new ChatEvent.PartEnd(flowIndex, List.of()));
            flow = null;
        }
    }
}
