package io.patchbay.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns of text: the first to the left, the others to the right. */
final class Table {
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, String... heads) {
        this.title = title;
        rows.add(List.of(heads));
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** A number with so many decimals; a dash for what was not measured. */
    static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** How many times the yardstick's value this one is. */
    static String times(double value, double yardstick) {
        return number(value / yardstick, 2);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                String format = column == 0 ? "%-" + width(column) + "s" : "  %" + width(column) + "s";
                line.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
