package io.patchbay.itests.benchmarks;

import java.io.IOException;

/** The kinds of load, in the order in which they are put on. */
enum Load {
    SATURATION("saturation") {
        @Override
        Tally run(Target target, Profile profile) throws IOException {
            return ClosedLoop.run(target, profile.connections(), profile.round());
        }
    },
    FIXED_RATE("fixedRate") {
        @Override
        Tally run(Target target, Profile profile) throws IOException {
            return OpenLoop.run(target, profile.rate(), profile.round());
        }
    },
    STREAMS("streams") {
        @Override
        Tally run(Target target, Profile profile) throws IOException {
            return StreamLoad.run(target, profile.streams());
        }
    },
    HIGH_RATE("highRate") {
        @Override
        Tally run(Target target, Profile profile) throws IOException {
            return OpenLoop.run(target, profile.highRate(), profile.highRateTime());
        }
    },
    OPEN_STREAMS("openStreams") {
        @Override
        Tally run(Target target, Profile profile) throws IOException {
            return StreamLoad.run(target, profile.openStreams());
        }
    };

    private final String label;

    Load(String label) {
        this.label = label;
    }

    /** Its name in the JSON. */
    String label() {
        return label;
    }

    /** Whether what counts is events, not answers. */
    boolean isStreamed() {
        return this == STREAMS || this == OPEN_STREAMS;
    }

    abstract Tally run(Target target, Profile profile) throws IOException;
}
