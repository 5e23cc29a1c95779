package io.patchbay.core.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every frame of an answer the bytes that the client expects: its own where it still has them, new ones where it
 * comes from another dialect, a filter or a provider that answers with events.
 */
final class ClientAnswer {
    private ClientAnswer() {}

    /** The answer in the client's dialect, whole or streamed as the client asked. */
    static Answer of(Exchange exchange, Answer answer, Snapshot snapshot) {
        WireRequest request = exchange.request();
        if (!request.operation().equals(Operation.CHAT) || answer.status() >= 300) {
            return answer;
        }
        Dialect dialect = snapshot.dialect(request.dialect()).orElse(null);
        if (!(dialect instanceof ChatCodec codec)) {
            return answer;
        }
        if (request.stream() == answer.streamed()) {
            return answer.streamed() ? encodedWhereNeeded(answer, codec, request) : wholeWhereNeeded(answer, codec);
        }
        return request.stream() ? streamed(answer, codec, request) : whole(answer, codec);
    }

    private static Answer encodedWhereNeeded(Answer answer, ChatCodec codec, WireRequest request) {
        Headers headers = answer.headers().contains("content-type")
                ? answer.headers()
                : answer.headers().with("content-type", codec.encoder(request).contentType());
        return answer.withHeaders(headers).wrap(source -> new Encoding(source, codec, request));
    }

    private static Answer wholeWhereNeeded(Answer answer, ChatCodec codec) {
        Headers headers = answer.headers().contains("content-type")
                ? answer.headers()
                : answer.headers().with("content-type", "application/json");
        Answer typed = answer.withHeaders(headers);
        return typed.map(frame -> frame.bytes().isPresent() ? frame : Frame.of(write(frame, codec)));
    }

    private static Bytes write(Frame frame, ChatCodec codec) {
        return codec.writeResponse(Answer.whole(200, Headers.EMPTY, FrameSource.of(List.of(frame))).whole());
    }

    private static Answer streamed(Answer answer, ChatCodec codec, WireRequest request) {
        String type = codec.encoder(request).contentType();
        FrameSource events = new EventsOnly(answer);
        return Answer.stream(answer.status(), answer.headers().withOnly("content-type", type),
                new Encoding(events, codec, request));
    }

    private static Answer whole(Answer answer, ChatCodec codec) {
        try (answer) {
            Bytes body = codec.writeResponse(answer.whole());
            return Answer.whole(answer.status(), answer.headers().withOnly("content-type", "application/json"), body);
        }
    }

    /** Writes the events of frames that have no bytes. */
    private static final class Encoding implements FrameSource {
        private final FrameSource source;
        private final ChatCodec codec;
        private final WireRequest request;
        private @Nullable EventEncoder encoder;
        private boolean passedBytes;
        private boolean over;

        private Encoding(FrameSource source, ChatCodec codec, WireRequest request) {
            this.source = source;
            this.codec = codec;
            this.request = request;
        }

        @Override
        public Optional<Frame> next() {
            while (!over) {
                Optional<Frame> pulled = source.next();
                if (pulled.isEmpty()) {
                    over = true;
                    return passedBytes ? Optional.empty() : frame(encoder().end());
                }
                Frame frame = pulled.get();
                if (frame.bytes().isPresent()) {
                    passedBytes = true;
                    if (frame.decoded()) {
                        encoder().encode(frame.events());
                    }
                    return pulled;
                }
                Optional<Frame> written = frame(encoder().encode(frame.events()));
                if (written.isPresent()) {
                    return written;
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            source.close();
        }

        private EventEncoder encoder() {
            EventEncoder known = encoder;
            if (known == null) {
                known = codec.encoder(request);
                encoder = known;
            }
            return known;
        }

        private static Optional<Frame> frame(Bytes bytes) {
            return bytes.isEmpty() ? Optional.empty() : Optional.of(Frame.of(bytes));
        }
    }

    /** An answer's frames without their bytes. */
    private record EventsOnly(Answer answer) implements FrameSource {
        @Override
        public Optional<Frame> next() {
            return answer.next().map(frame -> Frame.of(frame.events()));
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
