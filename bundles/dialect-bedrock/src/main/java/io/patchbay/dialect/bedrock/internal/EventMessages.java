package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes messages in AWS's event stream encoding
 * (<a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Smithy, Amazon Event Stream</a>), and tells those that
 * were read apart.
 */
final class EventMessages {
    static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

    /** What the type of a frame begins with that ends a stream with a failure. */
    private static final String EXCEPTION = "exception:";
    private static final String ERROR = "error:";
    private static final int CHECKSUM = 4;
    private static final int PRELUDE = 2 * Integer.BYTES + CHECKSUM;
    /** What a header has beside its name and value: the name's length, the type, the value's length. */
    private static final int HEADER = 1 + 1 + 2;
    private static final byte STRING = 7;
    private static final String JSON = "application/json";

    private EventMessages() {}

    /** A message that is an event. */
    static Bytes event(String type, Bytes json) {
        return message(":event-type", type, "event", json);
    }

    /** A message that ends the stream with a failure. */
    static Bytes exception(String type, Bytes json) {
        return message(":exception-type", type, "exception", json);
    }

    /** Whether a frame is a whole body: a message has framing around its payload. */
    static boolean isWhole(Frame frame) {
        return frame.bytes().orElse(Bytes.EMPTY).size() == frame.data().size();
    }

    /** Whether a frame ends its stream with a failure. */
    static boolean isFailure(Frame frame) {
        return frame.type().startsWith(EXCEPTION) || frame.type().startsWith(ERROR);
    }

    /** The name of the failure that a frame ends its stream with. */
    static String failure(Frame frame) {
        return frame.type().substring(frame.type().indexOf(':') + 1);
    }

    private static Bytes message(String typeHeader, String type, String messageType, Bytes payload) {
        byte[][] headers = {utf8(typeHeader), utf8(type), utf8(":content-type"), utf8(JSON), utf8(":message-type"),
            utf8(messageType)};
        int headerBytes = 0;
        for (int i = 0; i < headers.length; i += 2) {
            headerBytes += HEADER + headers[i].length + headers[i + 1].length;
        }
        int length = PRELUDE + headerBytes + payload.size() + CHECKSUM;
        ByteBuffer out = ByteBuffer.allocate(length).putInt(length).putInt(headerBytes);
        CRC32 checksum = new CRC32();
        checksum.update(out.array(), 0, out.position());
        out.putInt((int) checksum.getValue());
        for (int i = 0; i < headers.length; i += 2) {
            out.put((byte) headers[i].length).put(headers[i]).put(STRING);
            out.putShort((short) headers[i + 1].length).put(headers[i + 1]);
        }
        out.put(payload.buffer());
        checksum.reset();
        checksum.update(out.array(), 0, out.position());
        out.putInt((int) checksum.getValue());
        return Bytes.wrap(out.array());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
