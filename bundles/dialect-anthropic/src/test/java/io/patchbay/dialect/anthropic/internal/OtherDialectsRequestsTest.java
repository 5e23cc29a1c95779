package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.single;
import static io.patchbay.dialect.anthropic.internal.Fixtures.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
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

/** Requests that were made in another dialect: all that can be said is said, the rest is named. */
class OtherDialectsRequestsTest {
    private static final Message HELLO = Message.of(Role.USER, "Hello");
    private static final Tool WEATHER = new Tool.Function("weather", "Tells it.",
            new Json("{\"type\":\"object\",\"properties\":{\"z\":{},\"a\":{}}}"), List.of());
    private static final Tool TIME = new Tool.Function("time", "", Json.EMPTY_OBJECT, List.of());

    private static ChatRequest.Builder request(String model, Message... messages) {
        return ChatRequest.builder(model).messages(List.of(messages));
    }

    private static ChatRequest.Builder request() {
        return request("claude-opus-4-8", HELLO);
    }

    private static List<String> dropped(ChatRequest.Builder request) {
        return DIALECT.writeRequest(request.build()).dropped();
    }

    private static JsonNode conversation(Message... messages) {
        return written(request("m", messages).build());
    }

    private static Part.ToolCall call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, new Json(arguments), List.of());
    }

    private static Message result(String id, String name, String text) {
        return Message.of(Role.TOOL,
                new Part.ToolResult(id, name, List.of(Part.Text.of(text)), false, List.of()));
    }

    @Test
    void aPlainRequestIsPlain() {
        assertThat(written(request().build())).isEqualTo(single(
                "{'model':'claude-opus-4-8','max_tokens':32000,'messages':[{'role':'user','content':'Hello'}]}"));
    }

    @Test
    void theDefaultLimitLeavesRoomBesideABudget() {
        assertThat(written(request().maxOutputTokens(9).build()).path("max_tokens").asInt()).isEqualTo(9);
        JsonNode thinks = written(request("claude-sonnet-4-5", HELLO)
                .reasoning(new ReasoningRequest("", OptionalInt.of(40_000))).build());
        assertThat(thinks.path("max_tokens").asInt()).isEqualTo(48_192);
        assertThat(thinks.path("thinking")).isEqualTo(single("{'type':'enabled','budget_tokens':40000}"));
    }

    @Test
    void systemAndDeveloperMessagesStandApartInTheirOrder() {
        assertThat(conversation(Message.of(Role.SYSTEM, "a"), HELLO).path("system")).isEqualTo(single("'a'"));
        JsonNode several = conversation(Message.of(Role.SYSTEM, "a"), HELLO, Message.of(Role.DEVELOPER, "b"),
                Message.of(Role.SYSTEM, " "), Message.of(Role.ASSISTANT, "c"));
        assertThat(several.path("system")).isEqualTo(single("[{'type':'text','text':'a'},{'type':'text','text':'b'}]"));
        assertThat(several.path("messages")).isEqualTo(
                single("[{'role':'user','content':'Hello'},{'role':'assistant','content':'c'}]"));
    }

    @Test
    void emptyMessagesAndTextsAreLeftOutAndNothingIsPutInTheirPlace() {
        assertThat(conversation(HELLO, Message.of(Role.ASSISTANT, ""), Message.of(Role.USER, Part.Text.of(" \n"),
                Part.Text.of("b")), Message.of(Role.ASSISTANT)).path("messages"))
                .isEqualTo(single(
                        "[{'role':'user','content':'Hello'},{'role':'user','content':[{'type':'text','text':'b'}]}]"));
    }

    @Test
    void resultsOfParallelCallsAreOneMessageAndComeFirst() {
        assertThat(conversation(HELLO, Message.of(Role.ASSISTANT, Part.Text.of("Look:"), call("1", "f", "{\"x\":1}"),
                call("2", "g", "")), Message.of(Role.USER, "wait"), result("1", "", "a"), result("2", "", "b"),
                Message.of(Role.USER, "and?")).path("messages"))
                .isEqualTo(single("""
                        [{'role':'user','content':'Hello'},{'role':'assistant','content':[{'type':'text','text':'Look:'},
                        {'type':'tool_use','id':'1','name':'f','input':{'x':1}},
                        {'type':'tool_use','id':'2','name':'g','input':{}}]},
                        {'role':'user','content':[{'type':'tool_result','tool_use_id':'1','content':'a'},
                        {'type':'tool_result','tool_use_id':'2','content':'b'},{'type':'text','text':'wait'},
                        {'type':'text','text':'and?'}]}]"""));
    }

    @Test
    void anErrorOfAToolAndAnEmptyResultAreSaid() {
        Part failed = new Part.ToolResult("1", "f", List.of(Part.Text.of("")), true, List.of());
        assertThat(conversation(HELLO, Message.of(Role.ASSISTANT, call("1", "f", "{}")),
                Message.of(Role.TOOL, failed)).at("/messages/2/content"))
                .isEqualTo(single("[{'type':'tool_result','tool_use_id':'1','is_error':true}]"));
    }

    @Test
    void callsWithoutIdsAreGivenSomeAndTheirResultsFindThem() {
        JsonNode messages = conversation(HELLO,
                Message.of(Role.ASSISTANT, call("", "f", "{}"), call("", "g", "{}"), call("", "f", "{}")),
                result("", "g", "G"), result("", "f", "F1"), result("", "f", "F2")).path("messages");
        JsonNode calls = messages.path(1).path("content");
        JsonNode results = messages.path(2).path("content");

        assertThat(calls.findValuesAsText("id")).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
        assertThat(results.path(0).path("tool_use_id")).isEqualTo(calls.path(1).path("id"));
        assertThat(results.path(1).path("tool_use_id")).isEqualTo(calls.path(0).path("id"));
        assertThat(results.path(2).path("tool_use_id")).isEqualTo(calls.path(2).path("id"));
    }

    @Test
    void anOrphanedResultIsAClearError() {
        for (Message orphan : List.of(result("9", "f", "x"), result("", "f", "x"))) {
            assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> conversation(HELLO, orphan))
                    .satisfies(error -> {
                        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                        assertThat(error.param()).hasValue("messages[1]");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({"functions.weather:0", "call|x", "ü", "a b", "pbid_x.", "toolu_1"})
    void idsOutsideTheCharacterSetAreMappedAndMappedBack(String id) {
        JsonNode messages = conversation(HELLO, Message.of(Role.ASSISTANT, call(id, "f", "{}")), result(id, "f", "x"))
                .path("messages");
        String written = messages.at("/1/content/0/id").asText();

        assertThat(written).matches("[a-zA-Z0-9_-]+").isEqualTo(messages.at("/2/content/0/tool_use_id").asText());
        assertThat(ToolIds.read(written)).isEqualTo(id);
    }

    @Test
    void argumentsThatAreNoObjectAreKeptAsAText() {
        assertThat(conversation(HELLO, Message.of(Role.ASSISTANT, call("1", "f", "{\"x\":")), result("1", "f", "x"))
                .at("/messages/1/content/0/input")).isEqualTo(json("{\"arguments\":\"{\\\"x\\\":\"}"));
    }

    @Test
    void picturesAndDocumentsAreSaidAsFarAsAnthropicTakesThem() {
        Part png = new Part.Image(new Media("", new Media.Inline("iVBORw0KGgoAAA")), List.of());
        Part url = new Part.Image(new Media("", new Media.Url("https://i")), List.of());
        Part pdf = new Part.Document(new Media("application/pdf", new Media.Inline("JVBE")), "a.pdf", List.of());
        Part csv = new Part.Document(new Media("text/csv", new Media.Inline("YSxi")), "", List.of());
        Part odd = new Part.Image(new Media("", new Media.Inline("AAAA")), List.of());
        Part sound = new Part.Audio(new Media("audio/wav", new Media.Inline("AA")), List.of());
        ChatRequest.Builder request = request("m", Message.of(Role.USER, png, url, pdf, csv, odd, sound));

        assertThat(written(request.build()).at("/messages/0/content")).isEqualTo(single("""
                [{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgoAAA'}},
                {'type':'image','source':{'type':'url','url':'https://i'}},
                {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBE'},'title':'a.pdf'},
                {'type':'document','source':{'type':'text','media_type':'text/plain','data':'a,b'}}]"""));
        assertThat(dropped(request)).containsExactly("image", "audio");
    }

    @Test
    void whatOnlyAnotherDialectKnowsIsNamed() {
        Extra foreign = new Extra("openai-chat", "strict", new Json("true"));
        ChatRequest.Builder request = request("m", Message.of(Role.USER, new Part.Text("a", List.of(foreign))),
                Message.of(Role.ASSISTANT, new Part.Reasoning("Hm", List.of()), Part.Text.of("b"),
                        new Part.Citation("t", "u", "q", List.of()), new Part.Refusal("No.", List.of()),
                        new Part.Other("gemini", new Json("{}"), List.of())))
                .tools(List.of(new Tool.Other("gemini", new Json("{\"googleSearch\":{}}"))))
                .toolChoice(new ToolChoice.Other("openai-chat", new Json("{}")))
                .responseFormat(new ResponseFormat.Other("cohere-v2", new Json("{}")))
                .frequencyPenalty(1).presencePenalty(0).seed(7).candidates(2);

        assertThat(dropped(request)).containsExactlyInAnyOrder("reasoning", "citation", "block of gemini",
                "tool of gemini", "tool_choice", "response_format", "frequency_penalty", "seed", "n");
        assertThat(written(request.build()).at("/messages/1/content"))
                .isEqualTo(single("[{'type':'text','text':'b'},{'type':'text','text':'No.'}]"));
        assertThat(dropped(request().candidates(1).frequencyPenalty(0))).isEmpty();
    }

    @Test
    void toolsKeepTheirOrderAndTheirSchemasSayThatTheyAreObjects() {
        Tool nil = new Tool.Function("nil", "", new Json("{\"type\":\"object\",\"properties\":null}"), List.of());
        Tool refs = new Tool.Function("refs", "",
                new Json("{\"$defs\":{\"x\":{}},\"properties\":{\"b\":{\"$ref\":\"#/$defs/x\"},\"a\":{}}}"), List.of());
        String tools = written(request().tools(List.of(WEATHER, TIME, nil, refs)).build()).path("tools").toString();

        assertThat(tools).isEqualTo(Fixtures.quoted(
                "[{'name':'weather','description':'Tells it.','input_schema':{'type':'object','properties':{'z':{},'a':{}}}},"
                        + "{'name':'time','input_schema':{'type':'object'}},{'name':'nil','input_schema':{'type':'object'}},"
                        + "{'name':'refs','input_schema':{'type':'object','$defs':{'x':{}},'properties':"
                        + "{'b':{'$ref':'#/$defs/x'},'a':{}}}}]"));
    }

    @Test
    void toolChoiceInAllItsForms() {
        assertThat(choice(new ToolChoice.Auto())).isEqualTo(single("{'type':'auto'}"));
        assertThat(choice(new ToolChoice.None())).isEqualTo(single("{'type':'none'}"));
        assertThat(choice(new ToolChoice.Required(List.of()))).isEqualTo(single("{'type':'any'}"));
        assertThat(choice(new ToolChoice.Required(List.of("time")))).isEqualTo(single("{'type':'tool','name':'time'}"));
        assertThat(choice(new ToolChoice.Named("missing"))).isEqualTo(single("{'type':'tool','name':'missing'}"));
        assertThat(written(request().tools(List.of(WEATHER)).parallelToolCalls(false).build()).path("tool_choice"))
                .isEqualTo(single("{'type':'auto','disable_parallel_tool_use':true}"));
        assertThat(written(request().tools(List.of(WEATHER)).parallelToolCalls(true).build()).has("tool_choice"))
                .isFalse();
        assertThat(written(request().toolChoice(new ToolChoice.Auto()).build()).has("tool_choice")).isFalse();
        assertThat(written(request().tools(List.of(WEATHER)).toolChoice(new ToolChoice.None())
                .parallelToolCalls(false).build()).path("tool_choice")).isEqualTo(single("{'type':'none'}"));
    }

    private static JsonNode choice(ToolChoice choice) {
        return written(request().tools(List.of(WEATHER, TIME)).toolChoice(choice).build()).path("tool_choice");
    }

    @Test
    void ofSeveralAllowedToolsTheOthersAreNotTold() {
        Tool third = new Tool.Function("third", "", Json.EMPTY_OBJECT, List.of());
        JsonNode written = written(request().tools(List.of(WEATHER, third, TIME))
                .toolChoice(new ToolChoice.Required(List.of("time", "weather"))).build());

        assertThat(written.path("tools").findValuesAsText("name")).containsExactly("weather", "time");
        assertThat(written.path("tool_choice")).isEqualTo(single("{'type':'any'}"));
    }

    @ParameterizedTest
    @CsvSource({"claude-opus-4-8,low,low", "claude-opus-4-8,minimal,low", "claude-sonnet-4-6,xhigh,high",
        "anthropic/claude-opus-4.7,xhigh,xhigh", "claude-sonnet-5,max,max", "claude-opus-4-6,odd,"})
    void newerModelsAreToldAnEffort(String model, String effort, String written) {
        JsonNode request = written(request(model, HELLO)
                .reasoning(new ReasoningRequest(effort, OptionalInt.empty())).build());

        assertThat(request.path("thinking")).isEqualTo(single("{'type':'adaptive'}"));
        assertThat(request.path("output_config").path("effort").asText("")).isEqualTo(written == null ? "" : written);
    }

    @ParameterizedTest
    @CsvSource({"2048,low", "8192,medium", "8193,high"})
    void aBudgetBecomesTheNearestEffortForNewerModels(int budget, String effort) {
        assertThat(written(request().reasoning(new ReasoningRequest("", OptionalInt.of(budget))).build())
                .path("output_config")).isEqualTo(single("{'effort':'" + effort + "'}"));
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-4-5-20250929,minimal,1024", "claude-opus-4-20250514,low,2048",
        "claude-3-7-sonnet-20250219,medium,8192", "deepseek-chat,high,16384", "claude-opus-4-1,xhigh,31999"})
    void olderModelsAreToldABudget(String model, String effort, int budget) {
        JsonNode request = written(request(model, HELLO)
                .reasoning(new ReasoningRequest(effort, OptionalInt.empty())).build());

        assertThat(request.path("thinking")).isEqualTo(
                single("{'type':'enabled','budget_tokens':" + budget + "}"));
        assertThat(request.path("max_tokens").asInt()).isGreaterThan(budget);
    }

    @Test
    void aBudgetKeepsItsBounds() {
        ReasoningRequest much = new ReasoningRequest("", OptionalInt.of(9000));
        ReasoningRequest little = new ReasoningRequest("", OptionalInt.of(5));

        assertThat(budget(much, 5000)).isEqualTo(4999);
        assertThat(budget(little, 5000)).isEqualTo(1024);
        assertThat(dropped(request("claude-sonnet-4-5", HELLO).reasoning(much).maxOutputTokens(1024)))
                .containsExactly("reasoning");
    }

    private static int budget(ReasoningRequest wanted, int most) {
        return written(request("claude-sonnet-4-5", HELLO).reasoning(wanted).maxOutputTokens(most).build())
                .at("/thinking/budget_tokens").asInt();
    }

    @Test
    void noThinkingIsSaidOnlyToModelsThatThinkUnasked() {
        ReasoningRequest none = new ReasoningRequest("none", OptionalInt.empty());
        ReasoningRequest zero = new ReasoningRequest("", OptionalInt.of(0));

        assertThat(written(request("claude-opus-5", HELLO).reasoning(none).build()).path("thinking"))
                .isEqualTo(single("{'type':'disabled'}"));
        for (ReasoningRequest wanted : List.of(none, zero)) {
            assertThat(written(request().reasoning(wanted).build()).has("thinking")).isFalse();
            assertThat(dropped(request().reasoning(wanted))).isEmpty();
        }
    }

    @Test
    void aModelThatMustCallAToolDoesNotThink() {
        ChatRequest.Builder request = request().tools(List.of(WEATHER)).toolChoice(new ToolChoice.Named("weather"))
                .reasoning(new ReasoningRequest("low", OptionalInt.empty()));

        assertThat(written(request.build()).has("thinking")).isFalse();
        assertThat(dropped(request)).containsExactly("reasoning");
    }

    @Test
    void inAToolTurnWhoseThoughtsAreLostABudgetIsNotAskedFor() {
        ReasoningRequest wanted = new ReasoningRequest("low", OptionalInt.empty());
        Message[] turn = {HELLO, Message.of(Role.ASSISTANT, call("1", "f", "{}")), result("1", "f", "x")};

        assertThat(dropped(request("claude-sonnet-4-5", turn).reasoning(wanted))).containsExactly("reasoning");
        assertThat(dropped(request("claude-opus-4-8", turn).reasoning(wanted))).isEmpty();
        assertThat(dropped(request("claude-sonnet-4-5", HELLO, Message.of(Role.ASSISTANT, "a"), HELLO)
                .reasoning(wanted))).isEmpty();
    }

    @Test
    void samplingIsLeftOutOnlyWhereTheModelRefusesItAndIsNamedThen() {
        ReasoningRequest wanted = new ReasoningRequest("low", OptionalInt.empty());

        assertThat(sampled("claude-3-5-sonnet-20241022").build()).satisfies(request -> {
            assertThat(written(request).path("temperature")).isEqualTo(json("0.5"));
            assertThat(written(request).path("top_p")).isEqualTo(json("0.9"));
            assertThat(written(request).path("top_k")).isEqualTo(json("4"));
        });
        assertThat(dropped(sampled("claude-3-5-sonnet-20241022"))).isEmpty();
        assertThat(dropped(sampled("claude-sonnet-4-5"))).containsExactly("top_p");
        assertThat(dropped(sampled("claude-opus-4-7"))).containsExactly("temperature", "top_p", "top_k");
        assertThat(dropped(sampled("claude-3-7-sonnet").reasoning(wanted)))
                .containsExactly("temperature", "top_p", "top_k");
        assertThat(dropped(request("claude-3-7-sonnet", HELLO).temperature(1).topP(0.97).reasoning(wanted))).isEmpty();
    }

    private static ChatRequest.Builder sampled(String model) {
        return request(model, HELLO).temperature(0.5).topP(0.9).topK(4);
    }

    @Test
    void aTemperatureAboveTheScaleIsTheHighestAndIsNamed() {
        ChatRequest.Builder request = request("claude-sonnet-4-5", HELLO).temperature(1.7);

        assertThat(written(request.build()).path("temperature")).isEqualTo(json("1"));
        assertThat(dropped(request)).containsExactly("temperature");
    }

    @Test
    void blankStopSequencesAreNamed() {
        assertThat(written(request().stopSequences(List.of("E", "\n")).build()).path("stop_sequences"))
                .isEqualTo(single("['E']"));
        assertThat(dropped(request().stopSequences(List.of("\n")))).containsExactly("stop_sequences");
    }

    @Test
    void aStrictSchemaThatIsClosedIsNativeAndKeepsItsOrder() {
        String closed = "{'type':'object','properties':{'z':{},'a':{}},'additionalProperties':false}";
        ResponseFormat format =
                new ResponseFormat.JsonSchema("n", new Json(Fixtures.quoted(closed)), true, List.of());

        assertThat(written(request().responseFormat(format).build()).path("output_config").toString())
                .isEqualTo(Fixtures.quoted("{'format':{'type':'json_schema','schema':" + closed + "}}"));
        assertThat(written(request().responseFormat(format).build()).has("tools")).isFalse();
    }

    private static ResponseFormat schema(boolean strict) {
        return new ResponseFormat.JsonSchema("n",
                new Json("{\"type\":\"object\",\"properties\":{\"z\":{},\"a\":{}}}"), strict, List.of());
    }

    @Test
    void anyOtherJsonIsTheInputOfAToolThatMustBeCalled() {
        for (ChatRequest request : List.of(request().responseFormat(schema(false)).build(),
                request().responseFormat(schema(true)).build(),
                request("claude-3-7-sonnet", HELLO).responseFormat(schema(true)).build())) {
            assertThat(written(request).path("tools").toString()).isEqualTo(Fixtures.quoted(
                    "[{'name':'patchbay_answer','description':'Gives the answer.','input_schema':"
                            + "{'type':'object','properties':{'z':{},'a':{}}}}]"));
            assertThat(written(request).path("tool_choice")).isEqualTo(
                    single("{'type':'tool','name':'patchbay_answer','disable_parallel_tool_use':true}"));
        }
        assertThat(written(request().responseFormat(new ResponseFormat.JsonObject()).build())
                .at("/tools/0/input_schema")).isEqualTo(single("{'type':'object'}"));
    }

    @Test
    void besideTheClientsToolsAnyToolMustBeCalled() {
        ChatRequest.Builder request = request().responseFormat(new ResponseFormat.JsonObject());

        assertThat(written(request.tools(List.of(WEATHER)).build()).path("tool_choice"))
                .isEqualTo(single("{'type':'any'}"));
        assertThat(written(request.build()).path("tools").findValuesAsText("name"))
                .containsExactly("weather", "patchbay_answer");
        assertThat(written(request.toolChoice(new ToolChoice.None()).build()).at("/tool_choice/name").asText())
                .isEqualTo("patchbay_answer");
        ChatRequest.Builder forced = request.toolChoice(new ToolChoice.Named("weather"));
        assertThat(written(forced.build()).path("tools").findValuesAsText("name")).containsExactly("weather");
        assertThat(dropped(forced)).containsExactly("response_format");
    }

    @Test
    void plainTextNeedsNoWord() {
        assertThat(written(request().responseFormat(new ResponseFormat.Text()).build()))
                .isEqualTo(written(request().build()));
    }
}
