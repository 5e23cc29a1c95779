package io.patchbay.core.internal;

import java.util.random.RandomGenerator;

/**
 * What all exchanges share.
 *
 * @param time the clock
 * @param random what weights are drawn with
 * @param deadlines who watches the time
 * @param keyStates what the keys have gone through
 * @param models what models there are
 * @param planner who makes plans
 */
record Pipeline(Time time, RandomGenerator random, Deadlines deadlines, KeyStates keyStates, Models models,
        Planner planner) {}
