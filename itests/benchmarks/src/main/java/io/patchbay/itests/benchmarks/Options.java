package io.patchbay.itests.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the benchmark is asked for on its command line.
 *
 * @param profile full, or with {@code --quick} a smoke test; {@code --rounds N} sets how often all takes its turn
 * @param only what is measured, {@code --only NAME,NAME}; empty for everything
 * @param json where the results go as JSON, {@code --json FILE}
 * @param patchbayCommand what starts the gateway, {@code --patchbay-command 'CMD'}; {@code {port}},
 *     {@code {managementPort}}, {@code {mock}} and {@code {work}} in it are replaced
 * @param baselineCommand what starts another build of the gateway, to compare with, {@code --baseline-command 'CMD'}
 * @param swapBundle the jar of the provider that the gateway's command uses, {@code --swap-bundle JAR}: it is updated
 *     under load
 * @param patchbayUrl where a gateway runs already, {@code --patchbay-url URL}
 * @param patchbayPid its process, {@code --patchbay-pid N}
 * @param model the model to ask the gateway for, {@code --patchbay-model NAME}
 * @param token the bearer token that every request carries, {@code --patchbay-token TOKEN}
 * @param mockPort the mock upstream's port, {@code --mock-port N}; 0 takes any free one
 */
record Options(
        Profile profile,
        Set<String> only,
        Optional<Path> json,
        Optional<String> patchbayCommand,
        Optional<String> baselineCommand,
        Optional<Path> swapBundle,
        Optional<String> patchbayUrl,
        Optional<Long> patchbayPid,
        String model,
        String token,
        int mockPort) {

    static final String TRANSLATED = "translated";
    static final String SWAP = "swap";

    private static final Set<String> NAMES = Set.of(
            "quick",
            "only",
            "json",
            "rounds",
            "patchbay-command",
            "baseline-command",
            "swap-bundle",
            "patchbay-url",
            "patchbay-pid",
            "patchbay-model",
            "patchbay-token",
            "mock-port");

    static final String USAGE = """
            usage: bench [--quick] [--rounds N] [--only NAME,NAME] [--json FILE] [--mock-port N]
                         [--patchbay-command 'CMD' [--swap-bundle JAR] | --patchbay-url URL [--patchbay-pid N]]
                         [--baseline-command 'CMD']
                         [--patchbay-model NAME] [--patchbay-token TOKEN]
            Each NAME is one of saturation, fixedRate, streams, highRate, translated, swap, openStreams.
            In CMD, {port}, {managementPort}, {mock} (the upstream's URL) and {work} (a directory) are replaced.""";

    /** Reads them; throws {@link IllegalArgumentException} with a line for the user. */
    static Options of(String... args) {
        Arguments arguments = Arguments.of(args).only(NAMES);
        Profile profile = arguments.has("quick") ? Profile.quick() : Profile.full();
        return new Options(
                profile.withRounds(arguments.number("rounds", profile.rounds())),
                arguments.text("only").map(Options::sections).orElse(Set.of()),
                arguments.text("json").map(Path::of),
                arguments.text("patchbay-command"),
                arguments.text("baseline-command"),
                arguments.text("swap-bundle").map(Path::of),
                arguments.text("patchbay-url"),
                arguments.text("patchbay-pid").map(Long::valueOf),
                arguments.text("patchbay-model", "gpt-bench"),
                arguments.text("patchbay-token", "bench"),
                arguments.number("mock-port", 0));
    }

    private static Set<String> sections(String names) {
        Set<String> known = Stream.concat(Stream.of(TRANSLATED, SWAP), Arrays.stream(Load.values()).map(Load::label))
                .collect(Collectors.toUnmodifiableSet());
        Set<String> asked = Set.copyOf(Arrays.asList(names.split(",", -1)));
        asked.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("--only knows no " + name);
        });
        return asked;
    }

    /** Whether a load, or a section of this name, is measured. */
    boolean wants(String name) {
        return only.isEmpty() || only.contains(name);
    }
}
