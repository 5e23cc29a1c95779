package io.patchbay.telemetry.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Time series by what tells them apart, each looked up in its family once: the library's own look-up builds and compares
 * lists of labels.
 *
 * @param <K> the labels' values
 * @param <S> the series that share them
 */
final class Series<K, S> {
    private final Map<K, S> known = new ConcurrentHashMap<>();
    private final Function<K, S> lookUp;

    Series(Function<K, S> lookUp) {
        this.lookUp = lookUp;
    }

    S of(K labels) {
        // A get before, because computeIfAbsent may lock what is there already.
        S series = known.get(labels);
        return series != null ? series : known.computeIfAbsent(labels, lookUp);
    }
}
