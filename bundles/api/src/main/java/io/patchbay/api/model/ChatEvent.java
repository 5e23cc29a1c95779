package io.patchbay.api.model;

import io.patchbay.api.error.GatewayException;
import java.util.List;
import java.util.Objects;

/**
 * One step of an answer that is still being given, in no dialect.
 *
 * <p>An answer is a {@link Start}, then its parts, each a {@link PartStart}, deltas and a {@link PartEnd}, then a
 * {@link Finish} for each candidate; a {@link UsageReport} stands wherever the upstream gave one, each replacing the one
 * before. Parts are numbered over the whole answer, in the order in which they start; deltas of several parts may
 * alternate only where the dialect does so.
 *
 * <p>The set grows: what a reader does not know is an {@link Other}, and a third party's {@code switch} carries a
 * {@code default}.
 */
public sealed interface ChatEvent permits ChatEvent.Start, ChatEvent.PartStart, ChatEvent.TextDelta,
        ChatEvent.ToolCallDelta, ChatEvent.ReasoningDelta, ChatEvent.PartEnd, ChatEvent.UsageReport, ChatEvent.Finish,
        ChatEvent.Failure, ChatEvent.Other {

    /**
     * The answer begins.
     *
     * @param id the answer's name; empty where the upstream gave none
     * @param model the model that answers, as the upstream names it
     * @param extras what only one dialect knows of the response
     */
    record Start(String id, String model, List<Extra> extras) implements ChatEvent {
        /** Copies the list. */
        public Start {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(model, "model");
            extras = List.copyOf(extras);
        }
    }

    /**
     * A part begins.
     *
     * @param index the part's number in the answer, from 0
     * @param candidate the number of the candidate that it belongs to, from 0
     * @param part the part with what is known at its beginning: a text without its text, a call without its arguments
     */
    record PartStart(int index, int candidate, Part part) implements ChatEvent {}

    /**
     * More text of a text or refusal part.
     *
     * @param index the part's number
     * @param text what is added
     */
    record TextDelta(int index, String text) implements ChatEvent {}

    /**
     * More arguments of a tool call.
     *
     * @param index the part's number
     * @param arguments a piece of the arguments' JSON, cut anywhere
     */
    record ToolCallDelta(int index, String arguments) implements ChatEvent {}

    /**
     * More of a reasoning part.
     *
     * @param index the part's number
     * @param text what is added
     */
    record ReasoningDelta(int index, String text) implements ChatEvent {}

    /**
     * A part ends.
     *
     * @param index the part's number
     * @param extras what only one dialect said of the part after its beginning, such as its signature; added to the
     *        extras that the part began with, in place of one with the same name
     */
    record PartEnd(int index, List<Extra> extras) implements ChatEvent {
        /** Copies the list. */
        public PartEnd {
            extras = List.copyOf(extras);
        }
    }

    /**
     * What the answer has used so far; the last report counts.
     *
     * @param usage all of it, not what was added
     */
    record UsageReport(Usage usage) implements ChatEvent {}

    /**
     * A candidate ends.
     *
     * @param candidate its number
     * @param reason why
     * @param logprobs how likely all its tokens were; empty where nobody asked
     * @param extras what only one dialect knows of the candidate
     */
    record Finish(int candidate, FinishReason reason, List<TokenLogprob> logprobs, List<Extra> extras)
            implements ChatEvent {
        /** Copies the lists. */
        public Finish {
            Objects.requireNonNull(reason, "reason");
            logprobs = List.copyOf(logprobs);
            extras = List.copyOf(extras);
        }

        /** The end of a candidate whose tokens nobody asked about. */
        public Finish(int candidate, FinishReason reason, List<Extra> extras) {
            this(candidate, reason, List.of(), extras);
        }
    }

    /**
     * The upstream says in its stream that it failed; nothing follows.
     *
     * @param error what went wrong
     */
    record Failure(GatewayException error) implements ChatEvent {}

    /**
     * An event that only one dialect knows.
     *
     * @param dialect the dialect that said it
     * @param value the event, in that dialect's words
     */
    record Other(String dialect, Json value) implements ChatEvent {}
}
