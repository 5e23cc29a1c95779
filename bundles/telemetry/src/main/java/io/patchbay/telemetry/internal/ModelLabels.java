package io.patchbay.telemetry.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds the models that get a label of their own; those that come later share one. */
final class ModelLabels {
    static final String OTHER = "other";

    private final Set<String> own = ConcurrentHashMap.newKeySet();
    private final int max;

    ModelLabels(int max) {
        this.max = max;
    }

    /** The label of a model; a few models too many may get one when they come at the same moment. */
    String of(String model) {
        if (own.contains(model)) {
            return model;
        }
        if (own.size() >= max) {
            return OTHER;
        }
        own.add(model);
        return model;
    }
}
