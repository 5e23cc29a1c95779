package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import io.patchbay.testkit.ServerSentEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions, and what becomes of them with a provider that has chat only. */
class CompletionsTest {
    static final OpenAiCompletions DIALECT = new OpenAiCompletions(() -> Fixtures.NOW);
    static final String WHOLE = """
            {"id":"cmpl-1","object":"text_completion","created":1,"model":"m","choices":[{"text":" upon a time",
            "index":0,"logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":3,
            "total_tokens":4}}""";

    @Test
    void aPromptBecomesAChatOfOneMessage() {
        JsonNode chat = toChat("""
                {"model":"m","prompt":"Once","max_tokens":5,"temperature":0.5,"stop":["x"],"n":2,"logprobs":3,
                "logit_bias":{"5":1},"user":"u","echo":false,"suffix":null,"best_of":1}""");

        assertThat(chat).isEqualTo(json("""
                {"model":"m","messages":[{"role":"user","content":"Once"}],"max_completion_tokens":5,"temperature":0.5,
                "n":2,"stop":["x"],"logprobs":true,"top_logprobs":3,"logit_bias":{"5":1},"user":"u"}"""));
    }

    @Test
    void aStreamIsOneInAChatAndTellsItsUsage() {
        JsonNode chat = toChat("{\"model\":\"m\",\"prompt\":[\"Once\"],\"stream\":true}");

        assertThat(chat).isEqualTo(json("""
                {"model":"m","stream":true,"stream_options":{"include_usage":true},
                "messages":[{"role":"user","content":"Once"}]}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "prompt":["a","b"]               | prompt
            "prompt":[1,2]                   | prompt
            "prompt":[[1],[2]]               | prompt
            "prompt":"a","echo":true         | echo
            "prompt":"a","suffix":"b"        | suffix
            "prompt":"a","best_of":3         | best_of
            """)
    void whatAChatCannotDoIsRefused(String members, String param) {
        ChatRequest request = read("{\"model\":\"m\"," + members + "}");

        assertThatThrownBy(() -> DIALECT.checkPortable(request)).isInstanceOfSatisfying(GatewayException.class,
                error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).contains(param);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"prompt\":\"a\"", "\"prompt\":[\"a\"]",
        "\"prompt\":\"\",\"echo\":null,\"suffix\":\"\",\"best_of\":1"})
    void whatSaysNothingMoreIsNot(String members) {
        ChatRequest request = read("{\"model\":\"m\"," + members + "}");

        assertThatCode(() -> DIALECT.checkPortable(request)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"m\"}", "{\"model\":\"m\",\"prompt\":7}", "{\"model\":\"m\",\"prompt\":null}",
        "{\"model\":\"m\",\"prompt\":[]}", "{\"prompt\":\"a\"}", "{\"model\":\"m\",\"prompt\":\"a\",\"prompt\":\"b\"}"})
    void aRequestHasOneModelAndOnePrompt(String body) {
        assertThatThrownBy(() -> DIALECT.scan(raw(body))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @Test
    void aChatsAnswerBecomesACompletion() {
        JsonNode completion = json(DIALECT.writeResponse(Fixtures.DIALECT.readResponse(Bytes.utf8("""
                {"id":"c","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":{
                "role":"assistant","content":" upon","reasoning_content":"Hm","refusal":null},"logprobs":{"content":[
                {"token":" up","logprob":-0.5,"bytes":[32],"top_logprobs":[{"token":" up","logprob":-0.5},
                {"token":" at","logprob":-1.5}]},{"token":"on","logprob":-0.25,"top_logprobs":[]}]},
                "finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""))));

        assertThat(completion).isEqualTo(json("""
                {"id":"c","object":"text_completion","created":7,"model":"m","choices":[{"text":" upon","index":0,
                "logprobs":{"tokens":[" up","on"],"token_logprobs":[-0.5,-0.25],
                "top_logprobs":[{" up":-0.5," at":-1.5},{}],"text_offset":[0,3]},"finish_reason":"length"}],
                "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""));
    }

    @Test
    void aChatsStreamBecomesACompletions() {
        String stream = stream("{\"model\":\"m\",\"prompt\":\"a\",\"stream_options\":{\"include_usage\":true}}", """
                data: {"id":"c","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

                data: {"id":"c","created":7,"model":"m","choices":[{"index":0,"delta":{"content":" up"},"logprobs":{"content":[{"token":" up","logprob":-0.5,"top_logprobs":[]}]}}]}

                data: {"id":"c","created":7,"model":"m","choices":[{"index":0,"delta":{"content":"on"},"logprobs":{"content":[{"token":"on","logprob":-0.5,"top_logprobs":[]}]}}]}

                data: {"id":"c","created":7,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: {"id":"c","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

                data: [DONE]

                """);

        String head = "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":7,\"model\":\"m\",\"choices\":[";
        String logprobs = "{\"tokens\":[\"%s\"],\"token_logprobs\":[-0.5],\"top_logprobs\":[{}],\"text_offset\":[%d]}";
        assertThat(stream).isEqualTo(head + choice(" up", "null", "null") + head
                + choice("", logprobs.formatted(" up", 0), "null") + head + choice("on", "null", "null") + head
                + choice("", logprobs.formatted("on", 3), "null") + head + choice("", "null", "\"stop\"") + head
                + "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]\n\n");
    }

    @Test
    void aConversationIsNoPrompt() {
        ChatRequest conversation = ChatRequest.builder("m").message(Message.of(Role.SYSTEM, "Be brief."))
                .message(Message.of(Role.USER, "Hi")).build();

        assertThatThrownBy(() -> DIALECT.writeRequest(conversation)).hasMessageContaining("no conversation");
        assertThat(json(DIALECT.writeRequest(
                ChatRequest.builder("m").maxOutputTokens(5).message(Message.of(Role.USER, "Hi")).build()).body()))
                .isEqualTo(json("{\"model\":\"m\",\"prompt\":\"Hi\",\"max_tokens\":5}"));
    }

    @Test
    void aChangedPromptIsWrittenInTheFormThatItCameIn() {
        ChatRequest several = read("{\"model\":\"m\",\"prompt\":[\"a\",\"b\"]}");
        ChatRequest changed = several.toBuilder().messages(List.of(several.messages().getFirst()
                .withParts(List.of(several.messages().getFirst().parts().getLast())))).build();

        assertThat(json(DIALECT.writeRequest(changed).body())).isEqualTo(json("{\"model\":\"m\",\"prompt\":[\"b\"]}"));
    }

    static RawRequest raw(String body) {
        return new RawRequest(DIALECT.endpoints().getFirst(), Map.of(), "", Headers.EMPTY, Bytes.utf8(body));
    }

    private static ChatRequest read(String body) {
        return DIALECT.readRequest(DIALECT.scan(raw(body)));
    }

    private static JsonNode toChat(String body) {
        return json(Fixtures.DIALECT.writeRequest(read(body)).body());
    }

    private static String choice(String text, String logprobs, String finish) {
        return "{\"text\":\"" + text + "\",\"index\":0,\"logprobs\":" + logprobs + ",\"finish_reason\":" + finish
                + "}]}\n\n";
    }

    private static String stream(String request, String chat) {
        WireRequest scanned = DIALECT.scan(raw(request));
        EventEncoder encoder = DIALECT.encoder(scanned);
        FrameDecoder decoder = Fixtures.DIALECT.decoder();
        StringBuilder written = new StringBuilder();
        for (Frame frame : ServerSentEvents.frames(Bytes.utf8(chat))) {
            written.append(encoder.encode(decoder.decode(frame)).utf8());
        }
        return written.append(encoder.end().utf8()).toString();
    }
}
