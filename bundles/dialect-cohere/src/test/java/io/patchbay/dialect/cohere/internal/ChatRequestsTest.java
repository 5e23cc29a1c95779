package io.patchbay.dialect.cohere.internal;

import static io.patchbay.dialect.cohere.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.cohere.internal.Fixtures.chat;
import static io.patchbay.dialect.cohere.internal.Fixtures.json;
import static io.patchbay.dialect.cohere.internal.Fixtures.readRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {
    private static final Extra FOREIGN = new Extra("anthropic-messages", "signature", new Json("\"s\""));

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"model":"m","messages":[{"role":"user","content":"Hi"}],"safety_mode":"STRICT","strict_tools":true,
            "citation_options":{"mode":"FAST"},"documents":["a",{"id":"d","data":{"text":"t"}}],"logprobs":true,
            "priority":3,"future":{"x":1.50}}""", """
            {"model":"m","messages":[{"role":"user","content":[]},{"role":"assistant","content":[],"tool_calls":[],
            "citations":[],"tool_plan":null},{"role":"assistant","tool_plan":""}],"tools":[],"documents":[]}""", """
            {"model":"m","messages":[{"role":"chatbot","content":"x"},{"role":"user","content":[{"type":"text",
            "text":"a","cache":1},{"type":"new","v":2}]}],"stream":false,"max_tokens":5.0,"temperature":0.30,"k":0,
            "p":0.5,"seed":9007199254740993,"stop_sequences":[],"frequency_penalty":null}""", """
            {"model":"m","messages":[{"role":"tool","tool_call_id":"c","content":[{"type":"document","document":{
            "id":"0","data":"found"}},{"type":"document","document":{"data":{"n":1.0,"t":"x"},"id":"1"}},
            {"type":"text","text":"t"}]}],"response_format":{"type":"json_object","json_schema":{"type":"object",
            "$defs":{"a":{}}}},"tool_choice":"NONE"}""", """
            {"model":"m","messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"Hm"},
            {"type":"text","text":"So."}],"citations":[{"start":0,"end":2,"text":"So","sources":null,"content_index":1,
            "type":"TEXT_CONTENT"},{"start":0,"end":1,"sources":[{"type":"file","file":{"id":"f"}},7],
            "content_index":0,"type":"THINKING_CONTENT"}]},{"role":"assistant","citations":[null,"x"]}]}""", """
            {"model":"m","messages":[{"role":"assistant","tool_plan":"Look.","citations":[{"text":"L","type":"PLAN"}],
            "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}","x":1},"y":2},
            {"id":"b","type":"custom"}]}],"tools":[{"type":"function","function":{"name":"f","description":"",
            "parameters":{}}},{"type":"search"}],"thinking":{"type":"disabled","x":1}}"""})
    void whatIsReadIsWrittenAgain(String body) {
        WireRequest written = DIALECT.writeRequest(readRequest(body));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void settingsGoByTheirNamesHere() {
        ChatRequest request = ChatRequest.builder("m").message(Message.of(Role.USER, "Hi")).maxOutputTokens(7)
                .temperature(0.5).topP(0.9).topK(40).frequencyPenalty(0.1).presencePenalty(0.2).seed(3)
                .stopSequences(List.of("x")).build();

        assertThat(write(request)).isEqualTo(json("""
                {"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":7,"temperature":0.5,"p":0.9,"k":40,
                "frequency_penalty":0.1,"presence_penalty":0.2,"seed":3,"stop_sequences":["x"]}"""));
    }

    @Test
    void aToolPlanIsReasoningAndGoesBackAsAPlan() {
        String body = """
                {"model":"m","messages":[{"role":"assistant","tool_plan":"I look.","tool_calls":[{"id":"a",
                "type":"function","function":{"name":"f","arguments":"{}"}}]}]}""";
        List<Part> parts = readRequest(body).messages().getFirst().parts();

        assertThat(parts.getFirst()).isInstanceOfSatisfying(Part.Reasoning.class,
                thought -> assertThat(thought.text()).isEqualTo("I look."));
        assertThat(parts.get(1)).isEqualTo(new Part.ToolCall("a", "f", new Json("{}"), List.of()));
    }

    @Test
    void reasoningFromAnotherDialectIsAThinkingBlockAndWhatHasNoWordsIsNamed() {
        Message message = Message.of(Role.ASSISTANT, new Part.Reasoning("Hm", List.of(FOREIGN)),
                new Part.Reasoning("", List.of(FOREIGN)), Part.Text.of("So."));
        WireRequest written = DIALECT.writeRequest(ChatRequest.builder("m").message(message).build());

        assertThat(json(written.body()).path("messages")).isEqualTo(
                json("""
                [{"role":"assistant","content":[{"type":"thinking","thinking":"Hm"},{"type":"text","text":"So."}]}]"""));
        assertThat(written.dropped()).containsExactly("reasoning");
    }

    @Test
    void resultsOfParallelCallsAreAMessageEachAndKeepTheirIds() {
        Message results = Message.of(Role.USER,
                new Part.ToolResult("a", "", List.of(Part.Text.of("1")), false, List.of()),
                new Part.ToolResult("b", "", List.of(), true, List.of()), Part.Text.of("And?"));
        WireRequest written = DIALECT.writeRequest(ChatRequest.builder("m").message(results).build());

        assertThat(json(written.body()).path("messages")).isEqualTo(json("""
                [{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":""},
                {"role":"user","content":"And?"}]"""));
        assertThat(written.dropped()).containsExactly("tool_result.is_error");
    }

    @Test
    void callsWithoutIdsGetSomeAndTheirResultsTheSame() {
        ChatRequest request = ChatRequest.builder("m").messages(List.of(
                Message.of(Role.ASSISTANT, call("", "f"), call("", "g"), call("", "f")),
                Message.of(Role.TOOL, result("g"), result("f"), result("f"), result("nobody")))).build();
        JsonNode messages = write(request).path("messages");

        assertThat(messages.findValuesAsText("id")).containsExactly("call_1", "call_2", "call_3");
        assertThat(messages.findValuesAsText("tool_call_id")).containsExactly("call_2", "call_1", "call_3");
    }

    private static Part.ToolCall call(String id, String name) {
        return new Part.ToolCall(id, name, new Json("{}"), List.of());
    }

    private static Part.ToolResult result(String name) {
        return new Part.ToolResult("", name, List.of(Part.Text.of("r")), false, List.of());
    }

    @Test
    void aDocumentThatAToolFoundIsATextToOtherDialects() {
        Message message = readRequest("""
                {"model":"m","messages":[{"role":"tool","tool_call_id":"c","content":[{"type":"document","document":{
                "data":{"a":1}}}]}]}""").messages().getFirst();

        assertThat(((Part.ToolResult) message.parts().getFirst()).content().getFirst())
                .isInstanceOfSatisfying(Part.Text.class, text -> assertThat(text.text()).isEqualTo("{\"a\":1}"));
    }

    @Test
    void aChangedDocumentIsWrittenWithItsNewText() {
        ChatRequest request = readRequest("""
                {"model":"m","messages":[{"role":"user","content":[{"type":"document","document":{"id":"d",
                "data":{"a":1}}}]}]}""");
        Part.Text text = (Part.Text) request.messages().getFirst().parts().getFirst();
        Message changed = request.messages().getFirst().withParts(List.of(new Part.Text("new", text.extras())));

        assertThat(write(request.toBuilder().messages(List.of(changed)).build()).path("messages")).isEqualTo(json("""
                [{"role":"user","content":[{"type":"document","document":{"data":"new","id":"d"}}]}]"""));
    }

    @Test
    void picturesAreReadAndWrittenByAddressAndInline() {
        Message message = Message.of(Role.USER,
                new Part.Image(new Media("image/png", new Media.Inline("AAAA")), List.of()),
                new Part.Image(new Media("", new Media.Url("https://x.example/p.png")), List.of()),
                new Part.Document(new Media("application/pdf", new Media.Inline("AAAA")), "a.pdf", List.of()));
        WireRequest written = DIALECT.writeRequest(ChatRequest.builder("m").message(message).build());

        assertThat(json(written.body()).path("messages").path(0).path("content")).isEqualTo(json("""
                [{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                {"type":"image_url","image_url":{"url":"https://x.example/p.png"}}]"""));
        assertThat(written.dropped()).containsExactly("document");
        assertThat(DIALECT.readRequest(written).messages().getFirst().parts()).isEqualTo(message.parts().subList(0, 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"none | -1 | {`type`:`disabled`}",
        "'' | 0 | {`type`:`disabled`}", "'' | 900 | {`type`:`enabled`,`token_budget`:900}",
        "low | -1 | {`type`:`enabled`,`token_budget`:2048}", "medium | -1 | {`type`:`enabled`,`token_budget`:8192}",
        "high | -1 | {`type`:`enabled`}"})
    void effortAndBudgetAreMapped(String effort, int budget, String thinking) {
        ReasoningRequest wanted = new ReasoningRequest(effort.replace("'", ""),
                budget < 0 ? OptionalInt.empty() : OptionalInt.of(budget));

        assertThat(write(ChatRequest.builder("m").reasoning(wanted).build()).path("thinking"))
                .isEqualTo(json(thinking.replace('`', '"')));
    }

    @Test
    void thinkingIsRead() {
        assertThat(readRequest("{\"model\":\"m\",\"messages\":[],\"thinking\":{\"type\":\"enabled\","
                + "\"token_budget\":5}}").reasoning()).hasValue(new ReasoningRequest("", OptionalInt.of(5)));
        assertThat(readRequest("{\"model\":\"m\",\"messages\":[],\"thinking\":{\"type\":\"disabled\"}}").reasoning())
                .hasValue(new ReasoningRequest("none", OptionalInt.of(0)));
    }

    @Test
    void aSchemaIsNativeAndKeepsItsOrder() {
        Json schema = new Json("{\"type\":\"object\",\"properties\":{\"b\":{},\"a\":{}}}");
        ChatRequest request = ChatRequest.builder("m")
                .responseFormat(new ResponseFormat.JsonSchema("n", schema, true, List.of())).build();

        assertThat(DIALECT.writeRequest(request).body().utf8())
                .contains("\"response_format\":{\"type\":\"json_object\",\"json_schema\":" + schema + "}");
        assertThat(readRequest(DIALECT.writeRequest(request).body().utf8()).responseFormat())
                .hasValue(new ResponseFormat.JsonSchema("", schema, false, List.of()));
    }

    @Test
    void everyChoiceOfToolsIsSaid() {
        ChatRequest request = ChatRequest.builder("m").tools(List.of(tool("f"), tool("g"), tool("h"))).build();

        assertThat(chosen(request, new ToolChoice.Auto())).isEqualTo("null f,g,h []");
        assertThat(chosen(request, new ToolChoice.None())).isEqualTo("NONE f,g,h []");
        assertThat(chosen(request, new ToolChoice.Required(List.of()))).isEqualTo("REQUIRED f,g,h []");
        assertThat(chosen(request, new ToolChoice.Required(List.of("h", "f")))).isEqualTo("REQUIRED f,h []");
        assertThat(chosen(request, new ToolChoice.Named("g"))).isEqualTo("REQUIRED g []");
        assertThat(chosen(request, new ToolChoice.Named("nobody"))).isEqualTo("null f,g,h [tool_choice]");
    }

    private static String chosen(ChatRequest request, ToolChoice choice) {
        WireRequest written = DIALECT.writeRequest(request.toBuilder().toolChoice(choice).build());
        JsonNode body = json(written.body());
        return body.path("tool_choice").asText("null") + " " + String.join(",", body.path("tools")
                .findValuesAsText("name")) + " " + written.dropped();
    }

    private static Tool tool(String name) {
        return new Tool.Function(name, "", Json.EMPTY_OBJECT, List.of());
    }

    @Test
    void aFunctionWithoutParametersGetsTheEmptySchema() {
        assertThat(write(ChatRequest.builder("m").tools(List.of(tool("f"))).build()).path("tools")).isEqualTo(json("""
                [{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]"""));
    }

    @Test
    void whatCannotBeSaidIsNamed() {
        Message message = Message.of(Role.ASSISTANT, Part.Text.of("a"),
                new Part.Citation("t", "u", "q", List.of(FOREIGN)),
                new Part.Other("anthropic-messages", new Json("{}"), List.of()));
        ChatRequest request = ChatRequest.builder("m").message(message).candidates(2).parallelToolCalls(false)
                .tools(List.of(new Tool.Other("gemini", new Json("{}")))).build();

        assertThat(DIALECT.writeRequest(request).dropped()).containsExactly("block of anthropic-messages", "citation",
                "tool of gemini", "n", "parallel_tool_calls");
    }

    @Test
    void developersSpeakAsTheSystem() {
        assertThat(write(ChatRequest.builder("m").message(Message.of(Role.DEVELOPER, "d")).build()).path("messages"))
                .isEqualTo(json("[{\"role\":\"system\",\"content\":\"d\"}]"));
    }

    @Test
    void theStreamIsAskedForWhereItIsWanted() {
        ChatRequest request = readRequest("{\"model\":\"m\",\"messages\":[],\"stream\":true}");

        assertThat(request.stream()).isTrue();
        assertThat(write(request).path("stream").asBoolean()).isTrue();
        assertThat(write(request.toBuilder().stream(false).build()).has("stream")).isFalse();
    }

    private static JsonNode write(ChatRequest request) {
        WireRequest written = DIALECT.writeRequest(request);
        assertThat(written.path()).isEqualTo("/v2/chat");
        assertThat(DIALECT.readRequest(chat(written.body().utf8())).model()).isEqualTo(request.model());
        return json(written.body());
    }
}
