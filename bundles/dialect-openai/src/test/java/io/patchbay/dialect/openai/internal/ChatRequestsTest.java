package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.chat;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static io.patchbay.dialect.openai.internal.Fixtures.readRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
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
    @ParameterizedTest
    @ValueSource(strings = {"'role':'user','content':'Hi'", "'role':'user','content':[]", "'role':'user','content':''",
        "'role':'user','content':[{'type':'text','text':'Hi'}],'name':'ann'",
        "'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},{'type':'text','text':'b'}]",
        "'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA','detail':'low'}}]",
        "'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;charset=x;base64,AAAA'}}]",
        "'role':'user','content':[{'type':'image_url','image_url':'https://example.org/a.png'}]",
        "'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AAAA','format':'mp3'}}]",
        "'role':'user','content':[{'type':'input_audio','input_audio':'https://example.org/a.wav'}]",
        "'role':'user','content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AAAA','filename':'a.pdf'}}]",
        "'role':'user','content':[{'type':'file','file':{'file_id':'file-1'}}]",
        "'role':'user','content':[{'type':'file','file':{'filename':'a.pdf'}}]",
        "'role':'user','content':[{'type':'video_url','video_url':{'url':'https://example.org/a.mp4'}}]",
        "'role':'system','content':'Be brief.'", "'role':'developer','content':'Be brief.'",
        "'role':'function','name':'f','content':'1'", "'role':'assistant'", "'role':'assistant','content':null",
        "'role':'assistant','content':'Hi','refusal':null,'audio':{'id':'audio_1'}",
        "'role':'assistant','content':[{'type':'refusal','refusal':'No'}]",
        "'role':'assistant','refusal':'No'",
        "'role':'assistant','content':'Hi','reasoning_content':'Hm'",
        "'role':'assistant','content':'Hi','reasoning':'Hm','reasoning_content':''",
        "'role':'assistant','reasoning':'Hm','reasoning_details':[{'type':'reasoning.encrypted','data':'x'}]",
        "'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm'}]},{'type':'text','text':'Hi'}]",
        "'role':'assistant','content':null,'tool_calls':[]",
        "'role':'assistant','tool_calls':[{'id':'1','type':'function','function':{'name':'f','arguments':'{\\\"a\\\": 1}'},'extra_content':{'sig':'x'}}]",
        "'role':'assistant','tool_calls':[{'id':'1','type':'custom','custom':{'name':'g','input':'free text'}}]",
        "'role':'assistant','function_call':{'name':'f','arguments':'{}'}",
        "'role':'tool','tool_call_id':'1','content':'18'", "'role':'tool','tool_call_id':'1','name':'f','content':''",
        "'role':'tool','tool_call_id':'1','content':[{'type':'text','text':'18'}]",
        "'role':'tool','tool_call_id':'1','content':[{'type':'text','text':'18'},{'type':'image_url','image_url':{'url':'https://example.org/a.png'}}]"})
    void everyFormOfMessageComesOutAsItWentIn(String message) {
        assertUnchanged("{'model':'m','messages':[{'role':'user','content':'Hi'},{" + message + "}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'stop':'a'", "'stop':['a']", "'stop':[]", "'stop':null", "'max_tokens':5",
        "'max_completion_tokens':5", "'max_completion_tokens':5,'max_tokens':5", "'temperature':0.70",
        "'temperature':1", "'temperature':1.0", "'temperature':null", "'temperature':1e0", "'top_p':0.1", "'top_k':7",
        "'seed':-3", "'n':2", "'frequency_penalty':-2", "'presence_penalty':0.5", "'stream':true",
        "'stream':false", "'stream':null", "'stream':true,'stream_options':{'include_usage':true}",
        "'tool_choice':'auto'", "'tool_choice':'none'", "'tool_choice':'required'", "'tool_choice':'any'",
        "'tool_choice':null", "'tool_choice':{'type':'function','function':{'name':'f'}}",
        "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':[{'type':'function','function':{'name':'f'}}]}}",
        "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}}",
        "'tool_choice':{'type':'custom','custom':{'name':'g'}}", "'parallel_tool_calls':false",
        "'response_format':{'type':'text'}", "'response_format':{'type':'json_object'}",
        "'response_format':{'type':'grammar','grammar':'x'}",
        "'response_format':{'type':'json_schema','json_schema':{'name':'a','description':'d','schema':{'z':1,'a':{'$ref':'#/$defs/b'}},'strict':false}}",
        "'response_format':{'type':'json_schema','json_schema':{'schema':{'type':'object'}}}",
        "'reasoning_effort':'high'", "'reasoning_effort':null", "'reasoning':{'effort':'low','exclude':true}",
        "'reasoning':{'max_tokens':1000}", "'reasoning':{'enabled':true}", "'tools':[]", "'tools':null",
        "'tools':[{'type':'function','function':{'name':'f'}}]",
        "'tools':[{'type':'function','function':{'name':'f','description':'','parameters':{},'strict':true}}]",
        "'tools':[{'type':'function','function':{'name':'f','parameters':null}},{'type':'custom','custom':{'name':'g'}}]",
        "'tools':[{'type':'function','function':{'name':'b','parameters':{'type':'object','properties':{'z':{},'a':{}}}},'cache_control':{'type':'ephemeral'}},{'type':'function','function':{'name':'a'}}]",
        "'logprobs':true,'top_logprobs':3,'logit_bias':{'50256':-100},'metadata':{'b':'1','a':'2'},'user':'u','store':false",
        "'modalities':['text','audio'],'audio':{'voice':'ash','format':'wav'},'prediction':{'type':'content','content':'x'}",
        "'future_number':1.500,'future_big':123456789012345678901234567890,'service_tier':'flex'"})
    void everySettingComesOutAsItWentIn(String settings) {
        assertUnchanged("{'model':'m','messages':[{'role':'user','content':'Hi'}]," + settings + "}");
    }

    @Test
    void whatIsNotBoundKeepsItsVeryText() {
        String text = body("{'model':'m','messages':[{'role':'user','content':'Hi'}],'x':{'b' : 1.500, 'a':1E+2}}");

        String written = DIALECT.writeRequest(readRequest(text)).body().utf8();

        assertThat(written).contains("{\"b\" : 1.500, \"a\":1E+2}");
        assertThat(
                DIALECT.writeRequest(readRequest(text.replace("\"x\":", "\"temperature\":0.70,\"x\":"))).body().utf8())
                .contains("\"temperature\":0.70");
    }

    @Test
    void aRequestIsReadIntoTheNeutralModel() {
        ChatRequest request = readRequest(body("""
                {'model':'m','messages':[
                  {'role':'system','content':'S'},
                  {'role':'user','content':[{'type':'text','text':'Look'},
                    {'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}},
                    {'type':'input_audio','input_audio':{'data':'BBBB','format':'wav'}},
                    {'type':'file','file':{'file_id':'file-1'}}]},
                  {'role':'assistant','reasoning_content':'Hm','content':'Wait','tool_calls':[
                    {'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},
                    {'id':'c2','type':'function','function':{'name':'g','arguments':'not json'}}]},
                  {'role':'tool','tool_call_id':'c1','content':'18'}],
                 'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'},'strict':true}}],
                 'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false,
                 'response_format':{'type':'json_schema','json_schema':{'name':'a','schema':{'z':1,'a':2},'strict':true}},
                 'reasoning_effort':'low','max_tokens':9,'temperature':0.5,'top_p':0.25,'seed':7,'n':2,'stop':'x',
                 'frequency_penalty':1,'presence_penalty':-1,'stream':true}"""));

        assertThat(request.messages()).extracting(Message::role)
                .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
        List<Part> seen = request.messages().get(1).parts();
        assertThat(seen.get(1)).isEqualTo(new Part.Image(new Media("image/png", new Media.Inline("AAAA")), List.of()));
        assertThat(seen.get(2)).isEqualTo(new Part.Audio(new Media("audio/wav", new Media.Inline("BBBB")), List.of()));
        assertThat(seen.get(3)).isEqualTo(
                new Part.Document(new Media("", new Media.FileId("openai-chat", "file-1")), "", List.of()));
        List<Part> said = request.messages().get(2).parts();
        assertThat(((Part.Reasoning) said.getFirst()).text()).isEqualTo("Hm");
        assertThat(said.subList(1, 4)).containsExactly(Part.Text.of("Wait"),
                new Part.ToolCall("c1", "f", new Json("{}"), List.of()),
                new Part.ToolCall("c2", "g", new Json("not json"), List.of()));
        assertThat(request.messages().get(3).parts()).containsExactly(
                new Part.ToolResult("c1", "", List.of(Part.Text.of("18")), false, List.of()));
        assertThat(((Tool.Function) request.tools().getFirst()).parameters().text()).isEqualTo("{\"type\":\"object\"}");
        assertThat(request.toolChoice()).hasValue(new ToolChoice.Named("f"));
        assertThat(request.parallelToolCalls()).hasValue(false);
        assertThat(request.responseFormat().orElseThrow()).isEqualTo(
                new ResponseFormat.JsonSchema("a", new Json("{\"z\":1,\"a\":2}"), true, List.of()));
        assertThat(request.reasoning()).hasValue(new ReasoningRequest("low", OptionalInt.empty()));
        assertThat(request.maxOutputTokens()).hasValue(9);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.seed()).hasValue(7);
        assertThat(request.candidates()).hasValue(2);
        assertThat(request.stopSequences()).containsExactly("x");
        assertThat(request.stream()).isTrue();
    }

    @Test
    void aChangedFieldIsWrittenInPlaceOfItsForm() {
        ChatRequest read = readRequest(
                body("""
                {'model':'m','messages':[{'role':'user','content':'Hi'}],'max_tokens':100,'stop':'a','temperature':0.70,
                 'tool_choice':'any','reasoning':{'effort':'low'},'stream':true,'stream_options':{'include_usage':true}}"""));
        ChatRequest changed = read.toBuilder().maxOutputTokens(50).stopSequences(List.of("b")).temperature(1)
                .toolChoice(new ToolChoice.None()).reasoning(new ReasoningRequest("high", OptionalInt.empty()))
                .stream(false).build();

        assertThat(json(DIALECT.writeRequest(changed).body())).isEqualTo(json(body("""
                {'model':'m','messages':[{'role':'user','content':'Hi'}],'max_tokens':50,'stop':['b'],'temperature':1,
                 'tool_choice':'none','reasoning_effort':'high'}""")));
    }

    @Test
    void aRequestOfAnotherDialectIsWrittenAsOpenAiHasIt() {
        ChatRequest request = ChatRequest.builder("m").stream(true).maxOutputTokens(64).topK(40).temperature(0.5)
                .message(Message.of(Role.SYSTEM, "S"))
                .message(new Message(Role.USER, List.of(
                        new Part.Text("Hi", List.of(new Extra("anthropic-messages", "cache_control", new Json("{}"))))),
                        List.of()))
                .message(Message.of(Role.ASSISTANT, new Part.Reasoning("Hm", List.of()),
                        new Part.ToolCall("c1", "f", new Json("{}"), List.of()),
                        new Part.ToolCall("c2", "f", new Json("{}"), List.of())))
                .message(Message.of(Role.USER,
                        new Part.ToolResult("c1", "f", List.of(Part.Text.of("1")), false, List.of()),
                        new Part.ToolResult("c2", "f", List.of(Part.Text.of("2")), true, List.of()),
                        Part.Text.of("So?")))
                .tools(List.of(new Tool.Function("f", "", Json.EMPTY_OBJECT, List.of()),
                        new Tool.Other("anthropic-messages", new Json("{\"type\":\"web_search\"}"))))
                .reasoning(new ReasoningRequest("", OptionalInt.of(4000)))
                .build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(json(written.body())).isEqualTo(json(body("""
                {'model':'m','stream':true,'stream_options':{'include_usage':true},'messages':[
                  {'role':'system','content':'S'},{'role':'user','content':'Hi'},
                  {'role':'assistant','tool_calls':[
                    {'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},
                    {'id':'c2','type':'function','function':{'name':'f','arguments':'{}'}}]},
                  {'role':'tool','tool_call_id':'c1','content':'1'},{'role':'tool','tool_call_id':'c2','content':'2'},
                  {'role':'user','content':'So?'}],
                 'tools':[{'type':'function','function':{'name':'f'}}],
                 'max_completion_tokens':64,'temperature':0.5,'reasoning_effort':'medium'}""")));
        assertThat(written.dropped()).containsExactly("reasoning", "tool_result.is_error",
                "tool of anthropic-messages", "top_k");
        assertThat(written.path()).isEqualTo("/chat/completions");
        assertThat(written.headers().first("content-type")).hasValue("application/json");
        assertThat(written.stream()).isTrue();
    }

    /** OpenAI refuses to hold a model to a schema that leaves open what an object has; other vendors do not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false} | true
            {"type":"object","properties":{"a":{}},"required":["a"]}                              | false
            {"type":"object","properties":{"a":{}},"additionalProperties":false}                  | false
            """)
    void aSchemaOfAnotherDialectIsStrictWhereOpenAiTakesItAsSuch(String schema, boolean strict) {
        ChatRequest request = ChatRequest.builder("m").message(Message.of(Role.USER, "Hi"))
                .responseFormat(new ResponseFormat.JsonSchema("", new Json(schema), true, List.of())).build();

        JsonNode written = json(DIALECT.writeRequest(request).body()).at("/response_format/json_schema");

        assertThat(written.path("schema")).isEqualTo(json(schema));
        assertThat(written.path("strict").asBoolean()).isEqualTo(strict);
    }

    @Test
    void whatCannotBeSaidIsNamedAndLeftOut() {
        Part foreign = new Part.Other("gemini", new Json("{}"), List.of());
        Part image = new Part.Image(new Media("", new Media.Other("anthropic-messages", new Json("{}"))), List.of());
        ChatRequest request = ChatRequest.builder("m")
                .message(Message.of(Role.USER, Part.Text.of("Hi"), foreign, image))
                .toolChoice(new ToolChoice.Other("gemini", new Json("{}"))).build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(written.dropped()).containsExactly("block of gemini", "image", "tool_choice");
        assertThat(json(written.body()).path("messages").path(0).path("content")).hasSize(1);
    }

    @Test
    void aMessageOfWhichNothingCanBeSaidIsLeftOut() {
        ChatRequest request = ChatRequest.builder("m")
                .message(Message.of(Role.ASSISTANT, new Part.Other("anthropic-messages", new Json("{}"), List.of())))
                .message(Message.of(Role.USER, "Hi")).build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(written.dropped()).containsExactly("block of anthropic-messages");
        assertThat(json(written.body()).path("messages"))
                .isEqualTo(json(body("[{'role':'user','content':'Hi'}]")));
    }

    @Test
    void aToolsResultIsTextWithTheIdOfItsCall() {
        Part image = new Part.Image(new Media("image/png", new Media.Inline("AA==")), List.of());
        ChatRequest request = ChatRequest.builder("m")
                .message(Message.of(Role.ASSISTANT, new Part.ToolCall("", "f", new Json("{}"), List.of()),
                        new Part.ToolCall("", "g", new Json("{}"), List.of())))
                .message(Message.of(Role.TOOL, new Part.ToolResult("", "g", List.of(image), false, List.of())))
                .message(Message.of(Role.TOOL,
                        new Part.ToolResult("", "f", List.of(Part.Text.of("1"), image), false, List.of())))
                .build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(written.dropped()).containsExactly("tool_result.image");
        assertThat(json(written.body()).path("messages")).isEqualTo(json(body("""
                [{'role':'assistant','tool_calls':[
                  {'id':'patchbay_call_0','type':'function','function':{'name':'f','arguments':'{}'}},
                  {'id':'patchbay_call_1','type':'function','function':{'name':'g','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'patchbay_call_1','content':''},
                 {'role':'tool','tool_call_id':'patchbay_call_0','content':'1'}]""")));
    }

    @Test
    void aPictureThatAVendorTakesFromAToolIsKept() {
        assertUnchanged("""
                {'model':'m','messages':[{'role':'tool','tool_call_id':'c','content':[
                  {'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]}]}""");
    }

    @Test
    void theModelOfAWrittenRequestCanBeReplaced() {
        ChatRequest request = ChatRequest.builder("mö\"del").message(Message.of(Role.USER, "Hi")).build();

        WireRequest written = DIALECT.writeRequest(request).withModel("other");

        assertThat(json(written.body()).path("model").asText()).isEqualTo("other");
        assertThat(json(DIALECT.writeRequest(request).body()).path("model").asText()).isEqualTo("mö\"del");
    }

    @Test
    void halfOfASurrogatePairDoesNoHarm() {
        ChatRequest request = readRequest(body("{'model':'m','messages':[{'role':'user','content':'a\\ud800b'}]}"));

        assertThat(json(DIALECT.writeRequest(request).body()).path("messages").path(0).path("content").asText())
                .isEqualTo("a?b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'temperature':'hot' | temperature", "'n':1.5 | n",
        "'max_tokens':99999999999 | max_tokens", "'seed':true | seed", "'stop':[1] | stop[0]",
        "'tools':{} | tools", "'tools':[1] | tools[0]",
        "'tools':[{'type':'function','function':{}}] | tools[0].function.name",
        "'response_format':'json' | response_format", "'response_format':{} | response_format.type",
        "'response_format':{'type':'json_schema'} | response_format.json_schema", "'tool_choice':1 | tool_choice"})
    void aWrongSettingIsRefusedByTheNameOfTheField(String setting, String param) {
        assertRefused("{'model':'m','messages':[{'role':'user','content':'Hi'}]," + setting.strip() + "}", param);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{'role':'user','content':7} | messages[0].content",
        "{'role':'user','content':['Hi']} | messages[0].content[0]",
        "{'role':'user','content':[{'text':'Hi'}]} | messages[0].content[0].type",
        "{'role':'user','content':[{'type':'image_url'}]} | messages[0].content[0].image_url",
        "{'role':'user','content':[{'type':'image_url','image_url':{}}]} | messages[0].content[0].image_url.url",
        "{'role':'assistant','tool_calls':[{'function':{'arguments':'{}'}}]} | messages[0].tool_calls[0].function.name"})
    void aWrongMessageIsRefusedByTheNameOfTheField(String message, String param) {
        assertRefused("{'model':'m','messages':[" + message.strip() + "]}", param);
    }

    private static void assertRefused(String body, String param) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> readRequest(body(body)))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST))
                .satisfies(error -> assertThat(error.param()).hasValue(param));
    }

    private static void assertUnchanged(String template) {
        String body = body(template);
        WireRequest written = DIALECT.writeRequest(DIALECT.readRequest(chat(body)));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.dropped()).isEmpty();
    }

    private static String body(String template) {
        return template.replace('\'', '"');
    }
}
