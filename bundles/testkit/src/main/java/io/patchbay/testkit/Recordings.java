package io.patchbay.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The recordings of real provider traffic: the folder that the environment variable {@code PATCHBAY_RECORDINGS} names,
 * or {@code ../shared/recordings} beside the repository.
 */
public final class Recordings {
    /** What was read, by its folder: reading takes longer than most tests. */
    private static final Map<Path, List<Recording>> READ = new ConcurrentHashMap<>();

    private final Path root;
    private final YAMLMapper yaml;

    private Recordings(Path root) {
        this.root = root;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        yaml = new YAMLMapper(YAMLFactory.builder().loaderOptions(options).build());
    }

    /** The recordings; where they are missing, the calling test is skipped and says so. */
    public static Recordings open() {
        return new Recordings(TestData.folder("PATCHBAY_RECORDINGS", "recordings"));
    }

    /** The recordings in a folder. */
    public static Recordings in(Path folder) {
        return new Recordings(folder);
    }

    /**
     * The exchanges in a folder and those below, in the order of their files, read once; where it is missing, the calling
     * test is skipped and says so, which a static initializer would make an error of.
     *
     * @param folder below the folder of all recordings, such as {@code rig/openai}
     */
    public List<Recording> of(String folder) {
        Path start = root.resolve(folder);
        assumeTrue(Files.isDirectory(start), () -> "no recordings in " + start);
        return READ.computeIfAbsent(start, this::readAll);
    }

    private List<Recording> readAll(Path start) {
        try (Stream<Path> files = Files.walk(start)) {
            List<Recording> all = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                read(file, all);
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path file, List<Recording> all) throws IOException {
        try (MappingIterator<JsonNode> exchanges = yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
            for (int number = 1; exchanges.hasNext(); number++) {
                JsonNode exchange = exchanges.next();
                JsonNode when = exchange.path("when");
                JsonNode then = exchange.path("then");
                List<String> query = new ArrayList<>();
                when.path("query_param").forEach(each -> query.add(text(each, "name") + "=" + text(each, "value")));
                all.add(new Recording(root.relativize(file) + "#" + number, text(when, "method"), text(when, "path"),
                        String.join("&", query), headers(when), body(when), then.path("status").asInt(),
                        headers(then), body(then)));
            }
        }
    }

    private static Headers headers(JsonNode message) {
        Headers.Builder headers = Headers.builder();
        message.path("header").forEach(each -> headers.add(text(each, "name"), text(each, "value")));
        return headers.build();
    }

    private static Bytes body(JsonNode message) {
        String text = text(message, "body");
        return text(message, "body_encoding").equals("base64")
                ? Bytes.wrap(Base64.getMimeDecoder().decode(text))
                : Bytes.utf8(text);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }
}
