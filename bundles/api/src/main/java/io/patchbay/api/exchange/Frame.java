package io.patchbay.api.exchange;

import io.patchbay.api.model.ChatEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer that is handed on as one: an event of a stream with its framing, or the whole body of an answer
 * that is not streamed.
 *
 * <p>A frame from an upstream keeps its bytes and is decoded only if somebody asks for its events, so that looking at
 * the bytes alone costs no decoding, and looking at the events no encoding. Decoding needs what came before: who wants
 * the events of one frame asks for those of all frames before it, too. Immutable to the eye; used by one thread at a
 * time.
 */
public final class Frame {
    private static final FrameDecoder NO_EVENTS = _ -> List.of();

    private final @Nullable Bytes bytes;
    private final String type;
    private final Bytes data;
    private final FrameDecoder decoder;
    private @Nullable List<ChatEvent> events;

    private Frame(@Nullable Bytes bytes, String type, Bytes data, FrameDecoder decoder,
            @Nullable List<ChatEvent> events) {
        this.bytes = bytes;
        this.type = type;
        this.data = data;
        this.decoder = decoder;
        this.events = events;
    }

    /** A whole body. */
    public static Frame of(Bytes body) {
        return new Frame(body, "", body, NO_EVENTS, null);
    }

    /**
     * An event of a stream.
     *
     * @param bytes the event with its framing, as it came
     * @param type the event's type, where the framing has one; else empty
     * @param data what the framing holds; empty for a comment
     */
    public static Frame of(Bytes bytes, String type, Bytes data) {
        return new Frame(bytes, type, data, NO_EVENTS, null);
    }

    /** A frame in no dialect, whose bytes are still to be written. */
    public static Frame of(List<ChatEvent> events) {
        return new Frame(null, "", Bytes.EMPTY, NO_EVENTS, List.copyOf(events));
    }

    /** A frame in no dialect, whose bytes are still to be written. */
    public static Frame of(ChatEvent... events) {
        return of(List.of(events));
    }

    /** The frame as it came, framing included; empty where it has no bytes yet. */
    public Optional<Bytes> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** The event's type, where the framing has one; else empty. */
    public String type() {
        return type;
    }

    /** What the framing holds: the event's data, or the whole body; empty for a comment and for a frame without bytes. */
    public Bytes data() {
        return data;
    }

    /**
     * What the frame says; decoded when first asked for.
     *
     * @return the events; empty for a comment, and for an answer that is no chat
     * @throws io.patchbay.api.error.GatewayException of kind {@code UPSTREAM} if the frame is malformed
     */
    public List<ChatEvent> events() {
        List<ChatEvent> known = events;
        if (known == null) {
            known = List.copyOf(decoder.decode(this));
            events = known;
        }
        return known;
    }

    /** Whether {@link #events} is already known, so that asking costs nothing. */
    public boolean decoded() {
        return events != null;
    }

    /** The same frame, decoded by a decoder. */
    public Frame decodedBy(FrameDecoder reader) {
        return new Frame(bytes, type, data, reader, events);
    }

    /** A frame that says something else in this one's place; its bytes are written anew. */
    public Frame withEvents(List<ChatEvent> changed) {
        return of(changed);
    }
}
