package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a stream of server-sent events into frames, plainly, as a yardstick for faster code.
 *
 * <p>Format: <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML,
 * server-sent events</a>.
 */
public final class ServerSentEvents {
    private ServerSentEvents() {}

    /**
     * The frames of a stream; together their bytes are the stream. What stands after the last blank line is no event: it
     * becomes a frame without data.
     */
    public static List<Frame> frames(Bytes stream) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        int line = 0;
        StringBuilder data = new StringBuilder();
        String type = "";
        for (int at = 0; at < stream.size(); at++) {
            byte current = stream.at(at);
            boolean crBeforeLf = current == '\r' && at + 1 < stream.size() && stream.at(at + 1) == '\n';
            if ((current != '\n' && current != '\r') || crBeforeLf) {
                continue;
            }
            boolean lfAfterCr = current == '\n' && at > line && stream.at(at - 1) == '\r';
            String text = stream.slice(line, lfAfterCr ? at - 1 : at).utf8();
            line = at + 1;
            if (text.isEmpty()) {
                frames.add(Frame.of(stream.slice(from, line), type, Bytes.utf8(data.toString())));
                from = line;
                data.setLength(0);
                type = "";
            } else if (text.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(text));
            } else if (text.startsWith("event:")) {
                type = value(text);
            }
        }
        if (from < stream.size()) {
            frames.add(Frame.of(stream.slice(from, stream.size()), "", Bytes.EMPTY));
        }
        return frames;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
