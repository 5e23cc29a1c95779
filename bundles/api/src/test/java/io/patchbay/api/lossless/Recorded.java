package io.patchbay.api.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recorded exchange.
 *
 * @param name the file, below the folder of all recordings
 * @param path the path that was asked for
 * @param request the request's body
 * @param response the answer's body
 */
record Recorded(String name, String path, String request, String response) {

    /** All exchanges in a vendor's folder; the test is skipped where the recordings are missing. */
    static List<Recorded> of(String vendor) {
        Path root = Path.of(System.getenv().getOrDefault("PATCHBAY_RECORDINGS", "../../../shared/recordings"));
        Path folder = root.resolve("rig").resolve(vendor);
        assumeTrue(Files.isDirectory(folder), () -> "recordings of " + vendor + ": no " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Recorded> all = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                try (MappingIterator<JsonNode> exchanges =
                        new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
                    exchanges.forEachRemaining(each -> all.add(new Recorded(root.relativize(file).toString(),
                            each.at("/when/path").asText(), each.at("/when/body").asText(),
                            each.at("/then/body").asText())));
                }
            }
            assertThat(all).isNotEmpty();
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON of each event of a streamed response; empty where it is none. */
    List<JsonNode> events() {
        if (response.startsWith("{")) {
            return List.of();
        }
        return response.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Trees.read(line.substring("data: ".length())))
                .toList();
    }
}
