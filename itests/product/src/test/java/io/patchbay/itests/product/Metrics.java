package io.patchbay.itests.product;

import java.util.Arrays;
import java.util.List;

/**
 * Metrics in Prometheus' text format.
 *
 * @param lines the samples, without comments
 */
public record Metrics(List<String> lines) {
    static Metrics of(String text) {
        return new Metrics(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** The sum of a metric's samples that have all these labels, each as {@code name="value"}. */
    public double sum(String name, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
