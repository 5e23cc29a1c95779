package io.patchbay.core.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What a stream had said when it broke, as far as another attempt must know it to go on from there.
 *
 * <p>Not safe for use by many threads.
 */
final class Said {
    /** Of UTF-8, which is about right for prose and code in any script. */
    private static final int BYTES_PER_TOKEN = 4;

    private final StringBuilder text = new StringBuilder();
    private boolean plain = true;
    private int parts;
    private int open = -1;
    private boolean openIsText;
    private Usage usage = Usage.NONE;
    private long bytesSinceUsage;

    void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.PartStart start -> begin(start);
            case ChatEvent.TextDelta delta -> say(delta.text());
            case ChatEvent.ReasoningDelta delta -> count(delta.text());
            case ChatEvent.PartEnd end -> open = end.index() == open ? -1 : open;
            case ChatEvent.UsageReport report -> {
                usage = report.usage();
                bytesSinceUsage = 0;
            }
            case ChatEvent.Finish _,ChatEvent.Failure _,ChatEvent.Other _ -> plain = false;
            default -> {
                // arguments of calls, and the start
            }
        }
    }

    private void begin(ChatEvent.PartStart start) {
        parts = Math.max(parts, start.index() + 1);
        open = start.index();
        openIsText = start.part() instanceof Part.Text;
        switch (start.part()) {
            case Part.Text begun -> say(begun.text());
            case Part.Reasoning begun -> count(begun.text());
            default -> {
                // nothing that counts, since it is not plain
            }
        }
        plain &= start.candidate() == 0 && (openIsText || start.part() instanceof Part.Reasoning);
    }

    private void say(String more) {
        text.append(more);
        count(more);
    }

    private void count(String more) {
        bytesSinceUsage += more.getBytes(StandardCharsets.UTF_8).length;
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

    /** How many tokens it has: as many as the last report says, and an estimate of what came after that; at least 1. */
    long tokens() {
        return Math.max(1, usage.outputTokens() + Math.ceilDiv(bytesSinceUsage, BYTES_PER_TOKEN));
    }

    /** What was used, as far as it was told. */
    Usage usage() {
        return usage;
    }
}
