package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Makes and splits streams in AWS's event stream encoding, plainly, as a yardstick for faster code.
 *
 * <p>Format: <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Smithy, Amazon Event Stream</a>.
 */
public final class EventStreams {
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final byte STRING = 7;

    private EventStreams() {}

    /**
     * A message.
     *
     * @param headers its headers, in order, each a string
     * @param payload its payload
     */
    public static Bytes message(Map<String, String> headers, Bytes payload) {
        int headerBytes = headers.entrySet().stream()
                .mapToInt(header -> 4 + utf8(header.getKey()).length + utf8(header.getValue()).length).sum();
        ByteBuffer out = ByteBuffer.allocate(PRELUDE + headerBytes + payload.size() + CHECKSUM);
        out.putInt(out.capacity()).putInt(headerBytes);
        out.putInt(checksum(out));
        headers.forEach((name, value) -> {
            out.put((byte) utf8(name).length).put(utf8(name)).put(STRING);
            out.putShort((short) utf8(value).length).put(utf8(value));
        });
        out.put(payload.buffer());
        out.putInt(checksum(out));
        return Bytes.wrap(out.array());
    }

    /**
     * The messages of a stream, as the upstream's client frames them. Where a length or a checksum is wrong, or the
     * rest is no whole message, they end.
     */
    public static List<Frame> frames(Bytes stream) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        while (stream.size() - from >= PRELUDE + CHECKSUM) {
            ByteBuffer rest = stream.slice(from, stream.size()).buffer();
            int length = rest.getInt();
            int headerBytes = rest.getInt();
            boolean whole = length >= PRELUDE + CHECKSUM && length <= stream.size() - from && headerBytes >= 0
                    && headerBytes <= length - PRELUDE - CHECKSUM;
            if (!whole || checksum(rest.duplicate().limit(length - CHECKSUM).position(length - CHECKSUM)) != rest
                    .getInt(length - CHECKSUM)) {
                break;
            }
            frames.add(frame(stream.slice(from, from + length), headerBytes));
            from += length;
        }
        return frames;
    }

    /** The headers of a message that are strings, by name. */
    public static Map<String, String> headers(Bytes message) {
        ByteBuffer in = message.buffer();
        int end = PRELUDE + in.getInt(4);
        in.position(PRELUDE);
        Map<String, String> headers = new HashMap<>();
        while (in.position() < end) {
            String name = text(in, in.get() & 0xFF);
            if (in.get() != STRING) {
                throw new IllegalArgumentException("the header " + name + " is no string");
            }
            headers.put(name, text(in, in.getShort() & 0xFFFF));
        }
        return headers;
    }

    private static Frame frame(Bytes message, int headerBytes) {
        Map<String, String> headers = headers(message);
        Bytes payload = message.slice(PRELUDE + headerBytes, message.size() - CHECKSUM);
        return switch (headers.getOrDefault(":message-type", "")) {
            case "exception" -> Frame.of(message, "exception:" + headers.get(":exception-type"), payload);
            case "error" -> Frame.of(message, "error:" + headers.get(":error-code"),
                    Bytes.utf8(headers.getOrDefault(":error-message", "")));
            default -> Frame.of(message, headers.getOrDefault(":event-type", ""), payload);
        };
    }

    /** The checksum of what stands before a buffer's position. */
    private static int checksum(ByteBuffer buffer) {
        CRC32 checksum = new CRC32();
        checksum.update(buffer.duplicate().flip());
        return (int) checksum.getValue();
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
