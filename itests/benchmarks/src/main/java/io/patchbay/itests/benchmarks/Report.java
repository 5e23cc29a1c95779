package io.patchbay.itests.benchmarks;

import static io.patchbay.itests.benchmarks.Table.count;
import static io.patchbay.itests.benchmarks.Table.number;
import static io.patchbay.itests.benchmarks.Table.times;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The results as tables for a person and as JSON for a program. */
final class Report {
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;
    private static final double DISTURBED = 0.1;

    private final Profile profile;
    private final List<SubjectResult> results;
    private final Translated translated;
    private final Optional<Swap> swap;
    private final List<String> notes;
    private final List<String> faults;

    Report(Profile profile, List<SubjectResult> results, Translated translated, Optional<Swap> swap,
            List<String> notes, List<String> faults) {
        this.profile = profile;
        this.results = results;
        this.translated = translated;
        this.swap = swap;
        this.notes = notes;
        this.faults = faults;
    }

    String text(Duration took) {
        StringBuilder text = new StringBuilder();
        List.of(requests(), highRate(), streams(), openStreams(), baseline(), translated(), swap(), starts()).stream()
                .filter(table -> !table.isEmpty())
                .forEach(table -> text.append('\n').append(table));
        text.append('\n');
        text.append("other programs took %s%% of the machine at the median, %s%% at most, while it was measured\n"
                .formatted(number(100 * others().median(LoadResult.Round::othersShare), 0),
                        number(100 * others().max(LoadResult.Round::othersShare), 0)));
        if (others().median(LoadResult.Round::othersShare) > DISTURBED) {
            text.append("that is too much: trust the ratios within the tables at most, and measure again\n");
        }
        notes.forEach(note -> text.append(note).append('\n'));
        failures().forEach(failure -> text.append("FAILED ").append(failure).append('\n'));
        return text.append("took ").append(took.toSeconds()).append(" s\n").toString();
    }

    private Table requests() {
        Table table = new Table(
                "whole answers: at saturation (%d connections), and at %,d a second"
                        .formatted(profile.connections(), profile.rate()),
                "", "CPU us", "x relay", "req/s", "x relay", "p50 ms", "p99 ms",
                "@rate CPU us", "x relay", "added p50 us", "added p99 us", "RSS MB", "failed");
        for (SubjectResult result : results) {
            table.row(List.of(
                    result.name(),
                    number(result.cpu(Load.SATURATION), 1),
                    times(result.cpu(Load.SATURATION), relay(r -> r.cpu(Load.SATURATION))),
                    number(perSecond(result), 0),
                    times(perSecond(result), relay(Report::perSecond)),
                    number(percentile(result, Load.SATURATION, 50) / KILO, 2),
                    number(percentile(result, Load.SATURATION, 99) / KILO, 2),
                    number(result.cpu(Load.FIXED_RATE), 1),
                    times(result.cpu(Load.FIXED_RATE), relay(r -> r.cpu(Load.FIXED_RATE))),
                    number(added(result, r -> percentile(r, Load.FIXED_RATE, 50)), 0),
                    number(added(result, r -> percentile(r, Load.FIXED_RATE, 99)), 0),
                    number(result.rssLoaded() / MEGA, 0),
                    failed(result, Load.SATURATION, Load.FIXED_RATE)));
        }
        return table;
    }

    private Table highRate() {
        Table table = new Table(
                "%,d requests a second for %d s".formatted(profile.highRate(), profile.highRateTime().toSeconds()),
                "", "answered", "p50 ms", "p99 ms", "max ms", "CPU us", "x relay", "RSS MB", "failed");
        for (SubjectResult result : results) {
            result.load(Load.HIGH_RATE).ifPresent(load -> table.row(List.of(
                    result.name(),
                    count(load.tally().answered()),
                    number(load.tally().latencies().micros(50) / KILO, 2),
                    number(load.tally().latencies().micros(99) / KILO, 2),
                    number(load.tally().latencies().maxMicros() / KILO, 1),
                    number(result.cpu(Load.HIGH_RATE), 1),
                    times(result.cpu(Load.HIGH_RATE), relay(r -> r.cpu(Load.HIGH_RATE))),
                    number(load.max(LoadResult.Round::rssPeak) / MEGA, 0),
                    failed(result, Load.HIGH_RATE))));
        }
        return table;
    }

