package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.io.IOException;

/** What dialects ask of a frame. */
public final class Frames {
    private Frames() {}

    /** Whether a frame is a whole body: an event of a stream has framing around its data. */
    public static boolean isWhole(Frame frame) {
        return frame.bytes().orElse(Bytes.EMPTY).size() == frame.data().size();
    }

    /**
     * Reads a frame's data.
     *
     * @throws GatewayException of kind {@code UPSTREAM} if it is no JSON
     */
    public static Node read(Frame frame) {
        try {
            return JsonReader.read(frame.data());
        } catch (IOException e) {
            throw notJson(frame, e);
        }
    }

    /** The error of a frame whose data is no JSON. */
    public static GatewayException notJson(Frame frame, IOException e) {
        return new GatewayException(ErrorKind.UPSTREAM,
                "The upstream sent " + (isWhole(frame) ? "a body" : "an event") + " that is not valid JSON.", e);
    }

    /** The error of an answer that says nothing which an answer must say. */
    public static GatewayException noAnswer() {
        return new GatewayException(ErrorKind.UPSTREAM, "The upstream answered with something that is no answer.");
    }
}
