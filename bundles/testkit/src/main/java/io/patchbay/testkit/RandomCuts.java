package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cuts bytes at random places, the same ones for the same seed: inside UTF-8, inside CRLF, many events in one piece, one
 * event over many. Not safe for use by many threads.
 */
public final class RandomCuts {
    private final SplittableRandom random;

    /** Cuts of a seed, which a failing test should name. */
    public RandomCuts(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Cuts bytes into pieces of which none is empty; together they are the bytes.
     *
     * <p>The size of the pieces differs from call to call: from single bytes up to all in one.
     */
    public List<Bytes> cut(Bytes bytes) {
        int largest = 1 << random.nextInt(1, 14);
        List<Bytes> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.size();) {
            int to = Math.min(bytes.size(), from + random.nextInt(1, largest + 1));
            pieces.add(bytes.slice(from, to));
            from = to;
        }
        return pieces;
    }

    /** A place in bytes, from 0 up to their size. */
    public int place(Bytes bytes) {
        return random.nextInt(bytes.size() + 1);
    }

    /** The bytes with a few of them changed, inserted or lost. */
    public Bytes damage(Bytes bytes) {
        Bytes damaged = bytes;
        for (int left = random.nextInt(1, 5); left > 0; left--) {
            int from = place(damaged);
            int to = Math.min(damaged.size(), from + random.nextInt(3));
            byte[] noise = new byte[random.nextInt(3)];
            random.nextBytes(noise);
            damaged = damaged.splice(from, to, Bytes.wrap(noise));
        }
        return damaged;
    }
}
