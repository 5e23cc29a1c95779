package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.ingress.internal.RawClient.Reply;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** One request at a time over a real socket, good and bad. */
class RequestTest extends ServerFixture {
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void answersWithTheLengthOfTheBodyAndClosesTheAnswer() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.post(CHAT, "hello", "x-other: 1"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("hello");
        assertThat(reply.headers()).containsEntry("content-length", "5").containsEntry("content-type", "text/plain")
                .doesNotContainKeys("server", "x-powered-by", "transfer-encoding");
        Exchange exchange = exchange();
        assertThat(exchange.request().headers().first("X-Other")).contains("1");
        assertThat(exchange.caller().name()).isEqualTo("anonymous");
        assertThat(exchange.id()).isEqualTo(reply.header("x-request-id"));
        assertThat(exchange.cancellation().cancelled()).isFalse();
    }

    @Test
    void keepsASaneRequestIdAndMakesOneOtherwise() throws Exception {
        start(ServerFixture::echo);
        RawClient client = client();

        assertThat(client.call(RawClient.post(CHAT, "", "x-request-id: my-id_1.2")).header("x-request-id"))
                .isEqualTo("my-id_1.2");
        String made = client.call(RawClient.post(CHAT, "", "x-request-id: not sane")).header("x-request-id");
        assertThat(made).isNotEqualTo("not sane").matches("[A-Za-z0-9._-]+");
        assertThat(client.call(RawClient.post(CHAT, "")).header("x-request-id")).isNotEqualTo(made);
    }

    @Test
    void givesTheUpstreamsRequestIdUnderAnotherName() throws Exception {
        start(_ -> Answer.whole(200, Headers.of("x-request-id", "theirs"), Bytes.EMPTY));

        Reply reply = client().call(RawClient.post(CHAT, "", "x-request-id: ours"));

        assertThat(reply.headers()).containsEntry("x-request-id", "ours")
                .containsEntry("x-patchbay-upstream-request-id", "theirs");
    }

    @Test
    void fillsInThePathAndPassesTheQuery() throws Exception {
        start(ServerFixture::echo);

        client().call(RawClient.get("/v1/models/openai%2Fgpt-5/latest?a=b%20c"));

        Exchange exchange = exchange();
        assertThat(exchange.request().model()).isEqualTo("openai/gpt-5/latest");
        assertThat(exchange.request().query()).isEqualTo("a=b%20c");
    }

    @Test
    void unknownPathIs404InTheNearestDialect() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.get("/v1/nothing"));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("{\"test_error\":\"There is nothing at /v1/nothing.\"}");
        assertThat(reply.header("x-request-id")).isNotEmpty();
    }

    @Test
    void withoutAnyDialectErrorsArePlainJson() throws Exception {
        start(settings(), java.util.List.of(), java.util.List.of(), ServerFixture::echo);

        Reply reply = client().call(RawClient.get("/v1/x"));

        assertThat(reply.body()).contains("\"type\":\"not_found\"");
    }

    @Test
    void wrongMethodIs405WithTheRightOnes() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.get(CHAT));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo("OPTIONS, POST");
        assertThat(reply.body()).contains("test_error");
    }

    @Test
    void answersOptionsAndHead() throws Exception {
        start(_ -> Answer.whole(200, Headers.EMPTY, Bytes.utf8("models")));

        Reply options = client().call("OPTIONS /v1/models HTTP/1.1\r\nhost: here\r\n\r\n");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("allow")).isEqualTo("GET, HEAD, OPTIONS");

        RawClient client = client();
        RawClient.Head head = client.send("HEAD /v1/models HTTP/1.1\r\nhost: here\r\n\r\n").head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-length", "6");
        assertThat(client.call(RawClient.get("/v1/models")).body()).isEqualTo("models");
    }

    @Test
    void whatTheDialectRefusesIs400() throws Exception {
        start(ServerFixture::echo);

        Reply reply = client().call(RawClient.post(CHAT, "bad"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"test_error\":\"The body is bad.\"}");
        assertThat(exchanges).isEmpty();
    }

    @Test
    void anErrorOfTheGatewayKeepsItsStatusAndItsRetryAfter() throws Exception {
        start(_ -> {
            throw new GatewayException(ErrorKind.RATE_LIMITED, "Slow down.")
                    .withRetryAfter(java.time.Duration.ofMillis(1_500));
        });

        Reply reply = client().call(RawClient.post(CHAT, "x"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).isEqualTo("2");
    }

    @Test
    void whatNobodyForesawIs500WithoutDetails() throws Exception {
        start(_ -> {
            throw new IllegalStateException("secret detail");
        });

        Reply reply = client().call(RawClient.post(CHAT, "x"));

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).contains("test_error").doesNotContain("secret");
    }

    @Test
    void aDialectThatCannotWriteItsErrorsGivesWayToPlainJson() throws Exception {
        TestDialect broken = new TestDialect() {
            @Override
            public Answer writeError(GatewayException error) {
                throw new IllegalStateException("broken");
            }
        };
        start(settings(), java.util.List.of(broken), java.util.List.of(), ServerFixture::echo);

        Reply reply = client().call(RawClient.post(CHAT, "bad"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .isEqualTo("{\"error\":{\"message\":\"The body is bad.\",\"type\":\"invalid_request\"}}");
    }

    @Test
    void withoutAGatewayItIsOverloaded() throws Exception {
        start(ServerFixture::echo);
        server.change(snapshot -> snapshot.withPipeline(new Pipeline.Missing()));

        Reply reply = client().call(RawClient.post(CHAT, "x"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(reply.body()).contains("test_error");
    }

    @Test
    void moreRequestsThanAllowedAreRefused() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start(settings(10_000, 10_000, 60_000, 1, 60_000), exchange -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return echo(exchange);
        });
        RawClient first = client().send(RawClient.post(CHAT, "first"));
        exchange();

        Reply second = client().call(RawClient.post(CHAT, "second"));
        release.countDown();

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.header("retry-after")).isEqualTo("1");
        assertThat(first.reply().body()).isEqualTo("first");
    }

    @Test
    void anAnswerLargerThanAnyBufferArrivesWhole() throws Exception {
        String large = "0123456789".repeat(300_000);
        start(_ -> Answer.whole(200, Headers.EMPTY, Bytes.utf8(large)));

        assertThat(client().call(RawClient.post(CHAT, "x")).body()).isEqualTo(large);
    }
}
