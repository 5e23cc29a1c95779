package io.patchbay.itests.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one kind of load showed of one subject, over all its rounds. */
final class LoadResult {
    private final Tally tally = new Tally();
    private final List<Round> rounds = new ArrayList<>();

    /**
     * One round's figures; NaN stands for what could not be measured.
     *
     * @param units answers, or events of streams
     * @param cpuMicros CPU time of the subject's process per unit
     * @param perSecond answers a second
     * @param rssBefore resident bytes before it
     * @param rssPeak the most resident bytes that were seen in it
     * @param othersShare of the machine's CPU time, what went to programs that are no part of the benchmark
     */
    record Round(
            long units, double cpuMicros, double perSecond, double rssBefore, double rssPeak, double othersShare) {}

    void add(Round round, Tally roundTally) {
        rounds.add(round);
        tally.add(roundTally);
    }

    Tally tally() {
        return tally;
    }

    List<Round> rounds() {
        return Collections.unmodifiableList(rounds);
    }

    /** The median over the rounds: one disturbed round does not move it. */
    double median(ToDoubleFunction<Round> figure) {
        return median(rounds, figure);
    }

    static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    static double median(double[] sorted) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    double max(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }
}
