package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.config.internal.DocumentEdit.UneditableException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DocumentEditTest {
    private static final String YAML = """
            # The gateway of team X.

            # how clients come in
            io.patchbay.ingress: { port: 8080 }   # as ever

            io.patchbay.key~a:
              provider: main      # which one
              # how often
              weight: 3
              models:             # what it may do
                - "gpt-*"
                - 'o1'
            io.patchbay.route~chat: {model: "gpt-*", targets: [main, "lab=0.05"]}
            """;

    @Test
    void aChangedValueTakesThePlaceOfTheOldOne() throws Exception {
        assertThat(edit("a.yaml", YAML, document -> {
            document.get("io.patchbay.ingress").put("port", BigInteger.TWO);
            document.get("io.patchbay.key~a").put("provider", "lab");
            document.get("io.patchbay.key~a").put("models", List.of("x", "y*"));
            document.get("io.patchbay.route~chat").put("model", "o1");
        })).isEqualTo(YAML.replace("8080", "2").replace("provider: main", "provider: lab")
                .replace("- \"gpt-*\"", "- x").replace("- 'o1'", "- \"y*\"")
                .replace("model: \"gpt-*\"", "model: \"o1\""));
    }

    @Test
    void aBlockMayBecomeOneLineAndItsCommentStays() throws Exception {
        assertThat(edit("a.yaml", YAML, document -> document.get("io.patchbay.key~a").put("models", List.of())))
                .isEqualTo(YAML.replace("models:             #", "models: []             #")
                        .replace("    - \"gpt-*\"\n    - 'o1'\n", ""));
    }

    @Test
    void whatGoesTakesItsCommentsAlong() throws Exception {
        assertThat(edit("a.yaml", YAML, document -> {
            document.remove("io.patchbay.ingress");
            document.get("io.patchbay.key~a").remove("weight");
            document.get("io.patchbay.route~chat").remove("model");
        })).isEqualTo("""
                # The gateway of team X.


                io.patchbay.key~a:
                  provider: main      # which one
                  models:             # what it may do
                    - "gpt-*"
                    - 'o1'
                io.patchbay.route~chat: {targets: [main, "lab=0.05"]}
                """);
    }

    @Test
    void whatIsNewIsAddedInTheStyleOfWhatIsThere() throws Exception {
        assertThat(edit("a.yaml", YAML, document -> {
            document.get("io.patchbay.ingress").put("anonymous", true);
            document.get("io.patchbay.key~a").put(".value", "$[env:KEY]");
            document.put("io.patchbay.key~b", Map.of("provider", "main"));
        })).isEqualTo(YAML.replace("{ port: 8080 }", "{ port: 8080, anonymous: true }")
                .replace("    - 'o1'\n", "    - 'o1'\n  .value: \"$[env:KEY]\"\n")
                + "io.patchbay.key~b: { provider: main }\n");
        assertThat(edit("a.yaml", "a.b:\n    c: 1", document -> document.put("a.d", Map.of("e", "f g"))))
                .isEqualTo("a.b:\n    c: 1\na.d:\n    e: \"f g\"\n");
        assertThat(edit("a.yaml", "a.b: {c: 1}\r\n\r\na.d: {}\r\n", document -> document.put("a.e", Map.of())))
                .isEqualTo("a.b: {c: 1}\r\n\r\na.d: {}\r\n\r\na.e: {}\r\n");
    }

    @Test
    void jsonKeepsItsCommentsAndCommas() throws Exception {
        String json = """
                // the gateway
                {
                  "io.patchbay.ingress": { "port": 8080 }, /* as
                  ever */
                  // a key
                  "io.patchbay.key~a": {
                    "provider": "main", // which one
                    "weight": 0.5
                  }
                }
                """;
        assertThat(edit("a.json", json, document -> {
            document.get("io.patchbay.ingress").put("port", BigInteger.ONE);
            document.get("io.patchbay.key~a").remove("weight");
            document.get("io.patchbay.key~a").put("models", List.of("x"));
            document.put("io.patchbay.key~b", Map.of());
        })).isEqualTo("""
                // the gateway
                {
                  "io.patchbay.ingress": { "port": 1 }, /* as
                  ever */
                  // a key
                  "io.patchbay.key~a": {
                    "provider": "main", // which one
                    "models": ["x"]
                  },
                  "io.patchbay.key~b": {}
                }
                """);
        assertThat(edit("a.json", json, document -> document.remove("io.patchbay.key~a"))).isEqualTo("""
                // the gateway
                {
                  "io.patchbay.ingress": { "port": 8080 } /* as
                  ever */
                }
                """);
    }

    @Test
    void everythingMayGoAndComeAgain() throws Exception {
        assertThat(edit("a.yaml", "# head\na.b: {}\n", Map::clear)).isEqualTo("# head\n{}\n");
        assertThat(edit("a.yaml", "# head\n{}\n", document -> document.put("a.b", Map.of("c", true))))
                .isEqualTo("# head\na.b:\n  c: true\n");
        assertThat(edit("a.json", "{}", document -> document.put("a.b", Map.of("c", true))))
                .isEqualTo("{\n  \"a.b\": {\n    \"c\": true\n  }\n}");
        assertThat(edit("a.yaml", "a.b:\n  c: 1 # d\n", document -> document.get("a.b").clear()))
                .isEqualTo("a.b: {} # d\n");
    }

    @Test
    void textIsQuotedWhereYamlWouldReadSomethingElse() throws Exception {
        for (String text : List.of("true", "No", "8080", "1e3", "", " x", "a: b", "#", "$[env:X]", "ä\u0001\n\"\\",
                "🙂",
                "0x1F", "~", "*", "- a", "null", "2001-01-01")) {
            assertThat(edit("a.yaml", "a.b: { c: 🙂 } # 🙂\n", document -> document.get("a.b").put("c", text)))
                    .endsWith(" } # 🙂\n");
        }
    }

    @Test
    void whatCannotBeEditedIsRefusedAndNotDamaged() {
        assertThatThrownBy(() -> edit("a.yaml", "--- # one\na.b: {}\n...\n", document -> document.put("c.d", Map.of())))
                .isInstanceOf(UneditableException.class)
                .hasMessageStartingWith("a.yaml is written in a way that does not allow this change");
    }

    private static String edit(String file, String text, Consumer<Map<String, Map<String, Object>>> change)
            throws Exception {
        Document document = DocumentReader.read(file, text);
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>(document.values());
        change.accept(wanted);
        return DocumentEdit.apply(document, wanted);
    }
}
