package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
    @TempDir
    Path directory;

    @Test
    void jsonMayHaveComments() throws Exception {
        Document document = DocumentReader.read("patchbay.json", """
                // the gateway
                {
                  "io.patchbay.ingress": { "port": 8080 }, /* the
                  keys */
                  "io.patchbay.key~main-1": { "provider": "main", "weight": 0.5, "models": ["a", "b"], "enabled": true }
                }
                """);

        assertThat(document.sections()).containsOnlyKeys("io.patchbay.ingress", "io.patchbay.key~main-1");
        Section key = document.sections().get("io.patchbay.key~main-1");
        assertThat(key.place()).isEqualTo(new Place("patchbay.json", 5, 3));
        assertThat(key.type()).isEqualTo("io.patchbay.key");
        assertThat(key.name()).isEqualTo("main-1");
        assertThat(key.settings().values()).extracting(Setting::value)
                .containsExactly("main", new BigDecimal("0.5"), List.of("a", "b"), true);
    }

    @Test
    void yamlSaysTheSame() throws Exception {
        Document document = DocumentReader.read("patchbay.yaml", """
                # the gateway
                io.patchbay.ingress: { port: 8080 }
                io.patchbay.key~main-1:
                  provider: main
                  .value: "$[env:KEY]"
                  models: ["gpt-*"]
                io.patchbay.provider.mock~steady: {}
                """);

        assertThat(document.sections().get("io.patchbay.ingress").settings().get("port").value())
                .isEqualTo(BigInteger.valueOf(8080));
        assertThat(document.sections().get("io.patchbay.key~main-1").settings().values())
                .extracting(setting -> setting.key() + " " + setting.place() + " " + setting.value())
                .containsExactly("provider patchbay.yaml:4:3 main", ".value patchbay.yaml:5:3 $[env:KEY]",
                        "models patchbay.yaml:6:3 [gpt-*]");
        assertThat(document.sections().get("io.patchbay.provider.mock~steady").settings()).isEmpty();
    }

    @Test
    void anEmptyDocumentConfiguresNothing() throws Exception {
        assertThat(DocumentReader.read("patchbay.yaml", "# nothing\n").sections()).isEmpty();
        assertThat(DocumentReader.read("patchbay.json", "{}").sections()).isEmpty();
    }

    @Test
    void aSyntaxErrorHasLineAndColumn() {
        assertThat(problems("patchbay.json", "{\n  \"a\": {\n  \"b\": }\n}"))
                .singleElement().asString().startsWith("patchbay.json:3:").contains("Unexpected character ('}'");
        assertThat(problems("patchbay.yaml", "a:\n  b: [1, 2\nc: {}\n"))
                .singleElement().asString().matches("patchbay\\.yaml:[23]:\\d+: .*").doesNotContain("\n");
        assertThat(problems("patchbay.yaml", "a: {models: [*]}\n")).singleElement().asString()
                .startsWith("patchbay.yaml:1:");
    }

    @Test
    void everythingThatHasNoPlaceIsNamedWithItsLine() {
        assertThat(problems("patchbay.yaml", """
                a: 1
                b:
                  c: null
                  d: { e: 1 }
                  f: [[1]]
                  g: 1
                  g: 2
                b: {}
                """)).containsExactly("patchbay.yaml:1:1: a: expected an object of settings, {} for none",
                "patchbay.yaml:3:6: b: c: has no value; leave the key out for the default",
                "patchbay.yaml:4:6: b: d: expected text, a number, true, false, or a list of these",
                "patchbay.yaml:5:7: b: f: expected text, a number, true, false, or a list of these",
                "patchbay.yaml:7:3: b: g: is there already, in line 6",
                "patchbay.yaml:8:1: b: is there already, in line 2");
        assertThat(problems("patchbay.yaml", "- a\n"))
                .containsExactly("patchbay.yaml:1:1: expected an object: PID or factoryPid~name, and its settings");
        assertThat(problems("patchbay.yaml", "a: {}\n---\nb: {}\n"))
                .containsExactly("patchbay.yaml:3:1: one document is expected, here begins another");
        assertThat(problems("patchbay.yaml", "a: {b: &x 1, c: *x}\n")).singleElement().asString().contains("aliases");
    }

    @Test
    void aSyntaxErrorDoesNotCiteWhatMayBeASecret() {
        assertThat(problems("patchbay.json", "{ \"a.b\": { \".value\": sk-planted } }")).singleElement().asString()
                .startsWith("patchbay.json:1:").doesNotContain("sk");
        assertThat(problems("patchbay.yaml", "a.b: { .value: @sk-planted }")).singleElement().asString()
                .doesNotContain("planted");
        assertThat(problems("patchbay.yaml", "a.b:\n  .value sk-planted\n  c: 1\n")).singleElement().asString()
                .doesNotContain("planted");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Path big = directory.resolve("big.yaml");
        Files.writeString(big, "#".repeat(DocumentReader.MAX_BYTES + 1));
        assertThatThrownBy(() -> new DocumentFile(big).read()).hasMessageContaining("bigger than 4194304 bytes");
        assertThatThrownBy(() -> new DocumentFile(directory).read()).isInstanceOf(InvalidDocumentException.class);
        assertThat(new DocumentFile(directory.resolve("none.yaml")).read()).isEmpty();
        Path latin = Files.write(directory.resolve("latin.yaml"), new byte[]{'#', (byte) 0xe4});
        assertThatThrownBy(() -> new DocumentFile(latin).read()).hasMessage("latin.yaml: is not text in UTF-8");
    }

    private static List<String> problems(String file, String text) {
        return catchThrowableOfType(InvalidDocumentException.class, () -> DocumentReader.read(file, text)).problems()
                .stream().map(Problem::toString).toList();
    }
}
