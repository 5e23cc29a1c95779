package io.patchbay.api.examples;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.model.ChatEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A filter that masks a word, also one that a stream cuts into pieces. */
final class MaskWord implements Filter {
    private final String word;

    MaskWord(String word) {
        this.word = word;
    }

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        Map<Integer, String> held = new HashMap<>();
        return chain.proceed(exchange).map(frame -> mask(frame, held));
    }

    private Frame mask(Frame frame, Map<Integer, String> held) {
        List<ChatEvent> events = new ArrayList<>();
        for (ChatEvent event : frame.events()) {
            if (event instanceof ChatEvent.TextDelta(int index, String text)) {
                String known = (held.getOrDefault(index, "") + text).replace(word, "*".repeat(word.length()));
                int safe = known.length() - beginning(known);
                held.put(index, known.substring(safe));
                events.add(new ChatEvent.TextDelta(index, known.substring(0, safe)));
            } else {
                if (event instanceof ChatEvent.PartEnd(int index, _) && !held.getOrDefault(index, "").isEmpty()) {
                    events.add(new ChatEvent.TextDelta(index, held.remove(index)));
                }
                events.add(event);
            }
        }
        return events.equals(frame.events()) ? frame : frame.withEvents(events);
    }

    /** How many characters at the end of a text may be the beginning of the word. */
    private int beginning(String text) {
        int length = Math.min(text.length(), word.length() - 1);
        while (!word.startsWith(text.substring(text.length() - length))) {
            length--;
        }
        return length;
    }
}
