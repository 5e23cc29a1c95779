package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.ingress.internal.RawClient.Reply;
import io.patchbay.testkit.RandomCuts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every kind, and headers that are none. */
class BodyTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";
    /** The head of a request whose body comes in chunks. */
    private static final String CHUNKED =
            "POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final int MIB = 1024 * 1024;

    @Test
    void aBodyInChunksArrivesWhole() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        client.send(CHUNKED + "5\r\nhello\r\n");
        client.send("6\r\n world\r\n0\r\n\r\n");

        assertThat(client.reply().body()).isEqualTo("hello world");
        assertThat(client.call(RawClient.post(CHAT, "again")).body()).isEqualTo("again");
    }

    @Test
    void aBodyByteByByteArrivesWhole() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        for (byte b : RawClient.post(CHAT, "slowly").getBytes(StandardCharsets.US_ASCII)) {
            client.send(new byte[]{b});
        }

        assertThat(client.reply().body()).isEqualTo("slowly");
    }

    @Test
    void aLargeBodyArrivesWhole() throws Exception {
        start(ServerFixture::echo);
        String body = "0123456789abcdef".repeat(MIB / 16);

        assertThat(client().call(RawClient.post(CHAT, body)).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bodiesOfEverySizeCutAnywhereArriveWhole(long seed) throws Exception {
        start(ServerFixture::echo);
        SplittableRandom random = new SplittableRandom(seed);
        RandomCuts cuts = new RandomCuts(seed);
        RawClient client = client();

        for (int i = 0; i < 100; i++) {
            String body = "0123456789abcdef".repeat(random.nextInt(3 * ReadAheadEndPoint.LIMIT / 16));
            for (Bytes piece : cuts.cut(Bytes.utf8(RawClient.post(CHAT, body)))) {
                client.send(piece.toArray());
            }
            assertThat(client.reply().body()).as("the answer to request %d", i).isEqualTo(body);
        }
    }

    @Test
    void aBodyOf100MegabytesIs413AndTheClientCanReadThat() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        client.send("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 104857600\r\n\r\n");
        byte[] piece = new byte[MIB];
        for (int i = 0; i < 100; i++) {
            client.send(piece);
        }

        Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body()).isEqualTo("{\"test_error\":\"The body is larger than 1048576 bytes.\"}");
        assertThat(exchanges).isEmpty();
        assertThat(client.call(RawClient.post(CHAT, "small")).body()).isEqualTo("small");
    }

    @Test
    void aBodyWithoutEndIs413AsSoonAsItIsTooLarge() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

        client.send(CHUNKED);
        for (int i = 0; i < 17; i++) {
            client.send(chunk);
        }

        assertThat(client.reply().status()).isEqualTo(413);
    }

    @Test
    void gzipIsUndone() throws Exception {
        start(ServerFixture::echo);

        Reply reply = zipped(gzip("hello".getBytes(StandardCharsets.UTF_8)), "gzip");

        assertThat(reply.body()).isEqualTo("hello");
        assertThat(exchange().request().headers().contains("content-encoding")).isFalse();
    }

    @Test
    void aGzipBombIs413() throws Exception {
        start(ServerFixture::echo);

        assertThat(zipped(gzip(new byte[50 * MIB]), "gzip").status()).isEqualTo(413);
    }

    @Test
    void brokenGzipIs400() throws Exception {
        start(ServerFixture::echo);

        Reply reply = zipped("no gzip at all".getBytes(StandardCharsets.UTF_8), "gzip");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("not the gzip");
    }

    @Test
    void anotherEncodingIs415() throws Exception {
        start(ServerFixture::echo);

        for (String encoding : new String[]{"deflate", "br", "zstd", "gzip, gzip"}) {
            Reply reply = zipped("x".getBytes(StandardCharsets.UTF_8), encoding);
            assertThat(reply.status()).isEqualTo(415);
            assertThat(reply.header("accept-encoding")).isEqualTo("gzip, identity");
        }
    }

    @Test
    void aRefusedRequestNeedNotSendItsBody() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 104857600\r\n"
                + "expect: 100-continue\r\n\r\n");

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void anAcceptedRequestIsToldToGoOn() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        client.send("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 5\r\nexpect: 100-continue\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(100);

        assertThat(client.call("hello").body()).isEqualTo("hello");
        assertThat(client.call(RawClient.post(CHAT, "again")).body()).isEqualTo("again");
    }

    @Test
    void aBodyThatTakesTooLongIs408() throws Exception {
        start(settings(10_000, 100, 60_000, 1_000, 60_000), ServerFixture::echo);
        RawClient client = client();

        Reply reply = client.call("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\nhel");

        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.body()).contains("test_error");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void aBodyThatDripsIs408AllTheSame() throws Exception {
        start(settings(10_000, 200, 60_000, 1_000, 60_000), ServerFixture::echo);
        RawClient client = client();
        client.send("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 100000\r\n\r\n");
        Thread drip = Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < 10_000; i++) {
                    client.send("x");
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException e) {
                // the server has closed
            }
        });

        assertThat(client.reply().status()).isEqualTo(408);
        drip.interrupt();
    }

    @Test
    void headersThatTakeTooLongAre408() throws Exception {
        start(settings(100, 10_000, 60_000, 1_000, 60_000), ServerFixture::echo);
        RawClient client = client();

        client.send("POST " + CHAT + " HTTP/1.1\r\nhost: he");

        Reply reply = client.reply();
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.body()).isEqualTo("{\"test_error\":\"The headers did not arrive within 100 ms.\"}");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void headersThatDripAre408AlsoOnAConnectionThatWasUsedBefore() throws Exception {
        start(settings(200, 10_000, 60_000, 1_000, 60_000), ServerFixture::echo);
        RawClient client = client();
        assertThat(client.call(RawClient.post(CHAT, "x")).status()).isEqualTo(200);
        Thread drip = Thread.startVirtualThread(() -> {
            try {
                client.send("POST " + CHAT + " HTTP/1.1\r\n");
                for (int i = 0; i < 10_000; i++) {
                    client.send("x");
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException e) {
                // the server has closed
            }
        });

        assertThat(client.reply().status()).isEqualTo(408);
        drip.interrupt();
    }

    @Test
    void aConnectionThatSaysNothingIsNotSlow() throws Exception {
        start(settings(50, 10_000, 60_000, 1_000, 60_000), ServerFixture::echo);
        RawClient silent = client();
        RawClient slow = client().send("GET /");

        assertThat(slow.reply().status()).isEqualTo(408);
        assertThat(silent.call(RawClient.post(CHAT, "x")).status()).isEqualTo(200);
    }

    @Test
    void headersThatAreTooLargeAre431InTheDialect() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.post(CHAT, "x", "x-large: " + "x".repeat(20_000)));

        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.body()).contains("test_error");
        assertThat(reply.header("x-request-id")).isNotEmpty();
    }

    @Test
    void whatIsNoHttpIs400() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call("\u0016\u0003\u0001 is how TLS begins\r\n\r\n");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("test_error");
    }

    @Test
    void bothLengthAndChunkedIs400() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.post(CHAT, "0\r\n\r\n", "transfer-encoding: chunked"));

        assertThat(reply.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "5\r\nhello\r\nzz\r\n", "5\r\nhello, world\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nhello"})
    void chunksThatAreNoneAre400(String body) throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        Reply reply = client.call(CHUNKED + body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("test_error", "chunks");
        assertThat(client.closed()).isTrue();
    }

    @Test
    void halfARequestHarmsNobody() throws Exception {
        start(ServerFixture::echo);
        try (RawClient half = new RawClient(port)) {
            half.send("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\nhalf");
        }
        try (RawClient less = new RawClient(port)) {
            less.send("POST " + CHAT + " HT");
        }

        assertThat(client().call(RawClient.post(CHAT, "whole")).body()).isEqualTo("whole");
        assertThat(exchange().request().body().utf8()).isEqualTo("whole");
    }

    private Reply zipped(byte[] body, String encoding) throws Exception {
        RawClient client = client();
        client.send("POST " + CHAT + " HTTP/1.1\r\nhost: here\r\ncontent-length: " + body.length
                + "\r\ncontent-encoding: " + encoding + "\r\n\r\n");
        return client.send(body).reply();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
