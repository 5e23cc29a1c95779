package io.patchbay.api.exchange;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An answer on its way: a status, headers, and frames that are pulled.
 *
 * <p>Who gets an answer either passes it on or closes it. The {@code with} methods and {@link #map} take the answer over:
 * the one that they were called on must not be used any more. Used by one thread at a time, but for {@link #close}.
 */
public final class Answer implements AutoCloseable {
    private final int status;
    private final Headers headers;
    private final boolean streamed;
    private final FrameSource frames;
    private final Deque<Frame> pulledBefore;

    private Answer(int status, Headers headers, boolean streamed, FrameSource frames, Deque<Frame> pulledBefore) {
        this.status = status;
        this.headers = headers;
        this.streamed = streamed;
        this.frames = frames;
        this.pulledBefore = pulledBefore;
    }

    /**
     * A stream of events.
     *
     * @param status the HTTP status
     * @param headers headers for the client
     * @param frames where the frames come from
     */
    public static Answer stream(int status, Headers headers, FrameSource frames) {
        return new Answer(status, headers, true, frames, new ArrayDeque<>(2));
    }

    /**
     * An answer that is one body, still to come or already there.
     *
     * @param status the HTTP status
     * @param headers headers for the client
     * @param frames gives one frame, or none for an empty body
     */
    public static Answer whole(int status, Headers headers, FrameSource frames) {
        return new Answer(status, headers, false, frames, new ArrayDeque<>(1));
    }

    /** An answer whose body is there. */
    public static Answer whole(int status, Headers headers, Bytes body) {
        return whole(status, headers, FrameSource.of(List.of(Frame.of(body))));
    }

    /** A chat's answer in no dialect, status 200. */
    public static Answer of(ChatResponse response) {
        return whole(200, Headers.EMPTY, FrameSource.of(List.of(Frame.of(response.events()))));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The headers for the client. */
    public Headers headers() {
        return headers;
    }

    /** Whether the frames are events of a stream; if not, there is at most one. */
    public boolean streamed() {
        return streamed;
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame; empty at the proper end
     * @throws GatewayException if the answer breaks off
     */
    public Optional<Frame> next() {
        Frame first = pulledBefore.poll();
        return first != null ? Optional.of(first) : frames.next();
    }

    /** The answer with one more header. */
    public Answer withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /** The answer with other headers. */
    public Answer withHeaders(Headers all) {
        return new Answer(status, all, streamed, frames, pulledBefore);
    }

    /** The answer with each frame replaced, as it is pulled. */
    public Answer map(UnaryOperator<Frame> change) {
        return wrap(inner -> new FrameSource() {
            @Override
            public Optional<Frame> next() {
                return inner.next().map(change);
            }

            @Override
            public void close() {
                inner.close();
            }
        });
    }

    /** The answer with its source of frames wrapped, for a change that is not frame by frame. */
    public Answer wrap(UnaryOperator<FrameSource> wrapper) {
        return new Answer(status, headers, streamed, wrapper.apply(new Rest(this)), new ArrayDeque<>(2));
    }

    /**
     * Waits for the whole answer and puts it together; the answer stays usable and gives the same frames again.
     *
     * <p>Only for the answer to a chat request with a status below 300.
     *
     * @throws GatewayException if the answer breaks off or is malformed
     */
    public ChatResponse whole() {
        ChatAccumulator accumulator = new ChatAccumulator();
        Deque<Frame> all = new ArrayDeque<>();
        for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
            all.add(frame.get());
            for (ChatEvent event : frame.get().events()) {
                accumulator.add(event);
            }
        }
        pulledBefore.addAll(all);
        return accumulator.response();
    }

    /** Gives the answer up; nothing happens after its end. Safe for use by any thread. */
    @Override
    public void close() {
        frames.close();
    }

    /** What is left of an answer. */
    private record Rest(Answer answer) implements FrameSource {
        @Override
        public Optional<Frame> next() {
            return answer.next();
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
