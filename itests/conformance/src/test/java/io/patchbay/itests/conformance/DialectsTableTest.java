package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** {@code bundles/DIALECTS.md} says what the code does, because it is written by it. */
class DialectsTableTest {
    private static final Path TABLES = Path.of("../../bundles/DIALECTS.md");
    private static final Path PROVIDERS = Path.of("../../distribution/target/patchbay/providers");
    private static final String WRITE = "patchbay.write-tables";
    private static final String COMMAND = "mvn -pl itests/conformance -am verify -DskipITs -Dtest=DialectsTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE;
    private static final Pattern SPEAKS = Pattern.compile("name=\"patchbay.speaks\"[^>]*>([^<]*)<");

    @Test
    void theTablesAreWhatTheCodeSays() throws IOException {
        if (System.getProperty(WRITE) != null) {
            Files.writeString(TABLES, tables());
        }

        assertThat(Files.readString(TABLES)).as("written anew by: " + COMMAND).isEqualTo(tables());
    }

    @Test
    void nothingOfARequestIsLostWithoutAWord() {
        assertThat(Feature.ALL).allSatisfy(
                feature -> assertThat(Spoken.ALL).allSatisfy(dialect -> assertThat(feature.in(dialect))
                        .as(feature.name()).isNotEqualTo(Feature.LOST)));
    }

    private static String tables() throws IOException {
        return """
                # What each dialect can say

                Written from the code by a test; after a change of it, run `%s`.

                ## Requests
                What becomes of a request on its way to a provider of another dialect: `no` is left out and named in \
                `x-patchbay-dropped`, `as` is told in other words. To a provider of its own dialect it goes as it came.

                %s
                ## Answers
                What becomes of an answer on its way to a client of another dialect: `no` is left out.

                %s
                ## Operations
                `translated` is there for clients with providers of any dialect that has it, `passed on` with providers of this \
                dialect alone, `answered` by Patchbay itself.

                %s
                ## Providers
                Which dialects each of the bundles in `provider-bundles` speaks upstream, unless `dialects` of its configuration \
                says otherwise.

                %s""".formatted(COMMAND, table("a request's", Feature.ALL, Feature::name, Feature::in),
                table("an answer's", AnswerFeature.ALL, AnswerFeature::name, AnswerFeature::in),
                table("operation", operations(), Operation::name, DialectsTableTest::operation),
                table("provider", List.copyOf(providers().entrySet()), Map.Entry::getKey,
                        (provider, dialect) -> provider.getValue().contains(dialect.name()) ? "yes" : ""));
    }

    private static <T> String table(String corner, List<T> rows, Function<T, String> name,
            BiFunction<T, Spoken, String> cell) {
        Stream<String> head = Stream.of(line(corner, Spoken::name), line("---", _ -> "---"));
        return Stream.concat(head, rows.stream().map(row -> line(name.apply(row), each -> cell.apply(row, each))))
                .collect(Collectors.joining());
    }

    private static String line(String first, Function<Spoken, String> cell) {
        return Stream.concat(Stream.of(first), Spoken.ALL.stream().map(cell))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static List<Operation> operations() {
        return Spoken.ALL.stream().flatMap(each -> each.dialect().endpoints().stream()).map(Endpoint::operation)
                .distinct().toList();
    }

    private static String operation(Operation operation, Spoken spoken) {
        Dialect dialect = spoken.dialect();
        if (dialect.endpoints().stream().noneMatch(endpoint -> endpoint.operation().equals(operation))) {
            return "no";
        }
        boolean translated = (operation.equals(Operation.CHAT) && dialect instanceof ChatCodec)
                || (operation.equals(Operation.EMBEDDINGS) && dialect instanceof EmbeddingCodec);
        boolean answered = (operation.equals(Operation.MODELS) || operation.equals(Operation.MODEL))
                && dialect instanceof ModelsCodec;
        return translated ? "translated" : answered ? "answered" : "passed on";
    }

    /** The packaged providers, with the dialects that they speak. */
    private static Map<String, List<String>> providers() throws IOException {
        Map<String, List<String>> providers = new TreeMap<>();
        try (Stream<Path> jars = Files.list(PROVIDERS)) {
            for (Path jar : jars.toList()) {
                providers.put(jar.getFileName().toString().replaceAll("io\\.patchbay\\.provider\\.|\\.jar", ""),
                        dialects(jar));
            }
        }
        return providers;
    }

    /** What a provider's descriptor says, or its component. */
    private static List<String> dialects(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> dialects = new ArrayList<>();
            for (ZipEntry entry : zip.stream().filter(each -> each.getName().startsWith("OSGI-INF/")).toList()) {
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                if (entry.getName().endsWith("/provider.json")) {
                    new ObjectMapper().readTree(text).path("dialects").forEach(each -> dialects.add(each.asText()));
                } else {
                    SPEAKS.matcher(text).results().flatMap(each -> each.group(1).strip().lines())
                            .forEach(dialects::add);
                }
            }
            return dialects;
        }
    }
}
