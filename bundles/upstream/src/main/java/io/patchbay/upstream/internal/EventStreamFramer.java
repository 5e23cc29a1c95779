package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * AWS's event stream: <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Smithy, Amazon Event Stream</a>. A
 * frame is a message, whose two checksums hold.
 *
 * <p>The frame's data is the message's payload. Its type is the event's; a message by which the upstream ends the
 * stream with a failure has a type that begins with {@value #EXCEPTION} or {@value #ERROR}, and the latter's data is
 * its text.
 */
final class EventStreamFramer extends PieceBuffer {
    static final String EXCEPTION = "exception:";
    static final String ERROR = "error:";

    /** Length of the message, length of its headers, checksum of both. */
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int STRING = 7;

    private String messageType = "";
    private String eventType = "";
    private String exceptionType = "";
    private String errorCode = "";
    private Bytes errorMessage = Bytes.EMPTY;

    EventStreamFramer(int maxMessageBytes) {
        super(maxMessageBytes);
    }

    @Override
    public @Nullable Frame next() {
        if (end - start < PRELUDE) {
            return null;
        }
        long length = length(0);
        long headers = length(4);
        if (length(8) != checksum(start, start + 8) || headers > length - PRELUDE - CHECKSUM) {
            throw malformed("has a prelude that is damaged");
        }
        checkSize(length);
        if (end - start < length) {
            return null;
        }
        int to = start + (int) length;
        if (length((int) length - CHECKSUM) != checksum(start, to - CHECKSUM)) {
            throw malformed("does not fit its checksum");
        }
        int payload = start + PRELUDE + (int) headers;
        readHeaders(start + PRELUDE, payload);
        Bytes data = messageType.equals("error") ? errorMessage : Bytes.wrap(bytes, payload, to - CHECKSUM - payload);
        String type = type();
        return Frame.of(take(to), type, data);
    }

    @Override
    public @Nullable Frame last() {
        if (start != end) {
            throw malformed("was cut short");
        }
        return null;
    }

    @Override
    void moved(int places) {}

    private String type() {
        return switch (messageType) {
            case "exception" -> EXCEPTION + exceptionType;
            case "error" -> ERROR + errorCode;
            default -> eventType;
        };
    }

    private void readHeaders(int from, int to) {
        messageType = "";
        eventType = "";
        exceptionType = "";
        errorCode = "";
        errorMessage = Bytes.EMPTY;
        int at = from;
        while (at < to) {
            int nameEnd = at + 1 + (bytes[at] & 0xFF);
            if (nameEnd >= to) {
                throw badHeaders();
            }
            String name = text(at + 1, nameEnd);
            int type = bytes[nameEnd];
            int valueFrom = nameEnd + 1 + (type == 6 || type == STRING ? 2 : 0);
            if (valueFrom > to) {
                throw badHeaders();
            }
            int valueTo = valueFrom + size(type, nameEnd + 1);
            if (valueTo > to) {
                throw badHeaders();
            }
            if (type == STRING) {
                header(name, valueFrom, valueTo);
            }
            at = valueTo;
        }
    }

    private void header(String name, int from, int to) {
        switch (name) {
            case ":message-type" -> messageType = text(from, to);
            case ":event-type" -> eventType = text(from, to);
            case ":exception-type" -> exceptionType = text(from, to);
            case ":error-code" -> errorCode = text(from, to);
            case ":error-message" -> errorMessage = Bytes.wrap(bytes, from, to - from);
            default -> {}
        }
    }

    /** How many bytes a value has. */
    private int size(int type, int lengthAt) {
        return switch (type) {
            case 0, 1 -> 0;
            case 2 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 5, 8 -> 8;
            case 6, STRING -> (bytes[lengthAt] & 0xFF) << 8 | (bytes[lengthAt + 1] & 0xFF);
            case 9 -> 16;
            default -> throw badHeaders();
        };
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private long length(int offset) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(start + offset));
    }

    private long checksum(int from, int to) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, from, to - from);
        return checksum.getValue();
    }

    private static GatewayException badHeaders() {
        return malformed("has headers that are damaged");
    }

    private static GatewayException malformed(String how) {
        return new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that " + how + ".");
    }
}
