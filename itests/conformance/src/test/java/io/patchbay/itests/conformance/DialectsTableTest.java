package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code bundles/DIALECTS.md} says what the code does, because it is written by it. */
class DialectsTableTest {
    private static final Path TABLES = Path.of("../../bundles/DIALECTS.md");
    private static final String WRITE = "patchbay.write-tables";
    private static final String COMMAND = "mvn -pl itests/conformance -am verify -DskipITs -Dtest=DialectsTableTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE;

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
                What each of the bundles in `provider-bundles` is, unless its configuration says otherwise. One whose key variable \
                is in the environment is there without a document, all others when they are configured. \
                Dialects are those that it speaks upstream, best first; \
                [surfaces](dialect-openai/README.md#surfaces) are what it has of the operations beyond them.

                %s""".formatted(COMMAND, table("a request's", Feature.ALL, Feature::name, Feature::in),
                table("an answer's", AnswerFeature.ALL, AnswerFeature::name, AnswerFeature::in),
                table("operation", operations(), Operation::name, DialectsTableTest::operation), providers());
    }

    private static <T> String table(String corner, List<T> rows, Function<T, String> name,
            BiFunction<T, Spoken, String> cell) {
        Stream<String> head = Stream.of(line(corner, Spoken::name), line("---", _ -> "---"));
        return Stream.concat(head, rows.stream().map(row -> line(name.apply(row), each -> cell.apply(row, each))))
                .collect(Collectors.joining());
    }

    private static String line(String first, Function<Spoken, String> cell) {
        return row(Stream.concat(Stream.of(first), Spoken.ALL.stream().map(cell)).toArray(String[]::new));
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

    private static String providers() throws IOException {
        Stream<String> head = Stream.of(row("provider", "title", "base URL", "key variable", "dialects", "surfaces"),
                row("---", "---", "---", "---", "---", "---"));
        return Stream.concat(head, PackagedProvider.all().stream()
                .map(each -> row(code(each.type()), each.title(), code(each.baseUrl()), code(each.keyVariable()),
                        each.dialects().stream().map(DialectsTableTest::code).collect(Collectors.joining(", ")),
                        String.join(", ", each.surfaces()))))
                .collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
