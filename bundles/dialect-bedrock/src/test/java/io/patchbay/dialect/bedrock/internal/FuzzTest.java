package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.testkit.EventStreams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing but a {@link GatewayException} comes out. */
class FuzzTest {
    private static final int ROUNDS = 2_000;
    private static final String[] VALUES =
            {"null", "1", "-0.5e400", "\"\"", "\"x\\ud800\"", "[]", "{}", "[[1]]", "true", "1e999999999",
                "{\"text\":\"a\"}"};
    private static final String REQUEST = """
            {"system":[{"text":"S"},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"a🦊"},
            {"image":{"format":"png","source":{"bytes":"AA=="}}},{"document":{"format":"txt","name":"n","source":{"text":"x"}}},
            {"guardContent":{"text":{"text":"g"}}},{"toolResult":{"toolUseId":"t","content":[{"json":1}],"status":"error"}}]},
            {"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"h","signature":"s"}}},
            {"reasoningContent":{"redactedContent":"AA=="}},{"toolUse":{"toolUseId":"t","name":"f","input":{}}},
            {"citationsContent":{"content":[{"text":"c"}],"citations":[{"title":"t","sourceContent":[{"text":"q"}]}]}}]}],
            "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"a":1e5}}}},{"cachePoint":{}}],
            "toolChoice":{"tool":{"name":"f"}}},"inferenceConfig":{"maxTokens":7,"temperature":0.5,"stopSequences":["a"]},
            "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}},
            "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{}"}}}}}""";
    private static final String ANSWER = """
            {"output":{"message":{"role":"assistant","content":[{"text":"a"},{"toolUse":{"toolUseId":"t","name":"f","input":
            {"x":1}}},{"reasoningContent":{"reasoningText":{"text":"h"}}},{"citationsContent":{"content":[{"text":"c"}],
            "citations":[{"location":{"web":{"url":"u"}}}]}}]}},"stopReason":"tool_use","usage":{"inputTokens":1,
            "outputTokens":2,"totalTokens":3,"cacheReadInputTokens":4},"metrics":{"latencyMs":5}}""";
    private static final List<String> EVENTS = List.of(
            "messageStart{\"role\":\"assistant\"}",
            "contentBlockStart{\"contentBlockIndex\":0,\"start\":{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\"}}}",
            "contentBlockStart{\"contentBlockIndex\":0,\"start\":{\"toolResult\":{\"toolUseId\":\"t\",\"type\":\"x\"}}}",
            "contentBlockDelta{\"contentBlockIndex\":0,\"delta\":{\"toolUse\":{\"input\":\"{}\"}}}",
            "contentBlockDelta{\"contentBlockIndex\":0,\"delta\":{\"toolResult\":[{\"text\":\"x\"}]}}",
            "contentBlockDelta{\"contentBlockIndex\":1,\"delta\":{\"text\":\"a\"}}",
            "contentBlockDelta{\"contentBlockIndex\":1,\"delta\":{\"citation\":{\"title\":\"t\"}}}",
            "contentBlockDelta{\"contentBlockIndex\":2,\"delta\":{\"reasoningContent\":{\"signature\":\"s\"}}}",
            "contentBlockStop{\"contentBlockIndex\":1}",
            "messageStop{\"stopReason\":\"end_turn\"}",
            "metadata{\"usage\":{\"inputTokens\":1,\"outputTokens\":2,\"totalTokens\":3}}");

    @Test
    void requests() {
        rounds(random -> {
            Bytes body = mutate(REQUEST, random);
            DIALECT.writeRequest(DIALECT.readRequest(
                    DIALECT.scan(Fixtures.raw("/converse", Fixtures.MODEL, body)).withModel("other")));
        });
    }

    @Test
    void answers() {
        rounds(random -> DIALECT.writeResponse(DIALECT.readResponse(mutate(ANSWER, random))));
        rounds(random -> Fixtures.encode(DIALECT.readResponse(mutate(ANSWER, random)).events()));
    }

    @Test
    void streams() {
        rounds(random -> {
            var decoder = DIALECT.decoder();
            var encoder = DIALECT.encoder(Fixtures.scan("{}"));
            for (int i = 0; i < 8; i++) {
                encoder.encode(decoder.decode(event(random)));
            }
            encoder.end();
        });
    }

    @Test
    void scanningAFrameNeverThrows() {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            FrameScanner scanner = DIALECT.scanner(Fixtures.scan("{}"));
            assertThat(scanner.scan(event(random))).isNotNull();
            assertThat(scanner.scan(Frame.of(mutate(ANSWER, random)))).isNotNull();
        }
    }

    private static Frame event(Random random) {
        String event = EVENTS.get(random.nextInt(EVENTS.size()));
        int json = event.indexOf('{');
        Bytes data = random.nextBoolean() ? Bytes.utf8(event.substring(json)) : mutate(event.substring(json), random);
        return EventStreams.frames(EventMessages.event(event.substring(0, json), data)).getFirst();
    }

    private static void rounds(Consumer<Random> action) {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                action.accept(random);
            } catch (GatewayException expected) {
                assertThat(expected.message()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                fail("round " + round, e);
            }
        }
    }

    /** The value of a member becomes another one, or some bytes are lost or changed. */
    private static Bytes mutate(String good, Random random) {
        Bytes bytes = Bytes.utf8(good);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.size() + 1);
            int colon = bytes.indexOf(Bytes.utf8(":"), at);
            if (random.nextInt(10) == 0) {
                bytes = bytes.splice(at, Math.min(bytes.size(), at + random.nextInt(9)),
                        Bytes.wrap(new byte[]{(byte) random.nextInt(256)}));
            } else if (colon >= 0) {
                int end = colon + 1;
                while (end < bytes.size() && ",}]{[".indexOf(bytes.at(end)) < 0) {
                    end++;
                }
                byte[] value = VALUES[random.nextInt(VALUES.length)].getBytes(StandardCharsets.UTF_8);
                bytes = bytes.splice(colon + 1, end, Bytes.wrap(value));
            }
        }
        return bytes;
    }
}