    private Table streams() {
        StreamLoad.Shape shape = profile.streams();
        Table table = new Table(
                "%,d streams at once, %d events each, one every %d ms"
                        .formatted(shape.streams(), shape.events(), shape.intervalMs()),
                "", "whole", "added to first p50 us", "p99 us", "added per event p50 us", "p99 us",
                "CPU us per event", "x relay", "failed");
        for (SubjectResult result : results) {
            result.load(Load.STREAMS).ifPresent(load -> table.row(List.of(
                    result.name(),
                    count(load.tally().answered()),
                    number(added(result, r -> first(r, 50)), 0),
                    number(added(result, r -> first(r, 99)), 0),
                    number(added(result, r -> percentile(r, Load.STREAMS, 50)), 0),
                    number(added(result, r -> percentile(r, Load.STREAMS, 99)), 0),
                    number(result.cpu(Load.STREAMS), 1),
                    times(result.cpu(Load.STREAMS), relay(r -> r.cpu(Load.STREAMS))),
                    failed(result, Load.STREAMS))));
        }
        return table;
    }

    private Table openStreams() {
        StreamLoad.Shape shape = profile.openStreams();
        Table table = new Table(
                "%,d streams open in one fresh process, an event every %d ms on each"
                        .formatted(shape.streams(), shape.intervalMs()),
                "", "open at once", "whole", "RSS MB before", "RSS MB peak", "x relay", "KB per stream",
                "growth KB per stream", "event p50 ms", "p99 ms", "failed");
        for (SubjectResult result : results) {
            result.load(Load.OPEN_STREAMS).ifPresent(load -> {
                double before = load.max(LoadResult.Round::rssBefore);
                double peak = load.max(LoadResult.Round::rssPeak);
                int open = load.tally().peakOpen();
                table.row(List.of(
                        result.name(),
                        count(open),
                        count(load.tally().answered()),
                        number(before / MEGA, 0),
                        number(peak / MEGA, 0),
                        times(peak, relay(Report::openStreamsRss)),
                        number(peak / KILO / open, 1),
                        number((peak - before) / KILO / open, 1),
                        number(load.tally().latencies().micros(50) / KILO, 2),
                        number(load.tally().latencies().micros(99) / KILO, 2),
                        failed(result, Load.OPEN_STREAMS)));
            });
        }
        return table;
    }

    /** The two builds' CPU time of the same rounds, so that what disturbs one round counts once. */
    private Table baseline() {
        Table table = new Table(
                "CPU us per request or event, beside the baseline in the same rounds",
                "", "rounds", "baseline", "patchbay", "x baseline", "lowest", "highest");
        for (Load load : Load.values()) {
            List<LoadResult.Round> before = rounds(Subject.BASELINE, load);
            List<LoadResult.Round> now = rounds(Subject.PATCHBAY, load);
            if (!before.isEmpty() && before.size() == now.size()) {
                double[] ratios = IntStream.range(0, now.size())
                        .mapToDouble(i -> now.get(i).cpuMicros() / before.get(i).cpuMicros())
                        .sorted()
                        .toArray();
                table.row(List.of(
                        load.label(),
                        count(ratios.length),
                        number(LoadResult.median(before, LoadResult.Round::cpuMicros), 1),
                        number(LoadResult.median(now, LoadResult.Round::cpuMicros), 1),
                        number(LoadResult.median(ratios), 3),
                        number(ratios[0], 3),
                        number(ratios[ratios.length - 1], 3)));
            }
        }
        return table;
    }

    private List<LoadResult.Round> rounds(String name, Load load) {
        return results.stream()
                .filter(result -> result.name().equals(name))
                .flatMap(result -> result.load(load).stream())
                .flatMap(found -> found.rounds().stream())
                .toList();
    }

    private Table translated() {
        Table table = new Table(
                "clients of each dialect, a provider of openai-chat, which alone is passed through",
                "", "CPU us", "x passed", "p50 ms", "p99 ms", "CPU us per event", "x passed", "event p50 us", "p99 us",
                "failed");
        for (SubjectResult result : translated.results()) {
            table.row(List.of(
                    result.name(),
                    number(result.cpu(Load.SATURATION), 1),
                    number(translated.timesPassedThrough(result, Load.SATURATION), 2),
                    number(percentile(result, Load.SATURATION, 50) / KILO, 2),
                    number(percentile(result, Load.SATURATION, 99) / KILO, 2),
                    number(result.cpu(Load.STREAMS), 1),
                    number(translated.timesPassedThrough(result, Load.STREAMS), 2),
                    number(percentile(result, Load.STREAMS, 50), 0),
                    number(percentile(result, Load.STREAMS, 99), 0),
                    failed(result, Load.SATURATION, Load.STREAMS)));
        }
        return table;
    }

