package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.exchange.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** What the balancers have in common: targets of weight 0 come last, in the route's order, whatever else is true of them. */
final class Ranking {
    private Ranking() {}

    /** The targets drawn without putting them back, each with a chance in proportion to its weight. */
    static List<Target> drawn(List<Target> targets, RandomGenerator random) {
        List<Target> left = new ArrayList<>(targets);
        List<Target> ordered = new ArrayList<>(targets.size());
        for (double total = sum(left); total > 0; total = sum(left)) {
            ordered.add(left.remove(draw(left, random.nextDouble() * total)));
        }
        ordered.addAll(left);
        return ordered;
    }

    /** The targets from the lowest cost to the highest, equal ones as they stood; each is asked for its cost once. */
    static List<Target> byCost(List<Target> targets, ToDoubleFunction<Target> cost) {
        Priced[] priced = new Priced[targets.size()];
        for (int i = 0; i < priced.length; i++) {
            Target target = targets.get(i);
            priced[i] = new Priced(target, cost.applyAsDouble(target));
        }
        Arrays.sort(priced, Priced.LOWEST_FIRST);
        return Arrays.stream(priced).map(Priced::target).toList();
    }

    private record Priced(Target target, double cost) {
        static final Comparator<Priced> LOWEST_FIRST = Comparator
                .comparing((Priced priced) -> priced.target().weight() == 0)
                .thenComparingDouble(Priced::cost);
    }

    /** The index of the target in whose stretch of all weights laid end to end a point falls. */
    private static int draw(List<Target> targets, double point) {
        int drawn = -1;
        double end = 0;
        for (int i = 0; i < targets.size(); i++) {
            double weight = targets.get(i).weight();
            if (weight > 0) {
                drawn = i;
                end += weight;
                if (point < end) {
                    break;
                }
            }
        }
        return drawn;
    }

    private static double sum(List<Target> targets) {
        double total = 0;
        for (Target target : targets) {
            total += target.weight();
        }
        return total;
    }
}
