package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A dialect as an upstream speaks it: small answers, whole or streamed, and errors. What {@link Faults} are told in.
 *
 * <p>A stream is its {@link #opening}, an event for each of its {@link #words}, its {@link #finish} and its
 * {@link #terminator}. Every answer says that it used one token of input, and one of output for each word.
 */
public interface Tongue {

    /** What an upstream may complain about. */
    enum Trouble {
        /** The upstream itself: its status says more. */
        FAILURE,
        /** Too many requests. */
        RATE_LIMIT,
        /** An unknown key. */
        KEY,
        /** A key that may not do this. */
        PERMISSION,
        /** A conversation that is too long for the model. */
        CONTEXT_LENGTH,
        /** A content policy that refuses the request. */
        CONTENT_FILTER,
        /** An assistant's message at the end, which the model does not take. */
        PREFILL
    }

    /** The dialect's name, such as {@code openai-chat}. */
    String dialect();

    /** The media type of a stream. */
    default String streamType() {
        return "text/event-stream";
    }

    /** A whole answer. */
    Bytes answer(List<String> words);

    /** The events of a stream before its first word; may be none. */
    List<Bytes> opening();

    /** An event for each word, from the first word of the answer on. */
    List<Bytes> words(List<String> words);

    /**
     * The events that say why an answer ends.
     *
     * @param words all that it said
     * @param filtered whether a content policy ends it
     */
    List<Bytes> finish(List<String> words, boolean filtered);

    /**
     * The events after the finish that say that the stream is over; none where the finish says it.
     *
     * @param words all that the answer said
     */
    List<Bytes> terminator(List<String> words);

    /** An event that breaks off in the middle of its JSON. */
    Bytes malformed();

    /** A sign of life that says nothing. */
    default Bytes heartbeat() {
        return Bytes.utf8(": ping\n\n");
    }

    /** An error in the middle of a stream. */
    Bytes errorEvent();

    /**
     * An answer that is an error.
     *
     * @param status its HTTP status; with 200 it pretends to be an answer
     * @param headers further header lines
     */
    Script error(int status, Trouble trouble, String... headers);

    /** A complete stream. */
    default List<Bytes> stream(List<String> words) {
        List<Bytes> stream = new ArrayList<>(opening());
        stream.addAll(words(words));
        stream.addAll(finish(words, false));
        stream.addAll(terminator(words));
        return stream;
    }
}
