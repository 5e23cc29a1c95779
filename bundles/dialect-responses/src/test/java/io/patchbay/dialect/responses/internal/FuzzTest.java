package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.frames;
import static io.patchbay.dialect.responses.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.model.ChatEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing but a {@link GatewayException} of somebody else's fault comes out. */
class FuzzTest {
    private static final int ROUNDS = 2_000;
    private static final String REQUEST = """
            {"model":"lab/é","stream":true,"instructions":"I","input":[{"role":"user","content":[
            {"type":"input_text","text":"a🦊"},{"type":"input_image","image_url":"data:image/png;base64,AA",
            "detail":"low"},
            {"type":"input_file","file_id":"f"}]},{"type":"reasoning","id":"r","summary":[{"type":"summary_text",
            "text":"t"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"b","annotations":[
            {"type":"url_citation","url":"u","title":"t"}]}]},{"type":"function_call","call_id":"c","name":"f",
            "arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"x"}]}],
            "tools":[{"type":"function","name":"f","parameters":{"a":1e5}}],"tool_choice":"auto","n":1,"stop":["a"],
            "temperature":0.5,"max_output_tokens":7,"reasoning":{"effort":"low"},"seed":-1,"previous_response_id":"r",
            "text":{"format":{"type":"json_schema","name":"n","schema":{},"strict":true}}}""";

    @Test
    void requests() {
        rounds(REQUEST, bytes -> DIALECT.readRequest(DIALECT.scan(raw(bytes)).withModel("other")));
        rounds(REQUEST, bytes -> {
            var request = DIALECT.readRequest(Fixtures.wire(bytes.utf8()));
            DIALECT.writeRequest(request);
            DIALECT.checkPortable(request);
        });
    }

    @Test
    void answers() {
        rounds(Fixtures.ANSWER, bytes -> DIALECT.writeResponse(DIALECT.readResponse(bytes)));
        rounds("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\",\"param\":null}}",
                bytes -> DIALECT.readError(429, Headers.EMPTY, bytes));
    }

    @Test
    void streams() {
        rounds(Streams.of(Fixtures.ANSWER), bytes -> {
            var decoder = DIALECT.decoder();
            var encoder = DIALECT.encoder(Fixtures.wire("{}"));
            var scanner = DIALECT.scanner(Fixtures.wire("{}"));
            List<ChatEvent> events = new ArrayList<>();
            for (Frame frame : frames(bytes.utf8())) {
                scanner.scan(frame);
                events.clear();
                events.addAll(decoder.decode(frame));
                encoder.encode(events);
            }
            encoder.end();
        });
    }

    private static void rounds(String good, Consumer<Bytes> action) {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            Bytes bytes = mutate(good, random);
            try {
                action.accept(bytes);
            } catch (GatewayException expected) {
                assertThat(expected.message()).isNotEmpty();
                assertThat(expected.kind()).as("round " + round + ": " + bytes.utf8()).isNotEqualTo(ErrorKind.INTERNAL);
            } catch (RuntimeException | StackOverflowError e) {
                fail("round " + round + ": " + bytes.utf8(), e);
            }
        }
    }

    /** Some bytes changed, cut, doubled, or a value of another type in a member's place. */
    private static Bytes mutate(String good, Random random) {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> replace(bytes, at, at + 1, new byte[]{(byte) random.nextInt(256)});
                case 1 -> replace(bytes, at, Math.min(bytes.length, at + random.nextInt(20)), new byte[0]);
                case 2 ->
                        replace(bytes, at, at, Bytes.wrap(bytes).slice(at, Math.min(bytes.length, at + 30)).toArray());
                default -> value(bytes, at, random);
            };
        }
        return Bytes.wrap(bytes);
    }

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
