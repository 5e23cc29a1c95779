package io.patchbay.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The gateway, asked in every dialect for what one provider has in one of them: a dialect is translated, or passed
 * through where it is the provider's own.
 *
 * @param results of each dialect; none where it was not measured
 */
record Translated(List<SubjectResult> results) {
    static final Translated NOT_MEASURED = new Translated(List.of());

    /** What is measured, of both in turns. */
    static final List<Load> LOADS = List.of(Load.SATURATION, Load.STREAMS);

    static Translated of(Subject gateway) {
        return new Translated(List.of(Tongue.values()).stream()
                .map(tongue -> new SubjectResult(gateway.speaking(tongue)))
                .toList());
    }

    /** How many times the CPU time of what is passed through this one takes. */
    double timesPassedThrough(SubjectResult result, Load load) {
        return result.cpu(load) / results.getFirst().cpu(load);
    }

    /** What costs too much, a line each. */
    List<String> faults(double mostTimes) {
        List<String> faults = new ArrayList<>();
        for (SubjectResult result : results) {
            for (Load load : LOADS) {
                double times = timesPassedThrough(result, load);
                if (times > mostTimes) {
                    faults.add("translated: %s, %s: takes %.2f times the CPU of what is passed through, more than %.2f"
                            .formatted(result.name(), load.label(), times, mostTimes));
                }
            }
        }
        return faults;
    }
}
