package io.patchbay.core.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the events of an answer to the end of one that broke off, so that both are one: parts are numbered on, the first
 * text goes on in the text that was cut, and what both used adds up.
 *
 * <p>Not safe for use by many threads.
 */
final class Continuation {
    private final Said said;
    private boolean dropsBlanks;
    private String before;
    private boolean begun;
    private int joined = -1;

    /**
     * A continuation.
     *
     * @param said what was said before
     * @param dropsBlanks whether blanks at its beginning were said before
     * @param before a text to say before its own
     */
    Continuation(Said said, boolean dropsBlanks, String before) {
        this.said = said;
        this.dropsBlanks = dropsBlanks;
        this.before = before;
    }

    /** The events that follow, in place of these. */
    List<ChatEvent> fit(List<ChatEvent> events) {
        List<ChatEvent> fitted = new ArrayList<>(events.size() + 1);
        for (ChatEvent event : events) {
            switch (event) {
                case ChatEvent.Start _ -> {
                    // the answer has begun
                }
                case ChatEvent.PartStart start -> start(start, fitted);
                case ChatEvent.TextDelta delta -> text(delta.index(), delta.text(), fitted);
                case ChatEvent.ToolCallDelta delta ->
                        fitted.add(new ChatEvent.ToolCallDelta(number(delta.index()), delta.arguments()));
                case ChatEvent.ReasoningDelta delta ->
                        fitted.add(new ChatEvent.ReasoningDelta(number(delta.index()), delta.text()));
                case ChatEvent.PartEnd end -> fitted.add(new ChatEvent.PartEnd(number(end.index()), end.extras()));
                case ChatEvent.UsageReport report ->
                        fitted.add(new ChatEvent.UsageReport(said.usage().plus(report.usage())));
                case ChatEvent.Finish finish -> {
                    endWhatWasCut(fitted);
                    fitted.add(finish);
                }
                default -> fitted.add(event);
            }
        }
        return fitted;
    }

    private void start(ChatEvent.PartStart start, List<ChatEvent> fitted) {
        if (!begun && said.inText() && start.part() instanceof Part.Text part) {
            begun = true;
            joined = start.index();
            text(joined, part.text(), fitted);
            return;
        }
        endWhatWasCut(fitted);
        fitted.add(new ChatEvent.PartStart(number(start.index()), start.candidate(), start.part()));
    }

    /** Ends the part that was open, unless it is gone on with or has ended. */
    private void endWhatWasCut(List<ChatEvent> fitted) {
        if (!begun) {
            begun = true;
            said.open().ifPresent(open -> fitted.add(new ChatEvent.PartEnd(open, List.of())));
        }
    }

    private void text(int index, String text, List<ChatEvent> fitted) {
        String rest = dropsBlanks ? text.stripLeading() : text;
        if (!rest.isEmpty()) {
            fitted.add(new ChatEvent.TextDelta(number(index), before + rest));
            dropsBlanks = false;
            before = "";
        }
    }

    private int number(int index) {
        return index == joined ? said.open().orElse(index) : said.parts() + index;
    }
}
