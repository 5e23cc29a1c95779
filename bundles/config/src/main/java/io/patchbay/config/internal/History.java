package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.config.internal.Document.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The states that the document has been in, one file each, its owner's alone. Secrets that stand in the document itself
 * are not kept: a mask is. Not for concurrent use.
 */
final class History {
    /** How many states are kept. */
    static final int KEPT = 50;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern FILE = Pattern.compile("(\\d{1,9})\\.json");

    private final Path directory;
    private final InstantSource clock;

    /**
     * One state.
     *
     * @param n its number, from 1
     * @param time when it came into force
     * @param origin who brought it: file, api, cli, console, restore or environment
     * @param etag the digest of the text
     * @param changed the PIDs that were other than in the state before
     * @param format how the text is written
     * @param text the document, with masks
     */
    record State(int n, Instant time, String origin, String etag, List<String> changed, Format format, String text) {
        /** What a list of states shows. */
        Map<String, Object> summary() {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("n", n);
            summary.put("time", time);
            summary.put("origin", origin);
            summary.put("etag", etag);
            summary.put("changed", changed);
            return summary;
        }
    }

    History(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Keeps a state, and lets the oldest go. */
    void add(String origin, String etag, Collection<String> changed, Format format, String text) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        List<Integer> numbers = numbers();
        int n = numbers.isEmpty() ? 1 : numbers.getFirst() + 1;
        State state = new State(n, clock.instant(), origin, etag, List.copyOf(changed), format, text);
        Map<String, Object> content = new LinkedHashMap<>(state.summary());
        content.put("format", format.name().toLowerCase(Locale.ROOT));
        content.put("text", text);
        AtomicFile.write(file(n), Json.of(content).getBytes(UTF_8));
        for (int old : numbers.subList(Math.min(numbers.size(), KEPT - 1), numbers.size())) {
            Files.deleteIfExists(file(old));
        }
    }

    /** All states, newest first; what cannot be read is left out. */
    List<State> states() throws IOException {
        List<State> states = new ArrayList<>();
        for (int n : numbers()) {
            state(n).ifPresent(states::add);
        }
        return states;
    }

    /** The newest state; empty where there is none. */
    Optional<State> newest() throws IOException {
        List<Integer> numbers = numbers();
        return numbers.isEmpty() ? Optional.empty() : state(numbers.getFirst());
    }

    /** One state; empty where it is not there, or cannot be read. */
    Optional<State> state(int n) throws IOException {
        Path file = file(n);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Map<String, String> members = new LinkedHashMap<>();
        List<String> changed = new ArrayList<>();
        try (JsonParser json = JSON.createParser(Files.readString(file))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        changed.add(json.getText());
                    }
                } else {
                    members.put(name, json.getText());
                }
            }
            return Optional.of(new State(n, Instant.parse(members.getOrDefault("time", "")),
                    members.getOrDefault("origin", ""), members.getOrDefault("etag", ""), changed,
                    Format.valueOf(members.getOrDefault("format", "").toUpperCase(Locale.ROOT)),
                    members.getOrDefault("text", "")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The numbers, newest first. */
    private List<Integer> numbers() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> FILE.matcher(String.valueOf(file.getFileName())))
                    .filter(name -> name.matches())
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private Path file(int n) {
        return directory.resolve(n + ".json");
    }
}
