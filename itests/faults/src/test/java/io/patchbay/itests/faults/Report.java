package io.patchbay.itests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is printed, and written to {@code target/faults-report.md}: a table of faults by dialect, and every case. */
final class Report {
    private static final Path FILE = Path.of("target", "faults-report.md");

    private Report() {}

    /** Writes it down; the summary is returned. */
    static String write(List<Judged> all) {
        String summary = summary(all);
        String cases = all.stream().map(judged -> "- " + judged.inWords()).collect(Collectors.joining("\n"));
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, "# Faults\n\n" + summary + "\n## Cases\n\n"
                    + "What was done | what the client saw | requests, in ms from the beginning | verdict\n\n" + cases
                    + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return summary;
    }

    private static String summary(List<Judged> all) {
        StringBuilder table = new StringBuilder("| fault | ").append(
                Arrays.stream(Face.values()).map(Face::toString).collect(Collectors.joining(" | "))).append(" |\n|---|")
                .append("---|".repeat(Face.values().length)).append('\n');
        all.stream().map(judged -> judged.id()).distinct().sorted().forEach(id -> {
            table.append("| ").append(id);
            for (Face face : Face.values()) {
                table.append(" | ").append(cell(all.stream()
                        .filter(judged -> judged.id().equals(id)
                                && judged.client() == face)
                        .toList()));
            }
            table.append(" |\n");
        });
        return table + "\n" + all.size() + " cases: " + counts(all) + "\n";
    }

    private static String cell(List<Judged> some) {
        long right = some.stream().filter(judged -> judged.verdict() == Verdict.RIGHT).count();
        return right == some.size() ? Long.toString(right) : counts(some);
    }

    private static String counts(List<Judged> some) {
        return some.stream().collect(Collectors.groupingBy(Judged::verdict, TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
