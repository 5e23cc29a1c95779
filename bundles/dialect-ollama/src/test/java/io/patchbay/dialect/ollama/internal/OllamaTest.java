package io.patchbay.dialect.ollama.internal;

import static io.patchbay.dialect.ollama.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.ollama.internal.Fixtures.accumulate;
import static io.patchbay.dialect.ollama.internal.Fixtures.decode;
import static io.patchbay.dialect.ollama.internal.Fixtures.encode;
import static io.patchbay.dialect.ollama.internal.Fixtures.glimpse;
import static io.patchbay.dialect.ollama.internal.Fixtures.json;
import static io.patchbay.dialect.ollama.internal.Fixtures.line;
import static io.patchbay.dialect.ollama.internal.Fixtures.lines;
import static io.patchbay.dialect.ollama.internal.Fixtures.raw;
import static io.patchbay.dialect.ollama.internal.Fixtures.readRequest;
import static io.patchbay.dialect.ollama.internal.Fixtures.scanChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.api.model.Usage;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is this dialect's own: requests, lines, errors. */
class OllamaTest {
    private static final Extra FOREIGN = new Extra("anthropic-messages", "signature", new Json("\"s\""));
    private static final String END = """
            {"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}""";

    @Test
    void nameAndEndpointsAreWhatClientsKnow() {
        assertThat(new Ollama().name()).isEqualTo("ollama");
        assertThat(DIALECT.endpoints()).containsExactly(new Endpoint("POST", "/api/chat", Operation.CHAT),
                new Endpoint("POST", "/api/embed", Operation.EMBEDDINGS),
                new Endpoint("GET", "/api/tags", Operation.MODELS),
                new Endpoint("POST", "/ollama/api/chat", Operation.CHAT),
                new Endpoint("POST", "/ollama/api/embed", Operation.EMBEDDINGS),
                new Endpoint("GET", "/ollama/api/tags", Operation.MODELS));
        assertThat(DIALECT.keepAlive()).isEmpty();
        assertThat(DIALECT.token(Headers.of("authorization", "Bearer t"), "")).hasValue("t");
    }

