package io.patchbay.core.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.OptionalInt;

/**
 * What a stream had said when it broke, as far as another attempt must know it to go on from there.
 *
 * <p>Not safe for use by many threads.
 */
final class Said {
    private final StringBuilder text = new StringBuilder();
    private boolean plain = true;
    private int parts;
    private int open = -1;
    private boolean openIsText;
    private Usage usage = Usage.NONE;

    void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.PartStart start -> begin(start);
            case ChatEvent.TextDelta delta -> text.append(delta.text());
            case ChatEvent.PartEnd end -> open = end.index() == open ? -1 : open;
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish _,ChatEvent.Failure _,ChatEvent.Other _ -> plain = false;
            default -> {
                // deltas of what is no text, and the start
            }
        }
    }

    private void begin(ChatEvent.PartStart start) {
        parts = Math.max(parts, start.index() + 1);
        open = start.index();
        openIsText = start.part() instanceof Part.Text;
        if (start.part() instanceof Part.Text begun) {
            text.append(begun.text());
        }
        plain &= start.candidate() == 0 && (openIsText || start.part() instanceof Part.Reasoning);
    }

    /** Whether it is text and thoughts alone, in one answer: of anything else nobody can be told that he has begun it. */
    boolean plain() {
        return plain;
    }

    /** The text so far. */
    String text() {
        return text.toString();
    }

    /** How many parts have begun. */
    int parts() {
        return parts;
    }

    /** The part that has not ended. */
    OptionalInt open() {
        return open < 0 ? OptionalInt.empty() : OptionalInt.of(open);
    }

    /** Whether more text may follow in the part that has not ended. */
    boolean inText() {
        return open >= 0 && openIsText;
    }

    /** What was used, as far as it was told. */
    Usage usage() {
        return usage;
    }
}
