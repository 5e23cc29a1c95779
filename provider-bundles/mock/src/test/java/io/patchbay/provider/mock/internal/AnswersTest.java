package io.patchbay.provider.mock.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.testkit.ServerSentEvents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private final Mock mock = Mock.with(Map.of());

    @Test
    void aWholeAnswerSaysWhatWasAsked() {
        Answer answer = mock.say("How are you?", false);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.streamed()).isFalse();
        assertThat(answer.headers().first("content-type")).contains("application/json");
        assertThat(Mock.body(answer)).isEqualTo(Mock.json("""
                {"object":"chat.completion","created":7,"id":"chatcmpl-x-1","model":"mock-1","choices":[{"index":0,
                 "message":{"role":"assistant","content":"Hello from Patchbay's mock. You said: How are you?",
                 "refusal":null},"logprobs":null,"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":3,"completion_tokens":9,"total_tokens":12}}"""));
        assertThat(mock.pauses()).isEmpty();
    }

    @Test
    void aPictureATranscriptAndAVerdictAreAsOpenAiHasThem() {
        assertThat(Mock.body(mock.send(new Operation("images"), "{}")).at("/data/0/b64_json").asText())
                .startsWith("iVBOR");
        assertThat(Mock.body(mock.send(new Operation("transcriptions"), "a form")).at("/text").asText())
                .startsWith("Hello from Patchbay's mock.");
        assertThat(Mock.body(mock.send(new Operation("moderations"), "{}"))).isEqualTo(Mock
                .json("""
                {"id":"modr-x-1","model":"mock-1","results":[{"flagged":false,"categories":{},"category_scores":{}}]}"""));
    }

    @Test
    void speechIsSilenceInPieces() {
        Answer answer = mock.send(new Operation("speech"), "{}");

        assertThat(answer.streamed()).isTrue();
        assertThat(answer.headers().first("content-type")).contains("audio/wav");
        List<Frame> pieces = Mock.frames(answer);
        assertThat(pieces).hasSize(10);
        ByteBuffer wav = Mock.bytes(pieces).buffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.remaining()).isEqualTo(8_044);
        assertThat(wav.getInt(4)).isEqualTo(8_044 - 8);
        assertThat(wav.getInt(40)).isEqualTo(8_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \\\"quoted\\\" \\\\ word", "two\\nlines\\u0001", "grüße \uD83D\uDE80", ""})
    void whatIsEchoedIsEscaped(String text) {
        String said = "Hello from Patchbay's mock. You said: " + Mock.json('"' + text + '"').asText();

        assertThat(Mock.body(mock.say(text, false)).at("/choices/0/message/content").asText()).isEqualTo(said);
        assertThat(text(Mock.events(mock.say(text, true)))).isEqualTo(said);
    }

    @Test
    void aLongMessageIsEchoedInPartAndHalfACharacterDoesNoHarm() {
        String said = Mock.body(mock.say("x".repeat(79) + "\uD83D\uDE80 and more", false))
                .at("/choices/0/message/content").asText();

        assertThat(said).contains("x".repeat(79)).endsWith("...").doesNotContain("more");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'temperature':'hot'                              | temperature         | invalid_type            | expected a number, but got a string",
        "'max_tokens':1.5                                 | max_tokens          | invalid_type            | expected an integer, but got a number",
        "'tools':{}                                       | tools               | invalid_type            | expected an array, but got an object",
        "'stream_options':[true]                          | stream_options      | invalid_type            | expected an object, but got an array",
        "'stop':false                                     | stop                | invalid_type            | expected a string or an array, but got a boolean",
        "'top_p':1.01                                     | top_p               | decimal_above_max_value | Expected a value <= 1, but got 1.01",
        "'presence_penalty':-3                            | presence_penalty    | decimal_below_min_value | Expected a value >= -2, but got -3",
        "'n':0                                            | n                   | integer_below_min_value | Expected a value >= 1, but got 0",
        "'messages':[{'role':'user'},{'role':'king'}]     | messages[1].role    | invalid_value           | there is no role 'king'",
        "'messages':[{'role':'user','content':{'a':1}}]   | messages[0].content | invalid_type            | expected a string or an array, but got an object",
    })
    void whatAVendorRefusesIsRefused(String members, String parameter, String code, String message) {
        assertRefused(mock.chat(members.replace('\'', '"')), parameter, code, message);
        assertRefused(mock.chat("\"stream\":true," + members.replace('\'', '"')), parameter, code, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'dimensions':'8'         | dimensions      | invalid_type            | expected an integer, but got a string",
        "'dimensions':-1          | dimensions      | integer_below_min_value | Expected a value >= 1, but got -1",
        "'dimensions':100000000   | dimensions      | integer_above_max_value | Expected a value <= 4096, but got 100000000",
        "'encoding_format':'hex'  | encoding_format | invalid_value           | there is no encoding 'hex'",
    })
    void whatAVendorRefusesOfEmbeddingsIsRefused(String members, String parameter, String code, String message) {
        assertRefused(mock.send(Operation.EMBEDDINGS, "{\"input\":\"a\"," + members.replace('\'', '"') + "}"),
                parameter,
                code, message);
    }

    @Test
    void whatIsNullOrUnknownIsNotRefused() {
        String members = "\"temperature\":null,\"tools\":null,\"tool_choice\":null,\"vendor_extra\":{\"a\":1},"
                + "\"messages\":[{\"role\":\"assistant\",\"content\":null}]";
        assertThat(mock.chat(members).status()).isEqualTo(200);
        assertThat(mock.send(Operation.EMBEDDINGS,
                "{\"input\":\"a\",\"dimensions\":null,\"encoding_format\":null,\"user\":null}").status())
                .isEqualTo(200);
    }

    private static void assertRefused(Answer answer, String parameter, String code, String message) {
        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = Mock.body(answer).path("error");
        assertThat(error.path("param").asText()).isEqualTo(parameter);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains("'" + parameter + "'").contains(message);
    }

    @Test
    void theLastUserMessageIsEchoedInAllItsForms() {
        String messages = """
                "messages":[{"role":"user","content":"first"},{"content":[{"type":"text","text":"second"},
                {"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"part"}],"role":"user"},
                {"role":"assistant","content":null,"tool_calls":[]}]""";

        JsonNode body = Mock.body(mock.chat(messages));

        assertThat(body.at("/choices/0/message/content").asText()).endsWith("You said: second  part");
        assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void aStreamSaysTheSameWordByWord() {
        Answer answer = mock.say("How are you?", true);
        assertThat(answer.streamed()).isTrue();
        assertThat(answer.headers().first("content-type")).contains("text/event-stream");
        List<Frame> frames = Mock.frames(answer);
        List<Frame> expected = ServerSentEvents.frames(Mock.bytes(frames));
        List<JsonNode> events = Mock.events(mock.say("How are you?", true));

        assertThat(frames).extracting(Frame::data).isEqualTo(expected.stream().map(Frame::data).toList());
        assertThat(frames.getLast().bytes()).contains(Bytes.utf8("data: [DONE]\n\n"));
        assertThat(events).hasSize(11);
        assertThat(text(events)).isEqualTo("Hello from Patchbay's mock. You said: How are you?");
        assertThat(events.getFirst()).isEqualTo(Mock.json("""
                {"object":"chat.completion.chunk","created":7,"id":"chatcmpl-x-1","model":"mock-1","choices":[{"index":0,
                 "delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}"""));
        assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.next()).isEmpty();
    }

    @Test
    void aStreamTellsItsUsageIfAsked() {
        List<JsonNode> events = Mock.events(mock.chat("""
                "stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a b"}]"""));

        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().path("usage"))
                .isEqualTo(Mock.json("{\"prompt_tokens\":2,\"completion_tokens\":8,\"total_tokens\":10}"));
        assertThat(events.subList(0, events.size() - 1)).noneMatch(event -> event.has("usage"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 60})
    void theEventCountSaysHowManyWordsThereAre(int count) {
        Mock counted = Mock.with(Map.of("reply", "one two", "eventCount", count));

        List<JsonNode> events = Mock.events(counted.say("x", true));

        assertThat(events).hasSize(count + 2);
        assertThat(text(events)).startsWith("one").hasSize(4 * count - (count % 2 == 0 ? 1 : 0));
        assertThat(Mock.body(counted.say("x", false)).at("/choices/0/message/content").asText())
                .isEqualTo(text(events));
    }

    @Test
    void itTakesTheTimeThatItIsTold() {
        Mock slow = Mock.with(Map.of("reply", "one two", "latencyMs", 30, "eventIntervalMs", 5));

        slow.say("x", false);
        assertThat(slow.pauses()).containsExactly(30L);
        slow.pauses().clear();
        Mock.frames(slow.say("x", true));
        assertThat(slow.pauses()).containsExactly(30L, 5L, 5L, 5L, 5L, 5L);
    }

    @Test
    void aRequiredToolIsCalled() {
        String members = """
                "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{
                "where":{"type":"string"},"how often":{"type":"integer"}}}}},{"type":"function","function":{"name":"wait"}}],
                "messages":[{"role":"user","content":"x"}],""";

        JsonNode required = Mock.body(mock.chat(members + "\"tool_choice\":\"required\"")).at("/choices/0");
        assertThat(required.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(required.path("message")).isEqualTo(Mock.json("""
                {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_mock_1","type":"function",
                 "function":{"name":"look","arguments":"{\\"where\\":\\"mock\\",\\"how often\\":1}"}}]}"""));
        JsonNode named = Mock
                .body(mock.chat(members + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"wait\"}}"));
        assertThat(named.at("/choices/0/message/tool_calls/0/function/name").asText()).isEqualTo("wait");
        JsonNode auto = Mock.body(mock.chat(members + "\"tool_choice\":\"auto\""));
        assertThat(auto.at("/choices/0/finish_reason").asText()).isEqualTo("stop");

        List<JsonNode> events = Mock.events(mock.chat(members + "\"stream\":true,\"tool_choice\":\"required\""));
        assertThat(events.getFirst().at("/choices/0/delta/tool_calls/0")).isEqualTo(Mock.json("""
                {"index":0,"id":"call_mock_1","type":"function","function":{"name":"look","arguments":""}}"""));
        String arguments =
                events.stream().map(event -> event.at("/choices/0/delta/tool_calls/0/function/arguments").asText())
                        .collect(Collectors.joining());
        assertThat(Mock.json(arguments)).isEqualTo(Mock.json("{\"where\":\"mock\",\"how often\":1}"));
        assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void aToolIsNotCalledAgainWhenItsResultIsThere() {
        JsonNode body = Mock.body(mock.chat("""
                "tool_choice":"required","tools":[{"type":"function","function":{"name":"look"}}],
                "messages":[{"role":"user","content":"x"},{"role":"tool","tool_call_id":"c","content":"y"}]"""));

        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void jsonIsSaidWhereJsonIsAsked() {
        String schema = """
                {"type":"object","properties":{"name":{"type":"string","minLength":6},"n":{"type":"integer","minimum":5},
                 "kind":{"enum":["a","b"]},"ok":{"type":"boolean"},"list":{"type":"array","items":{"$ref":"#/$defs/item"}},
                 "none":{"type":"array"},"maybe":{"type":["number","null"]},"any":{"anyOf":[{"const":3},{"type":"string"}]},
                 "at":{"type":"string","format":"date-time"}},"$defs":{"item":{"type":"object","properties":{
                 "x":{"type":"null"}}}}}""";
        String members = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":";

        String said =
                Mock.body(mock.chat(members + "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":" + schema + "}}"))
                        .at("/choices/0/message/content").asText();
        assertThat(Mock.json(said)).isEqualTo(Mock.json("""
                {"name":"mockxx","n":5,"kind":"a","ok":true,"list":[{"x":null}],"none":[],"maybe":1.0,"any":3,
                 "at":"2026-01-01T00:00:00Z"}"""));
        String object =
                Mock.body(mock.chat(members + "{\"type\":\"json_object\"}")).at("/choices/0/message/content").asText();
        assertThat(Mock.json(object).path("reply").asText()).endsWith("You said: x");
    }

    @Test
    void aSchemaThatHoldsItselfEnds() {
        JsonNode schema = Mock.json("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}");

        assertThat(SchemaInstance.of(schema).toString()).hasSizeLessThan(500).startsWith("{\"next\":{\"next\":");
    }

    @Test
    void vectorsDependOnTheTextAlone() {
        JsonNode body =
                Mock.body(mock.send(Operation.EMBEDDINGS, "{\"input\":[\"a b\",\"c\",\"a b\"],\"dimensions\":4}"));

        assertThat(body.path("data")).hasSize(3);
        assertThat(body.at("/data/0/embedding")).hasSize(4).isEqualTo(body.at("/data/2/embedding"))
                .isNotEqualTo(body.at("/data/1/embedding"));
        double squares = 0;
        for (JsonNode number : body.at("/data/0/embedding")) {
            squares += number.asDouble() * number.asDouble();
        }
        assertThat(squares).isBetween(0.999, 1.001);
        assertThat(body.at("/data/2/index").asInt()).isEqualTo(2);
        assertThat(body.path("usage")).isEqualTo(Mock.json("{\"prompt_tokens\":5,\"total_tokens\":5}"));
    }

    @Test
    void vectorsMayBeAskedForInBase64() {
        JsonNode numbers = Mock.body(mock.send(Operation.EMBEDDINGS, "{\"input\":\"a\"}")).at("/data/0/embedding");
        String text = Mock.body(mock.send(Operation.EMBEDDINGS, "{\"input\":\"a\",\"encoding_format\":\"base64\"}"))
                .at("/data/0/embedding").asText();
        FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(text))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();

        assertThat(numbers).hasSize(8);
        assertThat(floats.remaining()).isEqualTo(8);
        numbers.forEach(number -> assertThat(floats.get()).isEqualTo(number.floatValue()));
    }

    @Test
    void tokensAreAnInputToo() {
        assertThat(Mock.body(mock.send(Operation.EMBEDDINGS, "{\"input\":[1,2,3]}")).path("data")).hasSize(1);
        assertThat(Mock.body(mock.send(Operation.EMBEDDINGS, "{\"input\":[[1,2],[3]]}")).path("data")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"messages\":[{\"role\":", "\u0000"})
    void whatIsNoJsonIsRefused(String body) {
        Answer answer = mock.send(Operation.EMBEDDINGS, body.isEmpty() ? "{" : body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(Mock.body(answer).at("/error/message").asText()).isNotEmpty();
        assertThat(mock.send(Operation.CHAT, body).status()).isIn(200, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"messages\":[1]}", "{\"messages\":[{\"content\":[7]}]}",
        "{\"tools\":[5],\"tool_choice\":\"required\",\"response_format\":{}}"})
    void whatIsOddIsAnsweredAllTheSame(String body) {
        assertThat(mock.send(Operation.CHAT, body).status()).isEqualTo(200);
    }

    @Test
    void anythingElseIsNotFound() {
        assertThat(mock.send(new Operation("files"), "{}").status()).isEqualTo(404);
    }

    @Test
    void itListsItsModelsButNoPatterns() {
        Mock several = Mock.with(Map.of("models", new String[]{"a", "b-*", "c"}));

        assertThat(several.provider().models(Optional.empty())).extracting(ModelInfo::id).containsExactly("a", "c");
    }

    private static String text(List<JsonNode> events) {
        return events.stream().map(event -> event.at("/choices/0/delta/content").asText())
                .collect(Collectors.joining());
    }
}
