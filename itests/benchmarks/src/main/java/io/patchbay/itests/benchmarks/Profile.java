package io.patchbay.itests.benchmarks;

import java.time.Duration;

/**
 * How long and how hard everything is run.
 *
 * @param warmUp load on each subject before anything counts
 * @param rest pause after a start before memory is read
 * @param rounds how often each measurement comes round to every subject
 * @param round how long a subject is measured each time
 * @param connections clients at saturation
 * @param rate requests a second at the fixed rate
 * @param highRate requests a second at the high rate, which only the relay and Patchbay get
 * @param highRateTime how long that is kept up
 * @param streams streams whose times are taken
 * @param openStreams streams that are only held open, which only the relay and Patchbay get
 * @param mostTimesTranslated how many times the CPU of what is passed through a translated request may take
 * @param swap how the provider's bundle is updated under load
 * @param starts how often Patchbay and the relay are started for their start time
 */
record Profile(
        Duration warmUp,
        Duration rest,
        int rounds,
        Duration round,
        int connections,
        int rate,
        int highRate,
        Duration highRateTime,
        StreamLoad.Shape streams,
        StreamLoad.Shape openStreams,
        double mostTimesTranslated,
        Swap.Plan swap,
        int starts) {

    /** About seventeen minutes; its figures may be quoted. */
    static Profile full() {
        return new Profile(
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                5,
                Duration.ofSeconds(6),
                64,
                1_000,
                5_000,
                Duration.ofSeconds(60),
                new StreamLoad.Shape(200, 400, 100, 50),
                new StreamLoad.Shape(9_000, 500, 10, 5_000),
                2,
                new Swap.Plan(20, Duration.ofSeconds(15), 20),
                3);
    }

    /** Under a minute: shows that everything works, but warms nothing up enough for a figure. */
    static Profile quick() {
        return new Profile(
                Duration.ofMillis(700),
                Duration.ofMillis(500),
                2,
                Duration.ofMillis(700),
                64,
                1_000,
                5_000,
                Duration.ofSeconds(2),
                new StreamLoad.Shape(100, 400, 10, 50),
                new StreamLoad.Shape(1_000, 1_000, 3, 1_000),
                Double.POSITIVE_INFINITY,
                new Swap.Plan(3, Duration.ofSeconds(1), Double.POSITIVE_INFINITY),
                1);
    }

    Profile withRounds(int count) {
        return new Profile(
                warmUp, rest, count, round, connections, rate, highRate, highRateTime, streams, openStreams,
                mostTimesTranslated, swap, starts);
    }
}
