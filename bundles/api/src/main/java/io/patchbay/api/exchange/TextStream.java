package io.patchbay.api.exchange;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A chat's answer in no dialect that is plain text, given piece by piece: what a provider answers with that has its text
 * from somewhere and no events of its own.
 *
 * <p>Each piece is a frame. The pieces are pulled as the client reads; a client that wants no stream gets them as one
 * body.
 */
public final class TextStream implements FrameSource {
    private final String model;
    private final Stream<String> pieces;
    private final Iterator<String> left;
    private final Supplier<Usage> usage;
    private boolean begun;
    private boolean over;

    private TextStream(String model, Stream<String> pieces, Supplier<Usage> usage) {
        this.model = Objects.requireNonNull(model, "model");
        this.pieces = pieces;
        this.left = pieces.iterator();
        this.usage = Objects.requireNonNull(usage, "usage");
    }

    /** An answer, status 200, with nothing counted. */
    public static Answer answer(String model, Stream<String> pieces) {
        return answer(model, pieces, () -> Usage.NONE);
    }

    /**
     * An answer, status 200.
     *
     * @param model the model that answers
     * @param pieces the text, cut anywhere; it is closed at its end, or when the answer is given up. An exception of it
     *        that is no {@link GatewayException} becomes one of kind {@link ErrorKind#UPSTREAM}
     * @param usage what the answer used, asked for once at its end
     */
    public static Answer answer(String model, Stream<String> pieces, Supplier<Usage> usage) {
        return Answer.stream(200, Headers.EMPTY, new TextStream(model, pieces, usage));
    }

    @Override
    public Optional<Frame> next() {
        if (over) {
            return Optional.empty();
        }
        if (!begun) {
            begun = true;
            return Optional.of(Frame.of(new ChatEvent.Start("", model, List.of()),
                    new ChatEvent.PartStart(0, 0, Part.Text.of(""))));
        }
        try {
            if (left.hasNext()) {
                return Optional.of(Frame.of(new ChatEvent.TextDelta(0, left.next())));
            }
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The answer broke off.", e);
        }
        over = true;
        close();
        return Optional.of(Frame.of(new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of()), new ChatEvent.UsageReport(usage.get())));
    }

    @Override
    public void close() {
        pieces.close();
    }
}
