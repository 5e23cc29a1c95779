package io.patchbay.dialect.openai.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/** Recorded exchanges of vendors that speak this dialect; they are not part of the project. */
final class Recordings {
    private static final List<String> VENDORS =
            List.of("copilot", "deepseek", "doubleword", "groq", "llamacpp", "mistral",
                    "mistralrs", "ollama", "openai", "openrouter", "perplexity", "venice", "xai");

    private static final Map<String, List<Exchange>> BY_PATH = new ConcurrentHashMap<>();

    private Recordings() {}

    /**
     * One exchange.
     *
     * @param source the file
     * @param request the body that was sent
     * @param status the status that came back
     * @param headers the headers that came back
     * @param response the body that came back
     */
    record Exchange(String source, String request, int status, Headers headers, String response) {
        boolean streamed() {
            return headers.first("content-type").orElse("").startsWith("text/event-stream");
        }

        /** The answer's frames, as a transport would cut them. */
        List<Frame> frames() {
            return streamed() ? Fixtures.frames(response) : List.of(Frame.of(Bytes.utf8(response)));
        }

        @Override
        public String toString() {
            return source;
        }
    }

    /** The recorded exchanges whose path ends so; skips the test where there are no recordings. */
    static List<Exchange> ofPath(String pathEnd) {
        Path folder = folder();
        assumeTrue(Files.isDirectory(folder), () -> "no recordings at " + folder);
        return BY_PATH.computeIfAbsent(pathEnd, path -> load(folder, path));
    }

    private static List<Exchange> load(Path folder, String pathEnd) {
        List<Exchange> exchanges = new ArrayList<>();
        for (String vendor : VENDORS) {
            try (Stream<Path> files = Files.walk(folder.resolve("rig").resolve(vendor))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
                    read(file, folder.relativize(file).toString(), pathEnd, exchanges);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return exchanges;
    }

    private static Path folder() {
        String named = System.getenv("PATCHBAY_RECORDINGS");
        if (named != null) {
            return Path.of(named);
        }
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        return root.resolveSibling("shared").resolve("recordings");
    }

    private static void read(Path file, String name, String pathEnd, List<Exchange> exchanges) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(pathEnd)) {
            return;
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        ObjectMapper mapper = new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
        try (MappingIterator<JsonNode> documents = mapper.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                JsonNode when = document.path("when");
                JsonNode then = document.path("then");
                if (when.path("path").asText().endsWith(pathEnd)) {
                    exchanges.add(new Exchange(name, when.path("body").asText(), then.path("status").asInt(),
                            headers(then.path("header")), then.path("body").asText("")));
                }
            }
        }
    }

    private static Headers headers(JsonNode list) {
        Headers.Builder headers = Headers.builder();
        list.forEach(header -> headers.add(header.path("name").asText(), header.path("value").asText()));
        return headers.build();
    }
}
