package io.patchbay.upstream.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Feeds a framer with a body in any cut. */
final class Pieces {
    private Pieces() {}

    /** All frames of a body that is cut at the given places, in order, each inside the body. */
    static List<Frame> frames(Framer framer, byte[] body, List<Integer> cuts) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(body.length);
        for (int to : ends) {
            if (to > from) {
                framer.add(Bytes.wrap(body).slice(from, to).toArray());
                drain(framer, frames);
            }
            from = to;
        }
        @Nullable
        Frame last = framer.last();
        if (last != null) {
            frames.add(last);
        }
        return frames;
    }

    /** Up to nine random places in a body. */
    static List<Integer> cuts(RandomGenerator random, int length) {
        return random.ints(random.nextInt(10), 0, length + 1).sorted().boxed().toList();
    }

    /** The bytes of all frames. */
    static byte[] joined(List<Frame> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(frame -> all.writeBytes(frame.bytes().orElseThrow().toArray()));
        return all.toByteArray();
    }

    private static void drain(Framer framer, List<Frame> frames) {
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            frames.add(frame);
        }
    }
}
