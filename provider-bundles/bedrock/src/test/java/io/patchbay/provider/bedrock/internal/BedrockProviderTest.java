package io.patchbay.provider.bedrock.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.RandomCuts;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import io.patchbay.upstream.internal.JettyUpstream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BedrockProviderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private final JettyUpstream client = new JettyUpstream();
    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aModelsNameInThePathIsSignedAsItIsSent() throws InterruptedException {
        upstream.answer(Script.json(200, "{}"));

        send(Map.of("accessKeyId", Signed.KEY_ID, "secretAccessKey", Signed.SECRET + "\n", "sessionToken", "session"),
                Headers.of("content-type", "application/json").with("x-amz-date", "the client's")
                        .with("x-amz-security-token", "the client's").with("amz-sdk-request", "attempt=1"))
                .close();

        ReceivedRequest received = upstream.take();
        assertThat(received.path())
                .isEqualTo("/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.x-v1%3A0/converse");
        assertThat(received.headers().all("x-amz-date")).containsExactly("20260301T120000Z");
        assertThat(received.headers().all("x-amz-security-token")).containsExactly("session");
        assertThat(received.headers().all("amz-sdk-request")).containsExactly("attempt=1");
        Signed.check(received);
    }

    @Test
    void anApiKeyIsABearer() throws InterruptedException {
        upstream.answer(Script.json(200, "{}"));

        send(Map.of("value", "api-key"), Headers.EMPTY).close();

        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer api-key");
    }

    @Test
    void aKeyThatLacksASecretIsRefused() {
        for (Map<String, String> secrets : List.of(Map.of("accessKeyId", "a"), Map.<String, String>of())) {
            assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> send(secrets, Headers.EMPTY))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED));
        }
    }

    @Test
    void aStreamComesMessageByMessageWhateverTheCut() {
        Bytes one = EventStreams.message(Map.of(":message-type", "event", ":event-type", "messageStart"),
                Bytes.utf8("{\"role\":\"assistant\"}"));
        Bytes two = EventStreams.message(Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
                Bytes.utf8("{\"message\":\"ü\"}"));
        RandomCuts cuts = new RandomCuts(42);
        for (int round = 0; round < 50; round++) {
            upstream.answer(Script.head(200, "content-type: application/vnd.amazon.eventstream",
                    "transfer-encoding: chunked").chunks(cuts.cut(join(one, two))).endChunks());

            assertThat(drain()).extracting(Frame::type).containsExactly("messageStart",
                    "exception:throttlingException");
        }
    }

    @Test
    void aStreamThatIsCutInAMessageIsNoAnswer() {
        Bytes message = EventStreams.message(Map.of(":event-type", "messageStart"), Bytes.utf8("{}"));
        upstream.answer(Script.head(200, "content-type: application/vnd.amazon.eventstream",
                "transfer-encoding: chunked").chunk(message.slice(0, message.size() - 1)).endChunks());

        assertThatExceptionOfType(GatewayException.class).isThrownBy(this::drain)
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void theRegionSaysWhere() {
        assertThat(BedrockProvider.baseUrl("us-east-1")).isEqualTo("https://bedrock-runtime.us-east-1.amazonaws.com");
        assertThat(BedrockProvider.baseUrl("cn-north-1"))
                .isEqualTo("https://bedrock-runtime.cn-north-1.amazonaws.com.cn");
    }

    private List<Frame> drain() {
        List<Frame> frames = new ArrayList<>();
        try (Answer answer = send(Map.of("value", "x"), Headers.EMPTY)) {
            assertThat(answer.streamed()).isTrue();
            for (Optional<Frame> frame = answer.next(); frame.isPresent(); frame = answer.next()) {
                frames.add(frame.get());
            }
        }
        return frames;
    }

    private Answer send(Map<String, String> secrets, Headers headers) {
        WireRequest request = WireRequest.builder("bedrock-converse", Operation.CHAT).path("/model/{model}/converse")
                .model("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.x-v1:0").headers(headers)
                .body(Bytes.utf8("{\"messages\":[]}")).build();
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        Attempt attempt = Attempt.builder(exchange, Target.of("test", request.model(), 1)).key(Key.of("k", secrets))
                .build();
        return new BedrockProvider(client, Signed.REGION, Map.of("baseUrl", upstream.url()), CLOCK).send(attempt);
    }

    private static Bytes join(Bytes one, Bytes two) {
        return one.splice(one.size(), one.size(), two);
    }
}
