package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever comes in, nothing but a {@link GatewayException} comes out. */
class FuzzTest {
    private static final int ROUNDS = 2_000;
    private static final String[] VALUES =
            {"null", "1", "-0.5e400", "\"\"", "\"x\\ud800\"", "[]", "{}", "[[1]]", "true", "1e999999999"};
    private static final String REQUEST = Fixtures.quoted("""
            {'model':'claude-é','max_tokens':7,'stream':true,'system':[{'type':'text','text':'S'}],'messages':[
            {'role':'user','content':[{'type':'text','text':'a🦊','citations':[{'type':'x','cited_text':'q','title':'t'}]},
            {'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA'}},
            {'type':'document','source':{'type':'text','media_type':'text/plain','data':'x'},'title':'T'}]},
            {'role':'assistant','content':[{'type':'thinking','thinking':'h','signature':'s'},
            {'type':'redacted_thinking','data':'d'},{'type':'tool_use','id':'1','name':'f','input':{}}]},
            {'role':'user','content':[{'type':'tool_result','tool_use_id':'1','content':'x','is_error':true}]}],
            'tools':[{'name':'f','description':'d','input_schema':{'type':'object'}}],
            'tool_choice':{'type':'auto','disable_parallel_tool_use':true},'stop_sequences':['a'],'temperature':0.5,
            'thinking':{'type':'enabled','budget_tokens':5},'output_config':{'effort':'low','format':
            {'type':'json_schema','schema':{}}}}""");

    @Test
    void requests() {
        rounds(REQUEST, bytes -> DIALECT.readRequest(DIALECT.scan(raw(Operation.CHAT, bytes)).withModel("other")));
        rounds(REQUEST, bytes -> DIALECT.writeRequest(DIALECT.readRequest(Fixtures.chat(bytes.utf8()))));
    }

    @Test
    void answers() {
        rounds(AnthropicMessagesContractTest.WHOLE, bytes -> DIALECT.writeResponse(DIALECT.readResponse(bytes)));
        rounds("{\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"m\"}}",
                bytes -> DIALECT.readError(429, Headers.EMPTY, bytes));
    }

    @Test
    void streams() {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            int changed = random.nextInt(MessageStreams.EVENTS.size());
            var decoder = DIALECT.decoder();
            var encoder = DIALECT.encoder(Fixtures.chat("{}"));
            var scanner = DIALECT.scanner(Fixtures.chat("{}"));
            try {
                for (int i = 0; i < MessageStreams.EVENTS.size(); i++) {
                    String event = MessageStreams.EVENTS.get(i);
                    Bytes data = i == changed ? mutate(event, random) : Bytes.utf8(event);
                    Frame frame = Frame.of(Bytes.utf8("data: " + data.utf8() + "\n\n"), "", data);
                    assertThat(scanner.scan(frame)).isNotNull();
                    encoder.encode(decoder.decode(frame));
                }
                encoder.end();
            } catch (GatewayException expected) {
                assertThat(expected.kind()).isNotEqualTo(ErrorKind.INTERNAL);
            } catch (RuntimeException e) {
                fail("round " + round, e);
            }
        }
    }

    private static void rounds(String good, Consumer<Bytes> action) {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            Bytes bytes = mutate(good, random);
            try {
                action.accept(bytes);
            } catch (GatewayException expected) {
                assertThat(expected.kind()).isNotEqualTo(ErrorKind.INTERNAL);
            } catch (RuntimeException e) {
                fail("round " + round + ": " + bytes.utf8(), e);
            }
        }
    }

    /** Some bytes changed, cut or doubled, or a member's value of another type. */
    private static Bytes mutate(String good, Random random) {
        Bytes bytes = Bytes.utf8(good);
        for (int change = random.nextInt(3); change >= 0 && !bytes.isEmpty(); change--) {
            int at = random.nextInt(bytes.size());
            int to = Math.min(bytes.size(), at + random.nextInt(20));
            bytes = switch (random.nextInt(6)) {
                case 0 -> bytes.splice(at, at + 1, Bytes.wrap(new byte[]{(byte) random.nextInt(256)}));
                case 1 -> bytes.splice(at, to, Bytes.EMPTY);
                case 2 -> bytes.splice(at, at, bytes.slice(at, to));
                default -> value(bytes, at, VALUES[random.nextInt(VALUES.length)]);
            };
        }
        return bytes;
    }

    private static Bytes value(Bytes bytes, int at, String value) {
        int colon = bytes.indexOf(Bytes.utf8(":"), at);
        if (colon < 0) {
            return bytes;
        }
        int end = colon + 1;
        while (end < bytes.size() && ",}]{[".indexOf(bytes.at(end)) < 0) {
            end++;
        }
        return bytes.splice(colon + 1, end, Bytes.utf8(value));
    }
}
