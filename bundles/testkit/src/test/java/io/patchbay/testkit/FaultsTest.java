package io.patchbay.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
    private static final Faults FAULTS = Faults.OPENAI_CHAT;

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void errorsHaveTheirStatusAndCode() throws IOException {
        assertThat(text(FAULTS.rateLimited("retry-after: 2"))).startsWith("HTTP/1.1 429 ").contains(
                "retry-after: 2\r\n",
                "rate_limit_exceeded");
        assertThat(text(FAULTS.contextLength())).startsWith("HTTP/1.1 400 ").contains("context_length_exceeded");
        assertThat(text(FAULTS.contentFilter())).startsWith("HTTP/1.1 400 ").contains("content_filter");
        assertThat(text(FAULTS.prefillRefused())).startsWith("HTTP/1.1 400 ").contains("prefill");
        assertThat(text(FAULTS.unauthorized())).startsWith("HTTP/1.1 401 ").contains("invalid_api_key");
        assertThat(text(FAULTS.forbidden())).startsWith("HTTP/1.1 403 ");
        assertThat(text(FAULTS.error(529))).startsWith("HTTP/1.1 529 ");
        assertThat(text(Faults.emptyError(503))).startsWith("HTTP/1.1 503 ").endsWith("content-length: 0\r\n\r\n");
        assertThat(text(Faults.html(502))).startsWith("HTTP/1.1 502 ").contains("<html>");
        assertThat(text(Faults.redirect("http://x"))).startsWith("HTTP/1.1 307 ").contains("location: http://x\r\n");
    }

    @Test
    void answersThatAreNoneHaveStatus200() throws IOException {
        assertThat(text(FAULTS.errorObject())).startsWith("HTTP/1.1 200 ").contains("{\"error\":");
        assertThat(text(Faults.nothing())).startsWith("HTTP/1.1 200 ").contains("content-length: 0");
        assertThat(text(FAULTS.emptyStream())).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n0\r\n\r\n");
        assertThat(text(FAULTS.errorEvent(2))).contains("w2", "data: {\"error\":", "[DONE]");
        assertThat(text(FAULTS.malformedEvent(1))).contains("data: {\"choices\":[{\n\n", "\"stop\"");
        assertThat(text(Faults.notHttp())).startsWith("SSH");
    }

    @Test
    void streamsEndAsTheirNamesSay() throws IOException {
        assertThat(text(FAULTS.unfinishedStream(2))).contains("w2").doesNotContain("w3", "\"stop\"", "[DONE]")
                .endsWith("0\r\n\r\n");
        assertThat(text(FAULTS.after(2).unfinishedStream(1))).contains("w3").doesNotContain("w2", "w4");
        assertThat(text(FAULTS.noTerminator())).contains("\"stop\"").doesNotContain("[DONE]").endsWith("0\r\n\r\n");
        assertThat(text(FAULTS.filteredStream(1))).contains("\"content_filter\"", "[DONE]");
        try (Client client = client(FAULTS.cutStream(2))) {
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
        try (Client client = client(FAULTS.stalledStream(1))) {
            assertThat(client.read(70 + OpenAiChat.words(1).getFirst().size())).contains("w1");
        }
        try (Client client = client(FAULTS.heartbeatsForEver())) {
            assertThat(client.read(20_000)).contains("\"stop\"", ": ping").doesNotContain("[DONE]");
        }
    }

    @Test
    void slowOnesWaitForTheTest() throws IOException {
        Gate gate = new Gate();
        try (Client client = client(FAULTS.lateFirstEvent(gate))) {
            assertThat(client.read(70)).startsWith("HTTP/1.1 200");
            gate.open();
            assertThat(client.read(OpenAiChat.words(1).getFirst().size())).contains("w1");
        }
        try (Client client = client(Faults.slowHeaders(gate))) {
            assertThat(client.read(19)).endsWith("Fake\r\n");
            gate.open();
            assertThat(client.read(1)).isEqualTo("x");
        }
        try (Client client = client(FAULTS.slowBody(gate))) {
            String head = "HTTP/1.1 200 Fake\r\ncontent-type: application/json\r\ncontent-length: ";
            assertThat(client.read(head.length())).isEqualTo(head);
            gate.open();
            assertThat(client.read(8)).endsWith("\r\n\r\n{");
        }
    }

    @Test
    void lengthsLie() throws IOException {
        int size = OpenAiChat.answer(3).size();
        assertThat(text(FAULTS.lengthTooLong())).contains("content-length: " + (size + 10)).endsWith("}}");
        assertThat(text(FAULTS.lengthTooShort())).contains("content-length: " + (size - 10)).endsWith("}}");
        assertThat(text(FAULTS.lengthAndChunked())).contains("content-length: 5\r\ntransfer-encoding: chunked\r\n")
                .endsWith("0\r\n\r\n");
        assertThat(text(Faults.truncatedChunk())).endsWith("ff\r\n{\"id\":");
    }

    @Test
    void largeOnesAreLarge() throws IOException {
        assertThat(text(FAULTS.hugeHeader(1 << 20)).length()).isGreaterThan(1 << 20);
        try (Client client = client(Faults.endlessBody())) {
            assertThat(client.read(5 << 20)).hasSize(5 << 20);
        }
        try (Client client = client(Faults.endlessEvent())) {
            assertThat(client.read(1 << 20)).doesNotContain("\n\n");
        }
    }

    @Test
    void aGzipBombIsSmallUntilItIsUnpacked() throws IOException {
        try (Client client = client(Faults.gzipBomb(16).close())) {
            byte[] answer = client.readAll().toArray();
            int body = new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertThat(answer.length).isLessThan(64 << 10);
            try (InputStream bomb =
                    new GZIPInputStream(new ByteArrayInputStream(answer, body, answer.length - body))) {
                assertThat(bomb.skip(Long.MAX_VALUE)).isEqualTo(16L << 20);
            }
        }
    }

    private Client client(Script script) throws IOException {
        upstream.answer(script);
        return new Client(upstream).get();
    }

    private String text(Script script) throws IOException {
        try (Client client = client(script.close())) {
            return client.readAll().utf8();
        }
    }
}
