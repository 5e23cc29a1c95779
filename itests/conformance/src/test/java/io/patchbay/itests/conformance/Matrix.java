package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many cases came out right, by pair of dialects and property; and which did not. */
final class Matrix {
    private static final int SHOWN = 40;

    private final String title;
    private final Map<String, Map<String, int[]>> rows = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    Matrix(String title) {
        this.title = title;
    }

    /** Notes a case: what was expected, and what came. */
    void note(Spoken from, Spoken to, String property, String name, Object expected, Object actual) {
        boolean right = expected.equals(actual);
        count(from, to, property, right);
        if (!right) {
            wrong.add("%s -> %s, %s, %s: expected %s, got %s".formatted(from, to, property, name, expected, actual));
        }
    }

    /** Counts a case. */
    void count(Spoken from, Spoken to, String property, boolean right) {
        int[] count = rows.computeIfAbsent(from.name() + " -> " + to.name(), _ -> new TreeMap<>())
                .computeIfAbsent(property, _ -> new int[2]);
        count[0] += right ? 1 : 0;
        count[1]++;
    }

    /** Prints the matrix, and fails if a case came out wrong. */
    void check() {
        print();
        assertThat(wrong.stream().limit(SHOWN).toList()).as("%s: %d wrong", title, wrong.size()).isEmpty();
    }

    /** Prints the matrix. */
    void print() {
        System.out.println(title);
        rows.forEach((pair, properties) -> {
            StringBuilder line = new StringBuilder("  %-40s".formatted(pair));
            properties.forEach((property, count) -> line.append("  ").append(property).append(' ').append(count[0])
                    .append(" of ").append(count[1]));
            System.out.println(line);
        });
    }
}
