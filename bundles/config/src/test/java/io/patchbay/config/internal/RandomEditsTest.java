package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random edits, one upon the other: what is wanted is what is read, and what is not touched stays to the byte. */
class RandomEditsTest {
    private static final int RUNS = 60;
    private static final int EDITS = 12;
    private static final Pattern COMMENT = Pattern.compile("note-\\d+");

    private static final String BLOCKS = """
            # note-1: the head of the document

            # note-2
            io.patchbay.ingress:
              # note-3
              port: 8080   # note-4
              anonymous: true

            # note-5
            # note-6
            io.patchbay.key~a:
                provider: 'main'
                .value: "$[env:KEY]"   # note-7

                models:   # note-8
                  - gpt-*   # note-9
                  - "o1"
                weight: 0.50
                text: |
                  one
                   # no comment
                  two

                last: >-
                  folded
                  text
              # note-10

            io.patchbay.route~chat: { model: "gpt-*", targets: [ main, "lab=0.05" ] }   # note-11
            "io.patchbay.route~quoted": {"model": x,
               targets: [a, b] # note-12
               }
            io.patchbay.provider.mock~m: {}
            # note-13: the end
            """;
    private static final String LINES = """
            io.patchbay.ingress: { port: 8080 } # note-1
            io.patchbay.key~a: { provider: main, .value: "$[secret:🙂]", weight: 3, models: ["gpt-*"] }
            # note-2 🙂
            io.patchbay.key~b: { provider: main }
            io.patchbay.list~c:
              models:
              - a
              - b
              port: 1""";
    private static final String JSON = """
            // note-1
            {
              // note-2
              "io.patchbay.ingress": { "port": 8080, "anonymous": true }, // note-3
              /* note-4 */
              "io.patchbay.key~a": {
                "provider": "main", /* note-5 */
                // note-6
                "weight": 5e-1,
                "models": ["a", "b"] // note-7
              },
              "io.patchbay.key~b": {}, "io.patchbay.key~c": {"x": 1,"y":"// no, comment"}
            }
            // note-8
            """;

    @ParameterizedTest
    @CsvSource({"BLOCKS,a.yaml", "LINES,a.yaml", "WINDOWS,a.yaml", "JSON,a.json", "COMPACT,a.json", "FLOW,a.yaml"})
    void stayWhatTheyAre(String sample, String file) throws Exception {
        String text = switch (sample) {
            case "BLOCKS" -> BLOCKS;
            case "LINES" -> LINES;
            case "WINDOWS" -> BLOCKS.replace("\n", "\r\n");
            case "JSON" -> JSON;
            case "COMPACT" -> "{\"a.b\":{\"c\":1,\"d\":[true]},\"a.c\":{\"e\":\"f\"}}";
            default -> "{a.b: {c: 1, d: [true,]}, 'a.c': {e: f,},\n a.d: {}}\n";
        };
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            String now = text;
            for (int i = 0; i < EDITS; i++) {
                now = edit(file, now, random, sample + " " + seed + "/" + i);
            }
        }
    }

    private static String edit(String file, String text, Random random, String name) throws Exception {
        Document before = DocumentReader.read(file, text);
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>(before.values());
        Set<String> touched = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(wanted, random, touched);
        }
        String edited = DocumentEdit.apply(before, wanted);
        Document after = DocumentReader.read(file, edited);
        String description = name + "\n" + text + "\n--- " + wanted + "\n" + edited;
        assertThat(DocumentEdit.same(after.values(), wanted)).as(description).isTrue();
        for (Section section : before.sections().values()) {
            for (Setting setting : section.settings().values()) {
                if (!touched.contains(section.pid()) && !touched.contains(section.pid() + " " + setting.key())) {
                    Setting kept = after.sections().get(section.pid()).settings().get(setting.key());
                    assertThat(slice(edited, kept)).as(description).isEqualTo(slice(text, setting));
                }
            }
        }
        List<String> comments = new ArrayList<>(COMMENT.matcher(edited).results().map(MatchResult::group).toList());
        assertThat(comments).as(description).doesNotHaveDuplicates();
        if (touched.stream().allMatch(what -> isThere(before, what))
                && wanted.keySet().containsAll(before.sections().keySet()) && sameKeys(before, wanted)) {
            // Values have changed, but no key went: only a comment in the middle of a value may go with it.
            List<String> expected = COMMENT.matcher(text).results().map(MatchResult::group)
                    .filter(note -> !note.equals("note-9")).toList();
            assertThat(comments).as(description).containsAll(expected);
        }
        return edited;
    }

    private static boolean sameKeys(Document before, Map<String, Map<String, Object>> wanted) {
        return before.sections().values().stream()
                .allMatch(section -> wanted.get(section.pid()).keySet().containsAll(section.settings().keySet()));
    }

    private static boolean isThere(Document document, String what) {
        return document.sections().containsKey(what.split(" ", 2)[0]);
    }

    private static String slice(String text, Setting setting) {
        return text.substring(setting.span().start(), setting.span().end());
    }

    private static void change(Map<String, Map<String, Object>> wanted, Random random, Set<String> touched) {
        List<String> pids = List.copyOf(wanted.keySet());
        String pid = pids.isEmpty() || random.nextInt(5) == 0
                ? "io.patchbay.new~" + random.nextInt(20)
                : pids.get(random.nextInt(pids.size()));
        Map<String, Object> section = wanted.computeIfAbsent(pid, added -> {
            touched.add(added);
            return new LinkedHashMap<>();
        });
        if (random.nextInt(8) == 0) {
            touched.add(pid);
            wanted.remove(pid);
            return;
        }
        List<String> keys = List.copyOf(section.keySet());
        String key = keys.isEmpty() || random.nextInt(3) == 0
                ? List.of(".value", "port", "a", "model x", "weight").get(random.nextInt(5))
                : keys.get(random.nextInt(keys.size()));
        touched.add(pid + " " + key);
        if (random.nextInt(3) == 0) {
            section.remove(key);
        } else {
            section.put(key, value(random));
        }
    }

    private static Object value(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> random.nextBoolean();
            case 1 -> BigInteger.valueOf(random.nextInt(100_000) - 50_000L);
            case 2 -> new BigDecimal(random.nextInt(1_000)).movePointLeft(2);
            case 3 -> List.of();
            case 4 -> List.of(text(random), text(random));
            default -> text(random);
        };
    }

    private static String text(Random random) {
        String alphabet = "ab#:-, {}[]\"'\\\n\t*&!|>%@`~.0é🙂";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