    @Test
    void anAnswerIsStreamedUnlessToldOtherwise() {
        assertThat(scanChat("{\"model\":\"m\",\"messages\":[]}").stream()).isTrue();
        assertThat(scanChat("{\"model\":\"m\",\"stream\":null}").stream()).isTrue();
        assertThat(scanChat("{\"model\":\"m\",\"stream\":false}").stream()).isFalse();
        assertThat(DIALECT.scan(raw(Operation.EMBEDDINGS, Bytes.utf8("{\"model\":\"m\",\"input\":\"a\"}"))).stream())
                .isFalse();
        assertThat(write(ChatRequest.builder("m").build()).path("stream").asText()).isEqualTo("false");
        assertThat(write(ChatRequest.builder("m").stream(true).build()).has("stream")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"chat | {} | model",
        "chat | {`model`:`m`,`messages`:[{}]} | messages[0].role", "chat | {`model`:`m`,`messages`:5} | messages",
        "embeddings | {`model`:`m`} | input", "embeddings | {`model`:`m`,`input`:5} | input"})
    void whatRoutingNeedsMustBeThere(String operation, String body, String param) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> DIALECT.scan(raw(new Operation(operation),
                        Bytes.utf8(body.replace('`', '"').strip()))))
                .satisfies(error -> assertThat(error.param()).hasValue(param));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"model\":\"m\"}",
        """
            {"model":"m","messages":[],"tools":[],"stream":true,"options":{},"keep_alive":0,"format":"","think":"low"}""",
        """
                {"model":"m","messages":[{"role":"user","content":"","images":[]},{"role":"control","content":"c"},
                {"role":"assistant","content":"","tool_calls":[]},{"role":"user","content":"x","images":[5]}],
                "options":{"num_predict":-1,"num_ctx":2048,"stop":"x","temperature":0.50,"seed":7,"top_k":0,
                "repeat_penalty":1.1},"format":"json","stream":null}""", """
                {"model":"m","messages":[{"role":"tool","tool_name":"f","tool_call_id":"a","content":""}],
                "tools":[{"type":"function","function":{"name":"f"}}],"think":null,"format":{"type":"object"},
                "future":1.50}"""})
    void whatIsReadIsWrittenAgain(String body) {
        WireRequest written = DIALECT.writeRequest(readRequest(body));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void settingsAreOptions() {
        ChatRequest request = ChatRequest.builder("m").maxOutputTokens(7).temperature(0.5).topP(0.9).topK(40)
                .frequencyPenalty(0.1).presencePenalty(0.2).seed(3).stopSequences(List.of("x"))
                .responseFormat(new ResponseFormat.JsonObject()).build();

        assertThat(write(request)).isEqualTo(json("""
                {"model":"m","stream":false,"format":"json","options":{"num_predict":7,"temperature":0.5,"top_p":0.9,
                "top_k":40,"frequency_penalty":0.1,"presence_penalty":0.2,"seed":3,"stop":["x"]}}"""));
    }

    @ParameterizedTest
    @CsvSource({"none,-1,false", "'',0,false", "'',900,true", "low,-1,low", "medium,-1,true", "xhigh,-1,high"})
    void effortAndBudgetAreMapped(String effort, int budget, String think) {
        ReasoningRequest wanted =
                new ReasoningRequest(effort, budget < 0 ? OptionalInt.empty() : OptionalInt.of(budget));

        assertThat(write(ChatRequest.builder("m").reasoning(wanted).build()).path("think").asText()).isEqualTo(think);
    }

    @Test
    void messagesFromAnotherDialectAreFlat() {
        ChatRequest request = ChatRequest.builder("m").messages(List.of(
                Message.of(Role.DEVELOPER, "Be brief."),
                Message.of(Role.USER, Part.Text.of("a"), Part.Text.of("b"),
                        new Part.Image(new Media("image/png", new Media.Inline("AAAA")), List.of()),
                        new Part.Image(new Media("", new Media.Url("https://x.example")), List.of())),
                Message.of(Role.ASSISTANT, new Part.Reasoning("Hm", List.of(FOREIGN)),
                        new Part.Reasoning("", List.of(FOREIGN)), call("a", "{\"x\":1}"), call("b", ""),
                        call("c", "no JSON")),
                Message.of(Role.USER, new Part.ToolResult("a", "", List.of(Part.Text.of("1")), true, List.of()),
                        new Part.ToolResult("b", "", List.of(), false, List.of()), Part.Text.of("And?"))))
                .build();
        WireRequest written = DIALECT.writeRequest(request);

        assertThat(json(written.body()).path("messages")).isEqualTo(json("""
                [{"role":"system","content":"Be brief."},{"role":"user","content":"ab","images":["AAAA"]},
                {"role":"assistant","content":"","thinking":"Hm","tool_calls":[{"id":"a","function":{"name":"f",
                "arguments":{"x":1}}},{"id":"b","function":{"name":"f","arguments":{}}},{"id":"c","function":{"name":"f",
                "arguments":{}}}]},{"role":"tool","tool_name":"f","tool_call_id":"a","content":"1"},{"role":"tool",
                "tool_name":"f","tool_call_id":"b","content":""},{"role":"user","content":"And?"}]"""));
        assertThat(written.dropped()).containsExactly("image", "reasoning", "tool_call.arguments",
                "tool_result.is_error");
    }

    private static Part.ToolCall call(String id, String arguments) {
        return new Part.ToolCall(id, "f", new Json(arguments), List.of());
    }

    @Test
    void pictureTypesAreToldByTheirFirstBytes() {
        Part image = readRequest("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"images\":[\"/9j/4AAQ\"]}]}")
                .messages().getFirst().parts().getFirst();

        assertThat(((Part.Image) image).media()).isEqualTo(new Media("image/jpeg", new Media.Inline("/9j/4AAQ")));
    }

    @Test
    void whoMayCallNoToolIsToldOfNoneAndOtherChoicesAreNamed() {
        ChatRequest request = ChatRequest.builder("m").candidates(2).parallelToolCalls(false)
                .tools(List.of(new Tool.Function("f", "d", new Json("{\"type\":\"object\"}"), List.of()))).build();

        assertThat(write(request.toBuilder().toolChoice(new ToolChoice.None()).build()).has("tools")).isFalse();
        WireRequest named = DIALECT.writeRequest(request.toBuilder().toolChoice(new ToolChoice.Named("f")).build());
        assertThat(named.dropped()).containsExactly("tool_choice", "n", "parallel_tool_calls");
        assertThat(json(named.body()).path("tools")).isEqualTo(json("""
                [{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}]"""));
    }

    @Test
    void aSchemaIsTheFormatAndKeepsItsOrder() {
        Json schema = new Json("{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}}");
        ResponseFormat format = new ResponseFormat.JsonSchema("n", schema, true, List.of());

        assertThat(DIALECT.writeRequest(ChatRequest.builder("m").responseFormat(format).build()).body().utf8())
                .contains("\"format\":" + schema);
    }

    @Test
    void aCallIsAToolFinishAndGetsAnIdWhereAnOldServerGivesNone() {
        List<ChatEvent> events = decode("""
                {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f",
                "arguments":{"x":1}}},{"function":{"name":"g","arguments":{}}}]},"done":false}""", END);

        assertThat(accumulate(events).candidates().getFirst().parts()).containsExactly(
                new Part.ToolCall("call_1", "f", new Json("{\"x\":1}"), List.of()),
                new Part.ToolCall("call_2", "g", new Json("{}"), List.of()));
        assertThat(accumulate(events).candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void anAnswerFromAnotherDialectIsLinesInWhichACallIsWhole() {
        String stream = encode(List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())),
                new ChatEvent.ReasoningDelta(0, "Hm"), new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartStart(1, 0, Part.Text.of("")), new ChatEvent.TextDelta(1, "So."),
                new ChatEvent.PartEnd(1, List.of()), new ChatEvent.PartStart(2, 0, call("a", "")),
                new ChatEvent.PartStart(3, 0, call("b", "")), new ChatEvent.ToolCallDelta(2, "{\"x\""),
                new ChatEvent.ToolCallDelta(3, "{}"), new ChatEvent.ToolCallDelta(2, ":1}"),
                new ChatEvent.PartEnd(2, List.of()), new ChatEvent.PartEnd(3, List.of()),
                new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
                new ChatEvent.UsageReport(Usage.of(9, 4))));

        assertThat(lines(stream).stream().map(each -> each.path("message"))).isEqualTo(lines("""
                {"role":"assistant","content":"","thinking":"Hm"}
                {"role":"assistant","content":"So."}
                {"role":"assistant","content":"","tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]}
                {"role":"assistant","content":"","tool_calls":[{"id":"b","function":{"name":"f","arguments":{}}}]}
                {"role":"assistant","content":""}
                """));
        assertThat(lines(stream).getLast()).isEqualTo(json("""
                {"model":"m","created_at":"2026-03-01T12:00:00Z","message":{"role":"assistant","content":""},"done":true,
                "done_reason":"stop","prompt_eval_count":9,"eval_count":4}"""));
        assertThat(lines(stream).stream().filter(each -> each.path("done").asBoolean())).hasSize(1);
    }

    @Test
    void aStreamThatWasCutHasNoEnd() {
        List<ChatEvent> events = decode("{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":false}");

        assertThat(encode(events)).doesNotContain("\"done\":true");
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.readResponse(
                Bytes.utf8("{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":false}")));
    }

    @Test
    void aLastLineWithoutItsEndIsALine() {
        List<ChatEvent> events =
                decode(List.of(line("{\"model\":\"m\",\"message\":{\"content\":\"a\"}}"), Frame.of(Bytes.utf8(END))));

        assertThat(events.stream().filter(ChatEvent.Start.class::isInstance)).hasSize(1);
        assertThat(accumulate(events).text()).isEqualTo("a");
    }

    @Test
    void whatALineSaysBesideContentIsCarriedAlong() {
        String told =
                "{\"model\":\"m\",\"created_at\":\"x\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"new\":1},"
                        + "\"done\":false,\"logprobs\":[1]}";

        assertThat(lines(encode(decode(told, END))).getFirst()).isEqualTo(json(told));
    }

    @Test
    void anErrorInAStreamIsAFailure() {
        assertThat(glimpse(Operation.CHAT, line("{\"error\":\"out of memory\"}")).error()).isPresent();
        assertThat(decode("{\"error\":\"out of memory\"}")).singleElement()
                .isInstanceOfSatisfying(ChatEvent.Failure.class,
                        failure -> assertThat(failure.error().message()).isEqualTo("out of memory"));
        assertThat(encode(List.of(new ChatEvent.Failure(new GatewayException(ErrorKind.OVERLOADED, "Busy.")))))
                .isEqualTo("{\"error\":\"Busy.\"}\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404 | model 'x' not found | MODEL_NOT_FOUND",
        "400 | the input length exceeds the context length | CONTEXT_LENGTH", "400 | bad | INVALID_REQUEST",
        "503 | server busy | OVERLOADED", "500 | model runner not found | UPSTREAM",
        "401 | unauthorized | KEY_REFUSED"})
    void errorsAreReadByTheirWordsAndStatus(int status, String text, ErrorKind kind) {
        GatewayException error =
                DIALECT.readError(status, Headers.EMPTY, Bytes.utf8("{\"error\":\"" + text + "\"}"));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.message()).isEqualTo(text);
    }

    @Test
    void errorsAreWritten() {
        try (Answer answer = DIALECT.writeError(new GatewayException(ErrorKind.MODEL_NOT_FOUND, "No such."))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(json(answer.next().flatMap(Frame::bytes).orElseThrow()))
                    .isEqualTo(json("{\"error\":\"No such.\"}"));
        }
    }

    @Test
    void modelsAreWrittenAsOllamaHasThem() {
        assertThat(json(DIALECT.writeModels(List.of(new ModelInfo("m", "main", 0))))).isEqualTo(json("""
                {"models":[{"name":"m","model":"m","modified_at":"1970-01-01T00:00:00Z","size":0}]}"""));
    }

    private static JsonNode write(ChatRequest request) {
        return json(DIALECT.writeRequest(request).body());
    }
}
