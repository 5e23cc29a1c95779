package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The benchmark: the mock upstream asked directly, through nginx, through the bare relay and through Patchbay, in one
 * go and in turns, so that what disturbs the machine disturbs all of them alike.
 *
 * <p>Everything runs on this machine's loopback address, for a bounded time. {@link Options} says how to call it. It
 * exits with 0 if every subject that was not left out gave every answer, else with 1; with 2 for a wrong command line.
 */
public final class Bench {
    private static final int SPARE_FILES = 500;

    private final long start = System.nanoTime();
    private final Options options;
    private final Profile profile;
    private final Meter meter;
    private final List<String> notes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<SubjectResult> results = new ArrayList<>();
    private Translated translated = Translated.NOT_MEASURED;
    private Optional<Swap> swap = Optional.empty();

    private Bench(Options options) {
        this.options = options;
        this.profile = options.profile();
        this.meter = new Meter(profile);
    }

    /** Runs it and exits. */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(new Bench(options).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        Path directory = Files.createTempDirectory("patchbay-bench");
        int mockPort = options.mockPort() == 0 ? Subjects.freePort() : options.mockPort();
        List<Subject> subjects = new Subjects(options, directory, mockPort, notes::add).all();
        try (UpstreamProcess _ = UpstreamProcess.start(mockPort, directory)) {
            start(subjects);
            warmUp(results);
            inTurns(Load.SATURATION);
            inTurns(Load.FIXED_RATE);
            inTurns(Load.STREAMS);
            highRate();
            translated();
            swap();
            results.forEach(result -> result.rssLoaded(Meter.rss(result.subject().gauge())));
            openStreams();
        } finally {
            subjects.forEach(Subject::stop);
        }
        Report report = new Report(profile, results, translated, swap, notes, faults);
        System.out.print(report.text(Duration.ofNanos(System.nanoTime() - start)));
        if (options.json().isPresent()) {
            report.writeJson(options.json().get());
        }
        System.out.println("logs: " + directory);
        return faults.isEmpty() && Stream.concat(results.stream(), translated.results().stream())
                .allMatch(result -> result.failed() == 0);
    }

    /** Starts all, the demanding ones several times for their start time. */
    private void start(List<Subject> subjects) {
        for (Subject subject : subjects) {
            progress("start " + subject.name());
            SubjectResult result = new SubjectResult(subject);
            try {
                for (int i = subject.demanding() ? profile.starts() : 1; i > 0; i--) {
                    subject.stop();
                    subject.start().ifPresent(result.startSeconds()::add);
                }
                rest();
                result.rssIdle(Meter.rss(subject.gauge()));
                results.add(result);
            } catch (IOException e) {
                faults.add(subject.name() + ": did not start: " + e.getMessage());
                subject.stop();
            }
        }
    }

    private void warmUp(List<SubjectResult> subjects) throws IOException {
        for (SubjectResult result : subjects) {
            progress("warm up " + result.name());
            Target target = result.subject().target();
            ClosedLoop.run(target, profile.connections(), profile.warmUp());
            warmUpStreams(target);
        }
    }

    private void warmUpStreams(Target target) throws IOException {
        StreamLoad.run(target, profile.streams());
    }

    private void inTurns(Load load) throws IOException {
        if (options.wants(load.label())) {
            inTurns(results, load, profile.rounds());
        }
    }

    private void inTurns(List<SubjectResult> subjects, Load load, int rounds) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (SubjectResult result : subjects) {
                progress("%s %d/%d %s".formatted(load.label(), round, rounds, result.name()));
                meter.measure(result, load);
            }
        }
    }

    private void highRate() throws IOException {
        if (!options.wants(Load.HIGH_RATE.label())) {
            return;
        }
        for (SubjectResult result : demanding()) {
            progress(Load.HIGH_RATE.label() + " " + result.name());
            // Its many connections take paths through the code that nothing before has warmed up.
            OpenLoop.run(result.subject().target(), profile.highRate(), profile.warmUp());
            meter.measure(result, Load.HIGH_RATE);
        }
    }

    private void translated() throws IOException {
        Optional<Subject> gateway = gateway();
        if (gateway.isPresent() && options.wants(Options.TRANSLATED)) {
            translated = Translated.of(gateway.get());
            warmUp(translated.results());
            for (Load load : Translated.LOADS) {
                inTurns(translated.results(), load, Math.ceilDiv(profile.rounds(), 2));
            }
            faults.addAll(translated.faults(profile.mostTimesTranslated()));
        }
    }

    private Optional<Subject> gateway() {
        return results.stream().map(SubjectResult::subject)
                .filter(subject -> subject.name().equals(Subject.PATCHBAY)).findFirst();
    }

    private void swap() {
        if (!options.wants(Options.SWAP)) {
            return;
        }
        Optional<Subject> gateway = gateway().filter(subject -> subject.admin().isPresent());
        if (gateway.isEmpty() || options.swapBundle().isEmpty()) {
            notes.add("swap: skipped, it needs --patchbay-command and --swap-bundle");
            return;
        }
        progress("swap " + gateway.get().name());
        try {
            Subject subject = gateway.get();
            Swap result = Swap.measure(
                    subject.target(), subject.admin().orElseThrow(), options.swapBundle().get(), profile.swap());
            swap = Optional.of(result);
            faults.addAll(result.faults(profile.swap()));
        } catch (IOException e) {
            faults.add("swap: not measured: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void openStreams() {
        if (!options.wants(Load.OPEN_STREAMS.label())) {
            return;
        }
        for (SubjectResult result : demanding()) {
            progress(Load.OPEN_STREAMS.label() + " " + result.name());
            Subject subject = result.subject();
            try {
                openStreams(result, subject);
            } catch (IOException e) {
                faults.add(subject.name() + ": open streams not measured: " + e.getMessage());
            } finally {
                subject.stop();
            }
        }
    }

    /** In a process started afresh, so that its memory is that of the streams, not what was left of other loads. */
    private void openStreams(SubjectResult result, Subject subject) throws IOException {
        subject.stop();
        subject.start();
        warmUpStreams(subject.target());
        rest();
        if (enoughFiles(subject)) {
            meter.measure(result, Load.OPEN_STREAMS);
        }
    }

    private boolean enoughFiles(Subject subject) {
        int streams = profile.openStreams().streams();
        long theirs = subject.gauge().map(gauge -> gauge.openFileLimit()).orElse(Long.MAX_VALUE);
        long ours = ProcessGauge.openFileLimit(ProcessHandle.current().pid());
        boolean enough = theirs >= 2L * streams + SPARE_FILES && ours >= (long) streams + SPARE_FILES;
        if (!enough) {
            faults.add("%s: %d open streams not measured: the limits of open files are %d there and %d here"
                    .formatted(subject.name(), streams, theirs, ours));
        }
        return enough;
    }

    private List<SubjectResult> demanding() {
        return results.stream().filter(result -> result.subject().demanding()).toList();
    }

    private void rest() {
        try {
            Thread.sleep(profile.rest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(String text) {
        System.err.printf("%4d s  %s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds(), text);
    }
}
