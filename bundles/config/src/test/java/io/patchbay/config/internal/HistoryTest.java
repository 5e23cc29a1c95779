package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.config.internal.Document.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path directory;

    @Test
    void theLastFiftyStatesAreKept() throws Exception {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        History history = new History(directory.resolve("history"), InstantSource.fixed(time));
        assertThat(history.states()).isEmpty();
        for (int i = 1; i <= 53; i++) {
            history.add("api", "\"" + i + "\"", List.of("a.b"), Format.YAML, "text \"" + i + "\"\n");
        }

        assertThat(history.states()).hasSize(50).first().isEqualTo(new History.State(53, time, "api", "\"53\"",
                List.of("a.b"), Format.YAML, "text \"53\"\n"));
        assertThat(history.states()).last().extracting(History.State::n).isEqualTo(4);
        assertThat(history.state(3)).isEmpty();

        Files.writeString(directory.resolve("history/53.json"), "{ torn");
        assertThat(history.states()).hasSize(49);
        history.add("api", "x", List.of(), Format.JSON, "{}");
        assertThat(history.newest()).get().extracting(History.State::n).isEqualTo(54);
    }

    @Test
    void differencesAreUnified() {
        assertThat(Diff.unified("a", "1\n2\n", "b", "1\n2\n")).isEmpty();
        assertThat(Diff.unified("a", "", "b", "1\n")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1,1 @@\n+1\n");
        String old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n";
        assertThat(Diff.unified("a", old, "b", old.replace("2\n3", "2\nx\n3").replace("13\n", ""))).isEqualTo("""
                --- a
                +++ b
                @@ -1,5 +1,6 @@
                 1
                 2
                +x
                 3
                 4
                 5
                @@ -10,6 +11,5 @@
                 10
                 11
                 12
                -13
                 14
                 15
                """);
    }
}
