package io.patchbay.core.internal;

import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an answer that may repeat the beginning that it goes on from, and leaves the repetition out. A text that only looks
 * like one is held back until it differs.
 *
 * <p>Not safe for use by many threads.
 */
final class Unrepeated implements FrameDecoder {
    private final FrameDecoder decoder;
    private final String beginning;
    private int matched;
    private int part;
    private boolean over;

    Unrepeated(FrameDecoder decoder, String beginning) {
        this.decoder = decoder;
        this.beginning = beginning;
        this.over = beginning.isEmpty();
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        List<ChatEvent> read = decoder.decode(frame);
        if (over) {
            return read;
        }
        List<ChatEvent> events = new ArrayList<>(read.size() + 1);
        for (ChatEvent event : read) {
            if (!over && event instanceof ChatEvent.TextDelta delta) {
                text(delta, events);
            } else {
                if (event instanceof ChatEvent.PartEnd || event instanceof ChatEvent.Finish) {
                    endOfPart(events);
                }
                events.add(event);
            }
        }
        return events;
    }

    private void text(ChatEvent.TextDelta delta, List<ChatEvent> events) {
        part = delta.index();
        String text = delta.text();
        String expected = beginning.substring(matched);
        if (text.startsWith(expected)) {
            over = true;
            say(text.substring(expected.length()), events);
        } else if (expected.startsWith(text)) {
            matched += text.length();
        } else {
            over = true;
            say(beginning.substring(0, matched) + text, events);
        }
    }

    /** Says what was held back, since it goes no further. */
    private void endOfPart(List<ChatEvent> events) {
        if (!over && matched > 0) {
            over = true;
            say(beginning.substring(0, matched), events);
        }
    }

    private void say(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(part, text));
        }
    }
}
