package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts parts one after the other: what is said of one while another is open waits until that has ended. */
final class PartsInTurn {
    private static final int NONE = -1;

    private final Consumer<ChatEvent> next;
    private List<ChatEvent> waiting = new ArrayList<>();
    private int open = NONE;

    PartsInTurn(Consumer<ChatEvent> next) {
        this.next = next;
    }

    void take(ChatEvent event) {
        if (event instanceof ChatEvent.Finish) {
            while (!waiting.isEmpty()) {
                release();
            }
        }
        int part = part(event);
        if (part == NONE) {
            next.accept(event);
        } else if (open == NONE || open == part) {
            open = part;
            next.accept(event);
            if (event instanceof ChatEvent.PartEnd) {
                release();
            }
        } else {
            waiting.add(event);
        }
    }

    private void release() {
        open = NONE;
        List<ChatEvent> released = waiting;
        waiting = new ArrayList<>();
        released.forEach(this::take);
    }

    private static int part(ChatEvent event) {
        return switch (event) {
            case ChatEvent.PartStart start -> start.index();
            case ChatEvent.TextDelta delta -> delta.index();
            case ChatEvent.ReasoningDelta delta -> delta.index();
            case ChatEvent.ToolCallDelta delta -> delta.index();
            case ChatEvent.PartEnd end -> end.index();
            default -> NONE;
        };
    }
}