    private Table swap() {
        Table table = new Table(
                "swap: the provider's bundle updated under 1,000 requests a second and 200 open streams",
                "", "s", "answered", "failed", "streams", "broken", "longest gap ms", "p50 ms", "p99 ms", "max ms");
        swap.ifPresent(result -> {
            table.row(swap("quiet", result.quiet()));
            table.row(swap(result.updates() + " updates", result.during()));
        });
        return table;
    }

    private static List<String> swap(String name, LoadFigures figures) {
        return List.of(
                name,
                number(figures.time().toMillis() / KILO, 1),
                count(figures.answered()),
                count(figures.failedRequests()),
                count(figures.streams()),
                count(figures.brokenStreams()),
                number(figures.longestGapMs(), 0),
                number(figures.p50Ms(), 2),
                number(figures.p99Ms(), 2),
                number(figures.maxMs(), 1));
    }

    private Table starts() {
        Table table = new Table("start", "", "first answer s, each start", "idle RSS MB");
        for (SubjectResult result : results) {
            if (!Double.isNaN(result.rssIdle()) || !result.startSeconds().isEmpty()) {
                List<String> seconds = result.startSeconds().stream().map(s -> number(s, 2)).toList();
                table.row(List.of(
                        result.name(),
                        seconds.isEmpty() ? "-" : String.join(" ", seconds),
                        number(result.rssIdle() / MEGA, 0)));
            }
        }
        return table;
    }

    private static double perSecond(SubjectResult result) {
        return result.load(Load.SATURATION)
                .map(l -> l.median(LoadResult.Round::perSecond))
                .orElse(Double.NaN);
    }

    private static double openStreamsRss(SubjectResult result) {
        return result.load(Load.OPEN_STREAMS).map(l -> l.max(LoadResult.Round::rssPeak)).orElse(Double.NaN);
    }

    private static double percentile(SubjectResult result, Load load, double percentile) {
        return result.load(load).map(l -> l.tally().latencies().micros(percentile)).orElse(Double.NaN);
    }

    private static double first(SubjectResult result, double percentile) {
        return result.load(Load.STREAMS)
                .map(l -> l.tally().firstEvents().micros(percentile))
                .orElse(Double.NaN);
    }

    /** What a subject adds to the direct way's figure. */
    private double added(SubjectResult result, ToDoubleFunction<SubjectResult> figure) {
        return result.name().equals(Subject.DIRECT)
                ? Double.NaN
                : figure.applyAsDouble(result) - of(Subject.DIRECT, figure);
    }

    private double relay(ToDoubleFunction<SubjectResult> figure) {
        return of(Subject.RELAY, figure);
    }

    private double of(String name, ToDoubleFunction<SubjectResult> figure) {
        Optional<SubjectResult> found = results.stream().filter(r -> r.name().equals(name)).findFirst();
        return found.map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private static String failed(SubjectResult result, Load... loads) {
        long failed = 0;
        for (Load load : loads) {
            failed += result.load(load).map(l -> l.tally().failed()).orElse(0L);
        }
        return count(failed);
    }

    private Stream<SubjectResult> measured() {
        return Stream.concat(results.stream(), translated.results().stream());
    }

    private LoadResult others() {
        LoadResult all = new LoadResult();
        measured().forEach(result -> result.loads().values().forEach(load -> load.rounds()
                .forEach(round -> all.add(round, new Tally()))));
        return all;
    }

    private List<String> failures() {
        List<String> lines = new ArrayList<>(faults);
        measured().forEach(result -> result.loads().forEach((load, found) -> found.tally().failures()
                .forEach((reason, count) -> lines
                        .add("%s, %s: %d x %s".formatted(result.name(), load.label(), count, reason)))));
        return lines;
    }

    void writeJson(Path file) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), JsonReport.of(profile, results, translated, swap, notes, failures()));
    }
}
