package io.patchbay.api.routing;

import io.patchbay.api.exchange.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts targets in an order of its own for each key, such as a user: always the same one, in which a target comes first
 * for as many of all keys as its weight says.
 *
 * <p>It is a rendezvous: each target draws a lot for the key, and the highest lot wins, whoever else is there. So when a
 * weight changes, or a target comes or goes, only those keys go elsewhere that must: where a target's share grows from
 * 5 % to 10 %, it gets 5 % of the keys from others, keeps its own, and no other key moves.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** A target with its lot. */
    private record Drawn(Target target, double lot) {}

    /**
     * Puts targets in order.
     *
     * @param key whom or what the order is for; the same on every machine, in every version
     * @param targets at any number; those of weight 0 come last, in the order in which they are given
     * @return all of them, the first one first
     */
    public static List<Target> order(CharSequence key, List<Target> targets) {
        long seed = hash(FNV_OFFSET, key);
        List<Drawn> drawn = new ArrayList<>(targets.size());
        for (Target target : targets) {
            drawn.add(new Drawn(target, lot(seed, target)));
        }
        drawn.sort(Comparator.comparingDouble((Drawn each) -> -each.lot));
        List<Target> ordered = new ArrayList<>(targets.size());
        for (Drawn each : drawn) {
            ordered.add(each.target);
        }
        return ordered;
    }

    /** Of exponential draws at rates like the weights the smallest comes from each as often as its weight says. */
    private static double lot(long seed, Target target) {
        long hash = mixed(hash(hash(seed, target.provider()) * FNV_PRIME, target.model()));
        double uniform = ((hash >>> 11) + 0.5) * 0x1p-53;
        return target.weight() / -Math.log(uniform);
    }

    /** FNV-1a, by characters. */
    private static long hash(long seed, CharSequence text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Makes every bit depend on every other one; the finish of SplitMix64. */
    private static long mixed(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
