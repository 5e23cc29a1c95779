package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.bedrock.internal.Fixtures.MODEL;
import static io.patchbay.dialect.bedrock.internal.Fixtures.json;
import static io.patchbay.dialect.bedrock.internal.Fixtures.quoted;
import static io.patchbay.dialect.bedrock.internal.Fixtures.readRequest;
import static io.patchbay.dialect.bedrock.internal.Fixtures.write;
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
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "{'messages':[]}",
        "{'promptVariables':{'a':{'text':'b'}}}",
        "{'system':[],'messages':[{'role':'user','content':[{'text':''}]},{'role':'user','content':[]}]}",
        "{'messages':[{'role':'critic','content':[{'text':'a'},{'cachePoint':{'type':'default','ttl':'1h'}}],'x':1}]}",
        "{'messages':[{'role':'user','content':[{'cachePoint':{'type':'default'}},{'text':'a'},{'cachePoint':{'type':"
                + "'default'}},{'cachePoint':{'type':'default'}}]}]}",
        "{'messages':[{'role':'user','content':[{'guardContent':{'text':{'text':'a','qualifiers':['query']}}},"
                + "{'guardContent':{'text':{'text':'a'}}},{'guardContent':{'image':{'format':'png','source':"
                + "{'bytes':'AA=='}}}}]}]}",
        "{'messages':[{'role':'user','content':[{'image':{'format':'jpeg','source':{'bytes':'/9j/'}}},{'image':"
                + "{'format':'heic','source':{'s3Location':{'uri':'s3://b/k','bucketOwner':'1'}},'x':1}},{'audio':"
                + "{'format':'mp3','source':{'bytes':'AA=='}}},{'audio':{'format':'x-aac','source':{'bytes':''}}},{'audio':{'format':'mpeg','source':{'bytes':''}}},"
                + "{'video':{'format':'mp4','source':{'bytes':'AA=='}}}]}]}",
        "{'messages':[{'role':'user','content':[{'document':{'format':'docx','name':'a b','source':{'bytes':'AA=='},"
                + "'context':'c','citations':{'enabled':true}}},{'document':{'format':'txt','name':'n','source':"
                + "{'text':'Grüße'}}},{'document':{'name':'n','source':{'text':'x'}}},{'document':{'name':'','source':"
                + "{'content':[{'text':'x'}]}}},{'document':{'format':'md','name':'a.md','source':{'bytes':''}}},"
                + "{'document':{'name':'b','source':{'bytes':''}}}]}]}",
        "{'messages':[{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'t','signature':"
                + "'s','x':1}}},{'reasoningContent':{'reasoningText':{'text':'t'}}},{'reasoningContent':"
                + "{'redactedContent':'ZGF0YQ=='}},{'reasoningContent':{}},{'text':'a','x':1},{'future':[1.50]}]}]}",
        "{'messages':[{'role':'assistant','content':[{'toolUse':{'toolUseId':'a:b','name':'f','input':{'b':1.50,'a':"
                + "[]},'x':1}},{'toolUse':{'toolUseId':'n','name':'g','input':null}},{'toolUse':{'toolUseId':'t','name':'g',"
                + "'input':'text'}},{'toolUse':{'toolUseId':'s',"
                + "'name':'nova_grounding','input':{},'type':'server_tool_use'}},{'toolResult':{'toolUseId':'s',"
                + "'content':[],'type':'nova_grounding_result'}}]}]}",
        "{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'t','content':[{'json':[1, 2]},{'text':'x'},"
                + "{'image':{'format':'png','source':{'bytes':'AA=='}}},{'searchResult':{'source':'s'}}],'status':"
                + "'success','x':1}},{'toolResult':{'toolUseId':'t','content':[],'status':'error'}}]}]}",
        "{'messages':[{'role':'assistant','content':[{'citationsContent':{'content':[{'text':'a'}],'citations':"
                + "[{'title':'t','sourceContent':[{'text':'q'}],'location':{'web':{'url':'u','domain':'d'}}},"
                + "{'source':'s','sourceContent':[{'text':'q'},{'text':'r'}]},{}]}},{'cachePoint':{'type':'default'}},"
                + "{'citationsContent':{'content':[{'text':'a'},{'text':'b'}],'citations':[]}},"
                + "{'citationsContent':{}}]}]}",
        "{'messages':[],'toolConfig':{}}",
        "{'messages':[],'toolConfig':{'tools':[],'toolChoice':{'auto':{}},'x':1}}",
        "{'messages':[],'toolConfig':{'tools':[{'cachePoint':{'type':'default'}},{'toolSpec':{'name':'f','description':"
                + "'','inputSchema':{'json':{'$defs':{'z':1},'properties':{'b':{},'a':{'$ref':'#/$defs/z'}}}},"
                + "'strict':true}},{'cachePoint':{'type':'default'}},{'cachePoint':{'type':'default'}},{'toolSpec':"
                + "{'name':'g','description':'G','inputSchema':{'json':{}}}},{'toolSpec':{'name':'h','inputSchema':"
                + "{'x':1}}},{'systemTool':{'name':'nova_grounding'}}],'toolChoice':{'tool':{'name':'f'}}}}",
        "{'messages':[],'toolConfig':{'tools':[],'toolChoice':{'tool':{'name':'f','x':1}}}}",
        "{'messages':[],'toolConfig':{'tools':[],'toolChoice':{'future':{}}}}",
        "{'messages':[],'inferenceConfig':{}}",
        "{'messages':[],'inferenceConfig':{'maxTokens':5.0,'temperature':0.70,'topP':1,'stopSequences':[],'x':null}}",
        "{'messages':[],'inferenceConfig':{'maxTokens':5,'temperature':0.7,'topP':1.0,'stopSequences':['a','b']}}",
        "{'messages':[],'additionalModelRequestFields':{'top_k':5,'thinking':{'type':'enabled','budget_tokens':2000}}}",
        "{'messages':[],'additionalModelRequestFields':{'thinking':{'type':'adaptive'}}}",
        "{'messages':[],'additionalModelRequestFields':{'thinking':{'type':'disabled'}}}",
        "{'messages':[],'additionalModelRequestFields':{'thinking':{'budget_tokens':9,'type':'enabled'}}}",
        "{'messages':[],'additionalModelRequestFields':[1]}",
        "{'messages':[],'additionalModelRequestFields':{}}",
        "{'messages':[],'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{}',"
                + "'name':'n','description':'d'}}}}}",
        "{'messages':[],'outputConfig':{'textFormat':{'type':'future'},'x':1}}",
        "{'messages':[],'guardrailConfig':{'guardrailIdentifier':'g'},'requestMetadata':{},'performanceConfig':null,"
                + "'serviceTier':{'type':'flex'},'additionalModelResponseFieldPaths':['/a']}"})
    void aRequestComesOutAsItWentIn(String text) {
        String body = text.replace('\'', '"');

        var written = DIALECT.writeRequest(readRequest(body));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.dropped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'messages':[{'role':'user'}]}", "{'messages':[{'role':'user','content':'x'}]}",
        "{'messages':[{'role':'user','content':[1]}]}", "{'messages':[{'content':[]}]}", "{'messages':{}}",
        "{'messages':[{'role':'user','content':[{'image':{'format':'png'}}]}]}",
        "{'messages':[{'role':'user','content':[{'text':5}]}]}",
        "{'outputConfig':{'textFormat':{'structure':{'jsonSchema':{'schema':'{'}}}}}",
        "{'messages':[{'role':'user','content':[{'toolResult':{'content':[]}}]}]}",
        "{'messages':[],'inferenceConfig':{'maxTokens':1.5}}", "{'messages':[],'inferenceConfig':5}",
        "{'messages':[],'inferenceConfig':{'maxTokens':99999999999}}", "{'messages':[],'toolConfig':[]}",
        "{'messages':[],'system':'x'}"})
    void aWrongRequestIsRefusedByName(String text) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> readRequest(text.replace('\'', '"')))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).isPresent();
                });
    }

    @Test
    void whatIsReadIsWhatOthersUnderstand() {
        ChatRequest request = readRequest("""
                {"system":[{"text":"S"},{"guardContent":{"text":{"text":"T"}}}],"messages":[{"role":"user","content":[
                {"guardContent":{"text":{"text":"g"}}},{"document":{"format":"txt","name":"n","source":{"text":"x"}}},
                {"toolResult":{"toolUseId":"t","content":[{"json":{"a":1}}],"status":"error"}}]}],
                "toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}],
                "toolChoice":{"any":{}}},"inferenceConfig":{"maxTokens":5,"temperature":0.5,"topP":1,"stopSequences":["a"]},
                "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}}}""");

        assertThat(request.model()).isEqualTo(MODEL);
        assertThat(request.messages()).extracting(Message::role).containsExactly(Role.SYSTEM, Role.USER);
        assertThat(request.messages().getFirst().text()).isEqualTo("ST");
        assertThat(request.messages().getLast().text()).isEqualTo("g");
        assertThat(request.messages().getLast().parts().get(1)).isInstanceOfSatisfying(Part.Document.class,
                document -> assertThat(document.media())
                        .isEqualTo(new Media("text/plain", new Media.Inline("eA=="))));
        assertThat(request.messages().getLast().parts().get(2)).isInstanceOfSatisfying(Part.ToolResult.class,
                result -> {
                    assertThat(result.error()).isTrue();
                    assertThat(((Part.Text) result.content().getFirst()).text()).isEqualTo("{\"a\":1}");
                });
        assertThat(request.maxOutputTokens()).hasValue(5);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.topP()).hasValue(1);
        assertThat(request.stopSequences()).containsExactly("a");
        assertThat(request.reasoning()).hasValue(new ReasoningRequest("", OptionalInt.of(2000)));
    }

    @Test
    void resultsOfParallelCallsAreOneUserMessage() {
        JsonNode written = write(ChatRequest.builder("m").messages(List.of(
                Message.of(Role.USER, "Go"),
                Message.of(Role.ASSISTANT, call("a", "{\"x\":1}"), call("b", "")),
                Message.of(Role.TOOL, result("a", "one", false)),
                Message.of(Role.TOOL, result("b", "two", true)),
                Message.of(Role.USER, "And?"))).build());

        assertThat(written.path("messages")).isEqualTo(quoted("""
                [{'role':'user','content':[{'text':'Go'}]},{'role':'assistant','content':[
                {'toolUse':{'toolUseId':'a','name':'f','input':{'x':1}}},{'toolUse':{'toolUseId':'b','name':'f','input':{}}}]},
                {'role':'user','content':[{'toolResult':{'toolUseId':'a','content':[{'text':'one'}]}},{'toolResult':
                {'toolUseId':'b','content':[{'text':'two'}],'status':'error'}},{'text':'And?'}]}]"""));
    }

    @Test
    void argumentsThatAreNoJsonAreAString() {
        JsonNode written =
                write(ChatRequest.builder("m").message(Message.of(Role.ASSISTANT, call("a", "{\"x\":"))).build());

        assertThat(written.at("/messages/0/content/0/toolUse/input").asText()).isEqualTo("{\"x\":");
        assertThat(readRequest(written.toString()).messages().getFirst().parts()).containsExactly(call("a", "{\"x\":"));
    }

    @Test
    void toolIdsThatBedrockRefusesAreMappedForCallAndResult() {
        String odd = "call.1|fc_" + "x".repeat(80);
        JsonNode written = write(ChatRequest.builder("m").messages(List.of(
                Message.of(Role.ASSISTANT, call(odd, "{}"), call("", "{}"), call("", "{}")),
                Message.of(Role.TOOL, result(odd, "1", false), result("", "2", false), result("", "3", false))))
                .build());

        List<String> calls = written.path("messages").path(0).findValuesAsText("toolUseId");
        assertThat(calls).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
        assertThat(written.path("messages").path(1).findValuesAsText("toolUseId")).isEqualTo(calls);
    }

    @Test
    void systemMessagesGoToTheFrontAndEmptyOnesAreLeftOut() {
        JsonNode written = write(ChatRequest.builder("m").messages(List.of(
                Message.of(Role.USER, "a"), Message.of(Role.SYSTEM, "S"), Message.of(Role.USER, "b"),
                Message.of(Role.ASSISTANT, ""), Message.of(Role.DEVELOPER, "D"), Message.of(Role.USER, "c")))
                .build());

        assertThat(written).isEqualTo(quoted("""
                {'system':[{'text':'S'},{'text':'D'}],'messages':[{'role':'user','content':[{'text':'a'},{'text':'b'},
                {'text':'c'}]}]}"""));
    }

    @Test
    void filesAreToldByTheirFormat() {
        var written = DIALECT.writeRequest(ChatRequest.builder("m").message(Message.of(Role.USER,
                image("image/jpg", new Media.Inline("/9j/")), image("", new Media.Inline("iVBORw==")),
                image("image/png", new Media.Url("s3://b/k")), image("", new Media.Url("https://x/y.png")),
                document("application/pdf", "My report.v2.pdf"), document("", "notes.MD"),
                document("text/plain; charset=utf-8", ""), document("application/zip", "a.zip"))).build());

        assertThat(json(written.body()).at("/messages/0/content")).isEqualTo(quoted("""
                [{'image':{'format':'jpeg','source':{'bytes':'/9j/'}}},{'image':{'format':'png','source':{'bytes':'iVBORw=='}}},
                {'image':{'format':'png','source':{'s3Location':{'uri':'s3://b/k'}}}},{'document':{'format':'pdf','name':
                'My report-v2-pdf','source':{'bytes':'AA=='}}},{'document':{'format':'md','name':'notes-MD','source':{'bytes':
                'AA=='}}},{'document':{'format':'txt','name':'document','source':{'bytes':'AA=='}}}]"""));
        assertThat(written.dropped()).containsExactly("image", "document");
    }

    @Test
    void onlySignedThoughtsOfThisDialectGoBack() {
        Part signed = new Part.Reasoning("t", List.of(BedrockConverse.extra("signature", "\"s\"")));
        Part foreign = new Part.Reasoning("u", List.of(new Extra("other", "signature", new Json("\"s\""))));
        var written = DIALECT.writeRequest(ChatRequest.builder("m")
                .message(Message.of(Role.ASSISTANT, signed, foreign, Part.Text.of("a"))).build());

        assertThat(json(written.body()).at("/messages/0/content")).isEqualTo(quoted(
                "[{'reasoningContent':{'reasoningText':{'text':'t','signature':'s'}}},{'text':'a'}]"));
        assertThat(written.dropped()).containsExactly("reasoning");
    }

    @Test
    void effortAndBudgetBecomeClaudesThinkingWithinItsBounds() {
        assertThat(thinking("low", 0, 0)).isEqualTo(quoted("{'type':'enabled','budget_tokens':2048}"));
        assertThat(thinking("medium", 0, 5000)).isEqualTo(quoted("{'type':'enabled','budget_tokens':4999}"));
        assertThat(thinking("high", 0, 0)).isEqualTo(quoted("{'type':'enabled','budget_tokens':16384}"));
        assertThat(thinking("", 5, 0)).isEqualTo(quoted("{'type':'enabled','budget_tokens':1024}"));
        assertThat(thinking("none", 0, 0)).isEqualTo(quoted("{'type':'disabled'}"));

        ChatRequest small = ChatRequest.builder(MODEL).maxOutputTokens(100).temperature(0.5)
                .reasoning(new ReasoningRequest("low", OptionalInt.empty())).build();
        assertThat(DIALECT.writeRequest(small).dropped()).containsExactly("reasoning");
        ChatRequest other = ChatRequest.builder("amazon.nova-lite-v1:0")
                .reasoning(new ReasoningRequest("low", OptionalInt.empty())).build();
        assertThat(DIALECT.writeRequest(other).dropped()).containsExactly("reasoning");
    }

    @Test
    void temperatureIsRemovedWhereAModelThinks() {
        var written = DIALECT.writeRequest(ChatRequest.builder(MODEL).temperature(0.5)
                .reasoning(new ReasoningRequest("low", OptionalInt.empty())).build());

        assertThat(json(written.body()).has("inferenceConfig")).isFalse();
        assertThat(written.dropped()).containsExactly("temperature");
    }

    @Test
    void aSchemaIsNative() {
        ResponseFormat schema = new ResponseFormat.JsonSchema("n", new Json("{\"b\":1,\"a\":2}"), true, List.of());
        assertThat(write(ChatRequest.builder("m").responseFormat(schema).build()).path("outputConfig"))
                .isEqualTo(json("""
                        {"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{\\"b\\":1,\\"a\\":2}",
                        "name":"n"}}}}"""));
        var text = DIALECT.writeRequest(ChatRequest.builder("m").responseFormat(new ResponseFormat.Text()).build());
        assertThat(text.dropped()).isEmpty();
    }

    @Test
    void aSchemaThatLeavesOpenWhatAnObjectHasIsDemandedByATool() {
        Json open = new Json("{\"type\":\"object\",\"properties\":{\"a\":{}}}");
        ChatRequest request = ChatRequest.builder("m")
                .responseFormat(new ResponseFormat.JsonSchema("n", open, true, List.of())).build();

        assertThat(write(request).at("/toolConfig/tools/0/toolSpec")).isEqualTo(quoted("""
                {'name':'patchbay_answer','description':'Gives the answer.','inputSchema':{'json':
                {'type':'object','properties':{'a':{}}}}}"""));
        assertThat(write(request).has("outputConfig")).isFalse();
    }

    @Test
    void anyJsonIsDemandedByATool() {
        ChatRequest.Builder request = ChatRequest.builder("m").responseFormat(new ResponseFormat.JsonObject());
        assertThat(write(request.build()).path("toolConfig")).isEqualTo(quoted("""
                {'tools':[{'toolSpec':{'name':'patchbay_answer','description':'Gives the answer.','inputSchema':
                {'json':{'type':'object'}}}}],'toolChoice':{'tool':{'name':'patchbay_answer'}}}"""));
        request.tools(List.of(new Tool.Function("f", "", Json.EMPTY_OBJECT, List.of())));
        assertThat(write(request.build()).at("/toolConfig/toolChoice")).isEqualTo(quoted("{'any':{}}"));
        assertThat(DIALECT.writeRequest(request.build()).dropped()).isEmpty();

        request.toolChoice(new ToolChoice.Named("f"));
        assertThat(DIALECT.writeRequest(request.build()).dropped()).containsExactly("response_format");
    }

    @Test
    void signaturesAndCacheMarksOfAnthropicsDialectAreKeptForItsModels() {
        Extra cache =
                new Extra("anthropic-messages", "cache_control", new Json("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}"));
        Part thought = new Part.Reasoning("t",
                List.of(new Extra("anthropic-messages", "signature", new Json("\"s\""))));
        Part unsigned = new Part.Reasoning("t",
                List.of(new Extra("anthropic-messages", "signature", new Json("\"\""))));
        ChatRequest.Builder request = ChatRequest.builder(MODEL)
                .messages(List.of(Message.of(Role.SYSTEM, new Part.Text("S", List.of(cache))),
                        Message.of(Role.ASSISTANT, thought, unsigned)))
                .tools(List.of(new Tool.Function("f", "", new Json("{\"type\":\"object\"}"), List.of(cache))));

        assertThat(write(request.build())).isEqualTo(quoted("""
                {'system':[{'text':'S'},{'cachePoint':{'type':'default','ttl':'1h'}}],'messages':[{'role':'assistant',
                'content':[{'reasoningContent':{'reasoningText':{'text':'t','signature':'s'}}}]}],'toolConfig':{'tools':[
                {'toolSpec':{'name':'f','inputSchema':{'json':{'type':'object'}}}},
                {'cachePoint':{'type':'default','ttl':'1h'}}]}}"""));
        assertThat(write(request.model("meta.llama").build()).toString()).doesNotContain("cachePoint");
    }

    @Test
    void signaturesAndCachePointsAreToldToAnthropicsDialect() {
        ChatRequest request = readRequest("""
                {"messages":[{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"t","signature":
                "s"}}},{"text":"a"},{"cachePoint":{"type":"default","ttl":"1h"}}]}]}""");

        List<Part> parts = request.messages().getFirst().parts();
        assertThat(parts.get(0).extras()).contains(new Extra("anthropic-messages", "signature", new Json("\"s\"")));
        assertThat(parts.get(1).extras()).contains(
                new Extra("anthropic-messages", "cache_control", new Json("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}")));
    }

    @Test
    void whatConverseHasNoPlaceForIsNamed() {
        var written =
                DIALECT.writeRequest(ChatRequest.builder("m").topK(1).frequencyPenalty(1).presencePenalty(1).seed(1)
                        .candidates(2).parallelToolCalls(false).message(Message.of(Role.USER,
                                new Part.Other("other", new Json("{}"), List.of()), Part.Text.of("x")))
                        .build());

        assertThat(written.dropped()).containsExactly("block of other", "top_k", "frequency_penalty",
                "presence_penalty",
                "seed", "n", "parallel_tool_calls");
    }

    @Test
    void aFilterMayChangeARequestOfThisDialect() {
        ChatRequest request = readRequest("""
                {"messages":[{"role":"user","content":[{"text":"a"}]}],"inferenceConfig":{"maxTokens":5.0,"x":1}}""");

        JsonNode written = write(request.toBuilder().maxOutputTokens(7).temperature(1).stream(true).build());

        assertThat(written).isEqualTo(quoted("""
                {'messages':[{'role':'user','content':[{'text':'a'}]}],
                'inferenceConfig':{'maxTokens':7,'temperature':1,'x':1}}"""));
    }

    private static JsonNode thinking(String effort, int budget, int maxTokens) {
        ChatRequest.Builder request = ChatRequest.builder(MODEL).reasoning(
                new ReasoningRequest(effort, budget > 0 ? OptionalInt.of(budget) : OptionalInt.empty()));
        if (maxTokens > 0) {
            request.maxOutputTokens(maxTokens);
        }
        return write(request.build()).at("/additionalModelRequestFields/thinking");
    }

    private static Part call(String id, String arguments) {
        return new Part.ToolCall(id, "f", new Json(arguments), List.of());
    }

    private static Part result(String id, String text, boolean error) {
        return new Part.ToolResult(id, "", List.of(Part.Text.of(text)), error, List.of());
    }

    private static Part image(String type, Media.Source source) {
        return new Part.Image(new Media(type, source), List.of());
    }

    private static Part document(String type, String name) {
        return new Part.Document(new Media(type, new Media.Inline("AA==")), name, List.of());
    }
}
