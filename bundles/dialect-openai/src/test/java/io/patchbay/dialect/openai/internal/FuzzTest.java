package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing but a {@link GatewayException} comes out. */
class FuzzTest {
    private static final int ROUNDS = 2_000;
    private static final String REQUEST = """
            {"model":"lab/é","stream":true,"messages":[{"role":"system","content":"S"},{"role":"user","content":[
            {"type":"text","text":"a🦊"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA","detail":"low"}},
            {"type":"input_audio","input_audio":{"data":"AA","format":"mp3"}},{"type":"file","file":{"file_id":"f"}},
            {"type":"thinking","thinking":[{"type":"text","text":"h"}]}]},
            {"role":"assistant","reasoning":"h","content":null,"refusal":"n","tool_calls":[{"id":"1","type":"function",
            "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"x"}],
            "tools":[{"type":"function","function":{"name":"f","parameters":{"a":1e5}}}],"tool_choice":"auto","n":1,
            "stop":["a"],"temperature":0.5,"max_tokens":7,"reasoning":{"effort":"low","max_tokens":5},"seed":-1,
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{},"strict":true}},
            "input":["a",[1]],"dimensions":8}""";
    private static final String ANSWER = """
            {"id":"c","object":"x","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a",
            "tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
            "delta":{"content":[{"type":"text","text":"t"}],"reasoning":"h","tool_calls":[{"index":1,"id":"2",
            "function":{"name":"g","arguments":""}}]},"finish_reason":"stop"}],"data":[{"index":0,"embedding":[1,2e3]}],
            "usage":{"prompt_tokens":3,"prompt_tokens_details":{"cached_tokens":1}},"x_groq":{"usage":{}}}""";
    private static final String ERROR = """
            [{"error":{"message":"m","type":"t","code":429,"param":null,"metadata":{}},"detail":[{"msg":"x"}]}]""";

    @Test
    void requests() {
        rounds(REQUEST, bytes -> {
            WireRequest request = DIALECT.scan(raw(Operation.CHAT, bytes));
            DIALECT.readRequest(request.withModel("other"));
        });
        rounds(REQUEST, bytes -> DIALECT.readEmbeddingRequest(DIALECT.scan(raw(Operation.EMBEDDINGS, bytes))));
        rounds(REQUEST, bytes -> DIALECT.writeRequest(DIALECT.readRequest(
                WireRequest.builder(OpenAiChat.NAME, Operation.CHAT).body(bytes).build())));
    }

    @Test
    void answers() {
        rounds(ANSWER, bytes -> DIALECT.writeResponse(DIALECT.readResponse(bytes)));
        rounds(ANSWER, DIALECT::readEmbeddingResponse);
        rounds(ANSWER, bytes -> DIALECT.decoder().decode(event(bytes)));
        rounds(ERROR, bytes -> DIALECT.readError(429, Headers.EMPTY, bytes));
    }

    @Test
    void scanningAFrameNeverThrows() {
        for (Operation operation : new Operation[]{Operation.CHAT, Operation.EMBEDDINGS}) {
            WireRequest request = WireRequest.builder(OpenAiChat.NAME, operation).build();
            Random random = new Random(7);
            for (int round = 0; round < ROUNDS; round++) {
                Bytes bytes = mutate(ANSWER, random);
                assertThat(DIALECT.scanner(request).scan(event(bytes))).isNotNull();
                assertThat(DIALECT.scanner(request).scan(Frame.of(bytes))).isNotNull();
            }
        }
    }

    private static Frame event(Bytes data) {
        return Frame.of(Bytes.utf8("data: " + data.utf8() + "\n\n"), "", data);
    }

    private static void rounds(String good, Consumer<Bytes> action) {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            Bytes bytes = mutate(good, random);
            try {
                action.accept(bytes);
            } catch (GatewayException expected) {
                assertThat(expected.message()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                fail("round " + round + ": " + bytes.utf8(), e);
            }
        }
    }

    /** Some bytes changed, cut, doubled or swapped for another token; now and then nothing like the original. */
    private static Bytes mutate(String good, Random random) {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> replace(bytes, at, at + 1, new byte[]{(byte) random.nextInt(256)});
                case 1 -> replace(bytes, at, Math.min(bytes.length, at + random.nextInt(20)), new byte[0]);
                case 2 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 30)));
                case 3 -> value(bytes, at, random);
                case 4 -> value(bytes, at, random);
                default -> random.nextInt(20) > 0 ? value(bytes, at, random) : Arrays.copyOf(bytes, at + 1);
            };
        }
        return Bytes.wrap(bytes);
    }

    /** The next value of a member becomes one of another type. */
    private static byte[] value(byte[] bytes, int at, Random random) {
        String[] values = {"null", "1", "-0.5e400", "\"\"", "\"x\\ud800\"", "[]", "{}", "[[1]]", "true", "1e999999999"};
        String text = new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return bytes;
        }
        int end = colon + 1;
        while (end < text.length() && ",}]{[".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        byte[] value = values[random.nextInt(values.length)].getBytes(StandardCharsets.ISO_8859_1);
        return replace(bytes, at + colon + 1, at + end, value);
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] with) {
        return Bytes.wrap(bytes).splice(from, Math.max(from, to), Bytes.wrap(with)).toArray();
    }
}
