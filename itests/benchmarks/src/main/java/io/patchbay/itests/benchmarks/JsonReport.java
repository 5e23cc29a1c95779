package io.patchbay.itests.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results as JSON: what was measured, every round by itself; what was not measured is not there. */
final class JsonReport {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private JsonReport() {}

    static ObjectNode of(Profile profile, List<SubjectResult> results, Translated translated, Optional<Swap> swap,
            List<String> notes, List<String> failures) {
        ObjectNode root = JSON.objectNode();
        root.put("time", Instant.now().toString());
        root.put("java", Runtime.version().toString());
        root.put("processors", Runtime.getRuntime().availableProcessors());
        root.put("connections", profile.connections());
        root.put("ratePerSecond", profile.rate());
        root.put("highRatePerSecond", profile.highRate());
        root.put("warmUpSeconds", profile.warmUp().toSeconds());
        ObjectNode subjects = root.putObject("subjects");
        results.forEach(result -> subjects.set(result.name(), subject(result)));
        ObjectNode dialects = root.putObject("translated");
        translated.results().forEach(result -> dialects.set(result.name(), loads(result, JSON.objectNode())));
        swap.ifPresent(result -> root.set("swap", swap(result)));
        texts(root.putArray("notes"), notes);
        texts(root.putArray("failures"), failures);
        return root;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode subject(SubjectResult result) {
        ObjectNode node = JSON.objectNode();
        ArrayNode starts = node.putArray("startSeconds");
        result.startSeconds().forEach(starts::add);
        number(node, "rssIdleBytes", result.rssIdle());
        number(node, "rssLoadedBytes", result.rssLoaded());
        return loads(result, node);
    }

    private static ObjectNode loads(SubjectResult result, ObjectNode node) {
        for (Map.Entry<Load, LoadResult> load : result.loads().entrySet()) {
            node.set(load.getKey().label(), load(load.getKey(), load.getValue()));
        }
        return node;
    }

    private static ObjectNode swap(Swap swap) {
        ObjectNode node = JSON.objectNode();
        node.put("updates", swap.updates());
        node.set("quiet", figures(swap.quiet()));
        node.set("during", figures(swap.during()));
        number(node, "addedP99Ms", swap.addedMs());
        return node;
    }

    private static ObjectNode figures(LoadFigures figures) {
        ObjectNode node = JSON.objectNode();
        number(node, "seconds", figures.time().toMillis() / 1e3);
        node.put("answered", figures.answered());
        figures.failures().forEach(node.putObject("failures")::put);
        node.put("streams", figures.streams());
        figures.broken().forEach(node.putObject("broken")::put);
        number(node, "longestGapMs", figures.longestGapMs());
        number(node, "p50Ms", figures.p50Ms());
        number(node, "p99Ms", figures.p99Ms());
        number(node, "maxMs", figures.maxMs());
        return node;
    }

    private static ObjectNode load(Load load, LoadResult result) {
        ObjectNode node = JSON.objectNode();
        node.put("answered", result.tally().answered());
        ObjectNode failures = node.putObject("failures");
        result.tally().failures().forEach(failures::put);
        String cpu = load.isStreamed() ? "cpuMicrosPerEvent" : "cpuMicrosPerRequest";
        number(node, cpu, result.median(LoadResult.Round::cpuMicros));
        if (load == Load.SATURATION) {
            number(node, "requestsPerSecond", result.median(LoadResult.Round::perSecond));
        }
        number(node, "rssPeakBytes", result.max(LoadResult.Round::rssPeak));
        if (load.isStreamed()) {
            node.put("openAtOnce", result.tally().peakOpen());
            node.set("firstEventMicros", percentiles(result.tally().firstEvents()));
            node.set("eventMicros", percentiles(result.tally().latencies()));
        } else {
            node.set("latencyMicros", percentiles(result.tally().latencies()));
        }
        ArrayNode rounds = node.putArray("rounds");
        result.rounds().forEach(round -> rounds.add(round(round)));
        return node;
    }

    private static ObjectNode round(LoadResult.Round round) {
        ObjectNode node = JSON.objectNode();
        node.put("units", round.units());
        number(node, "cpuMicros", round.cpuMicros());
        number(node, "perSecond", round.perSecond());
        number(node, "rssBeforeBytes", round.rssBefore());
        number(node, "rssPeakBytes", round.rssPeak());
        number(node, "othersShare", round.othersShare());
        return node;
    }

    private static ObjectNode percentiles(Latencies latencies) {
        ObjectNode node = JSON.objectNode();
        for (double percentile : PERCENTILES) {
            String name = percentile == 100 ? "max" : "p" + String.valueOf(percentile).replace(".0", "");
            number(node, name, latencies.micros(percentile));
        }
        return node;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, Math.round(value * 1000) / 1000.0);
        }
    }
}
