package io.patchbay.config.internal;

import java.util.ArrayList;
import java.util.List;

/** The unified difference of two texts, by the longest lines they have in common. */
final class Diff {
    private static final int CONTEXT = 3;
    /** Texts whose differing parts are longer, one times the other, are shown as replaced. */
    private static final long MAX_CELLS = 4_000_000;

    /** A line with its mark: space, minus or plus. */
    private record Line(char mark, String text) {}

    private Diff() {}

    /** In the format of {@code diff -u}; empty where nothing differs. */
    static String unified(String oldName, String old, String newName, String other) {
        List<Line> lines = lines(old.lines().toList(), other.lines().toList());
        StringBuilder diff = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        int i = 0;
        while (i < lines.size()) {
            if (lines.get(i).mark() == ' ') {
                oldLine++;
                newLine++;
                i++;
                continue;
            }
            int start = Math.max(0, i - CONTEXT);
            int end = end(lines, i);
            int before = i - start;
            hunk(diff, lines.subList(start, end), oldLine - before, newLine - before);
            for (; i < end; i++) {
                oldLine += lines.get(i).mark() == '+' ? 0 : 1;
                newLine += lines.get(i).mark() == '-' ? 0 : 1;
            }
        }
        return diff.isEmpty() ? "" : "--- " + oldName + "\n+++ " + newName + "\n" + diff;
    }

    /** Where the hunk ends that begins with a change: changes with little between them are in one. */
    private static int end(List<Line> lines, int from) {
        int same = 0;
        int i = from;
        while (i < lines.size() && same <= 2 * CONTEXT) {
            same = lines.get(i).mark() == ' ' ? same + 1 : 0;
            i++;
        }
        return i - Math.max(0, same - CONTEXT);
    }

    private static void hunk(StringBuilder diff, List<Line> lines, int oldStart, int newStart) {
        long old = lines.stream().filter(line -> line.mark() != '+').count();
        long other = lines.stream().filter(line -> line.mark() != '-').count();
        diff.append("@@ -").append(old == 0 ? oldStart - 1 : oldStart).append(',').append(old).append(" +")
                .append(other == 0 ? newStart - 1 : newStart).append(',').append(other).append(" @@\n");
        lines.forEach(line -> diff.append(line.mark()).append(line.text()).append('\n'));
    }

    private static List<Line> lines(List<String> old, List<String> other) {
        int head = 0;
        int shorter = Math.min(old.size(), other.size());
        while (head < shorter && old.get(head).equals(other.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(other.get(other.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        old.subList(0, head).forEach(text -> lines.add(new Line(' ', text)));
        changed(old.subList(head, old.size() - tail), other.subList(head, other.size() - tail), lines);
        old.subList(old.size() - tail, old.size()).forEach(text -> lines.add(new Line(' ', text)));
        return lines;
    }

    private static void changed(List<String> old, List<String> other, List<Line> lines) {
        int i = 0;
        int j = 0;
        if ((long) old.size() * other.size() <= MAX_CELLS) {
            int[][] common = common(old, other);
            while (i < old.size() && j < other.size()) {
                if (old.get(i).equals(other.get(j))) {
                    lines.add(new Line(' ', old.get(i++)));
                    j++;
                } else if (common[i + 1][j] >= common[i][j + 1]) {
                    lines.add(new Line('-', old.get(i++)));
                } else {
                    lines.add(new Line('+', other.get(j++)));
                }
            }
        }
        old.subList(i, old.size()).forEach(text -> lines.add(new Line('-', text)));
        other.subList(j, other.size()).forEach(text -> lines.add(new Line('+', text)));
    }

    /** How many lines the ends of two texts have in common, by where they begin. */
    private static int[][] common(List<String> old, List<String> other) {
        int[][] common = new int[old.size() + 1][other.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(other.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
