package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RecordingsTest {
    private static final String TWO = """
            when:
              path: /v1/x
              method: POST
              query_param:
              - name: alt
                value: sse
              - name: key
                value: k
              header:
              - name: accept
                value: text/event-stream
              body: '{"a":1.50}'
            then:
              status: 200
              header:
              - name: content-type
                value: text/event-stream; charset=utf-8
              body: "data: 1\\r\\n\\r\\n"
            ---
            when:
              path: /v1/y
              method: GET
              query_param: []
              header: []
              body:
            then:
              status: 404
              header: []
              body: /wA=
              body_encoding: base64
            """;

    @Test
    void exchangesAreRead(@TempDir Path folder) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("vendor")).resolve("two.yaml"), TWO);

        List<Recording> recordings = Recordings.in(folder).of("vendor");

        assertThat(recordings).hasSize(2);
        Recording first = recordings.getFirst();
        assertThat(first).hasToString("vendor/two.yaml#1");
        assertThat(first.query()).isEqualTo("alt=sse&key=k");
        assertThat(first.requestHeaders().first("accept")).contains("text/event-stream");
        assertThat(first.request()).isEqualTo(Bytes.utf8("{\"a\":1.50}"));
        assertThat(first.answer()).isEqualTo(Bytes.utf8("data: 1\r\n\r\n"));
        assertThat(first.streamed()).isTrue();
        Recording second = recordings.getLast();
        assertThat(second.method()).isEqualTo("GET");
        assertThat(second.request().isEmpty()).isTrue();
        assertThat(second.status()).isEqualTo(404);
        assertThat(second.answer()).isEqualTo(Bytes.wrap(new byte[]{(byte) 0xff, 0}));
        assertThat(second.streamed()).isFalse();
    }

    @Test
    void whereTheyAreMissingTheTestIsSkippedByName(@TempDir Path folder) {
        assertThatThrownBy(() -> Recordings.in(folder).of("vendor")).isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("vendor");
    }

    @Test
    void theRealOnesAreAllRead() {
        List<Recording> all = Recordings.open().of("rig");

        assertThat(all).hasSizeGreaterThan(2_000)
                .allSatisfy(recording -> assertThat(recording.status()).isBetween(200, 599));
        assertThat(all).anyMatch(Recording::streamed);
    }

    @Test
    void aRecordingIsServedAsItCame(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("two.yaml"), TWO);
        Recording recording = Recordings.in(folder).of("").getFirst();
        try (FakeUpstream upstream = FakeUpstream.start().answer(recording.script(new RandomCuts(1)).close());
                Client client = new Client(upstream).get()) {
            String answer = client.readAll().utf8();
            assertThat(answer).startsWith("HTTP/1.1 200 ")
                    .contains("content-type: text/event-stream; charset=utf-8\r\n");
            assertThat(answer).endsWith("0\r\n\r\n");
        }
    }
}
