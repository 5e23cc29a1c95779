package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static io.patchbay.dialect.responses.internal.Fixtures.readRequest;
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

class RequestsTest {
    private static final String ENCRYPTED = "gAAAAB\\u002f\\/=+é";

    @ParameterizedTest
    @ValueSource(strings = {"'input':'Hi'", "'input':''", "'input':[]", "'input':[],'previous_response_id':'resp_1'",
        "'previous_response_id':'resp_1'", "'prompt':{'id':'p'},'input':null",
        "'input':[{'role':'user','content':'Hi'}]", "'input':[{'type':'message','role':'user','content':'Hi'}]",
        "'input':[{'role':'user','content':[{'type':'input_text','text':'Hi'}]}]",
        "'input':[{'role':'user','content':[]}]", "'input':[{'role':'user','content':null}]",
        "'input':[{'role':'developer','content':'D'},{'role':'system','content':'S'},{'role':'critic','content':'C'}]",
        "'instructions':'I','input':'Hi'", "'instructions':'','input':'Hi'", "'instructions':null,'input':'Hi'",
        "'instructions':'I','input':[{'role':'system','content':'S'}]",
        "'input':[{'role':'assistant','content':'A'},{'role':'assistant','content':'B'}]",
        "'input':[{'role':'assistant','content':[{'type':'output_text','text':'A'}]}]",
        "'input':[{'role':'assistant','content':[]},{'role':'assistant','content':[{'type':'input_text','text':'A'}]}]",
        "'input':[{'id':'msg_1','type':'message','role':'assistant','status':'completed','phase':null,'content':["
                + "{'type':'output_text','text':'A','annotations':[],'logprobs':[]},{'type':'refusal','refusal':'No'},"
                + "{'type':'output_text','text':'','annotations':[{'type':'url_citation','url':'u','title':'',"
                + "'start_index':0,'end_index':1}]},{'type':'new','x':1}]}]",
        "'input':[{'type':'reasoning','id':'rs_1','summary':[]},{'type':'reasoning','id':'rs_2','summary':["
                + "{'type':'summary_text','text':''},{'type':'summary_text','text':'T'}],'content':[],"
                + "'encrypted_content':null},{'type':'reasoning','id':'rs_3','summary':[],'content':["
                + "{'type':'reasoning_text','text':'R'}]},{'type':'reasoning','id':'rs_4','summary':[{'type':'odd'}]}]",
        "'input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{}','id':'fc_1','status':'completed'},"
                + "{'type':'function_call_output','call_id':'c','output':'ok'}]",
        "'input':[{'type':'function_call','call_id':'c','name':'f','arguments':'{\\\\'a\\\\': 1}','namespace':'n'},"
                + "{'type':'function_call_output','call_id':'c','id':'o','status':null,'output':["
                + "{'type':'input_text','text':'ok'},{'type':'input_image','image_url':'data:image/png;base64,AA=='}]},"
                + "{'type':'function_call_output','call_id':'c','output':[{'type':'input_text','text':'one'}]},"
                + "{'type':'function_call_output','call_id':'c','name':'f','output':[]}]",
        "'input':[{'type':'custom_tool_call','call_id':'c','name':'run','input':'ls'},"
                + "{'type':'custom_tool_call_output','call_id':'c','output':'a'},{'type':'item_reference','id':'x'},"
                + "{'id':'y'},{'type':'web_search_call','id':'w','status':'completed'},"
                + "{'type':'mcp_approval_response','approve':true,'approval_request_id':'r'}]",
        "'input':[{'role':'user','content':[{'type':'input_image','file_id':'f','detail':'low'},"
                + "{'type':'input_image','image_url':null},{'type':'input_image','image_url':'https://x/y.png'},"
                + "{'type':'input_file','file_id':'f'},{'type':'input_file','file_url':'https://x/y.pdf'},"
                + "{'type':'input_file','file_data':'data:application/pdf;base64,AA==','filename':'a.pdf'},"
                + "{'type':'input_file','file_data':'AA==','filename':''},{'type':'input_audio','data':'x'}]}]",
        "'input':'x','tools':[]", "'input':'x','tools':[{'type':'function','name':'f','parameters':null,'strict':true},"
                + "{'type':'function','name':'g','description':'','parameters':{}},{'type':'function','name':'h',"
                + "'description':'H','parameters':{'$defs':{'z':{},'a':{}},'b':1}},{'type':'custom','name':'run',"
                + "'format':{'type':'text'}},{'type':'web_search'},{'type':'mcp','server_label':'s'}]",
        "'input':'x','tool_choice':'auto'", "'input':'x','tool_choice':'none'", "'input':'x','tool_choice':'required'",
        "'input':'x','tool_choice':{'type':'function','name':'f'}", "'input':'x','tool_choice':{'type':'web_search'}",
        "'input':'x','tool_choice':{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]}",
        "'input':'x','tool_choice':{'type':'allowed_tools','mode':'required','tools':[{'type':'function','name':'f'}]}",
        "'input':'x','tool_choice':null,'parallel_tool_calls':false",
        "'input':'x','text':{'format':{'type':'json_schema','name':'n','strict':null,'schema':{'b':1,'a':2}},"
                + "'verbosity':'low'}",
        "'input':'x','text':{'format':{'type':'json_object'}}", "'input':'x','text':{}", "'input':'x','text':null",
        "'input':'x','text':{'format':{'type':'text'}},'reasoning':{'effort':'low','summary':'auto'}",
        "'input':'x','reasoning':{'effort':null}", "'input':'x','reasoning':null", "'input':'x','reasoning':{}",
        "'input':'x','stream':true,'stream_options':{'include_obfuscation':false},'store':true,'background':true",
        "'input':'x','stream':false,'include':['reasoning.encrypted_content'],'metadata':{'a':'b'},'top_logprobs':2",
        "'input':'x','temperature':1.0,'top_p':0.50,'max_output_tokens':7,'seed':3,'stop':['a'],'n':2,'top_k':4"})
    void whatWasReadIsWrittenAgain(String members) {
        String body = ("{'model':'m'," + members + "}").replace("\\\\'", "\\\"").replace('\'', '"');

        WireRequest written = DIALECT.writeRequest(readRequest(body));

        assertThat(json(written.body())).isEqualTo(json(body));
        assertThat(written.dropped()).isEmpty();
        assertThat(written.withModel("other").body().utf8()).startsWith("{\"model\":\"other\"");
    }

    @Test
    void encryptedContentGoesBackByteForByte() {
        String item =
                "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"T\"}],"
                        + "\"encrypted_content\":\"" + ENCRYPTED + "\"}";

        String written = DIALECT.writeRequest(readRequest("{\"model\":\"m\",\"input\":[" + item + "]}")).body().utf8();

        assertThat(written).contains("\"encrypted_content\":\"" + ENCRYPTED + "\"");
    }

    @Test
    void oneTurnOfTheModelIsOneMessage() {
        ChatRequest request = readRequest("""
                {"model":"m","instructions":"I","input":[{"role":"user","content":"U"},
                {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"T"}]},
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"A"}]},
                {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                {"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},
                {"type":"function_call_output","call_id":"c1","output":"1"},
                {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"}]},
                {"role":"assistant","content":"B"},{"role":"developer","content":"D"}]}""");

        assertThat(request.messages()).extracting(Message::role).containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT,
                Role.TOOL, Role.TOOL, Role.ASSISTANT, Role.DEVELOPER);
        Message turn = request.messages().get(2);
        assertThat(turn.parts()).hasExactlyElementsOfTypes(Part.Reasoning.class, Part.Text.class, Part.ToolCall.class,
                Part.ToolCall.class);
        assertThat(turn.text()).isEqualTo("A");
        assertThat(request.messages().get(4).parts().getFirst()).isInstanceOfSatisfying(Part.ToolResult.class,
                result -> {
                    assertThat(result.callId()).isEqualTo("c2");
                    assertThat(result.content()).containsExactly(Part.Text.of("2"));
                });
    }

    @Test
    void settingsAreRead() {
        ChatRequest request = readRequest("""
                {"model":"m","input":"x","stream":true,"max_output_tokens":7,"temperature":0.5,"top_p":1,
                "parallel_tool_calls":false,"reasoning":{"effort":"high","summary":"auto"},
                "text":{"format":{"type":"json_schema","name":"n","schema":{"b":1},"strict":true}},
                "tool_choice":{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"}]},
                "tools":[{"type":"function","name":"f","description":"D","parameters":{"type":"object"},"strict":true},
                {"type":"web_search"}]}""");

        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutputTokens()).hasValue(7);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.topP()).hasValue(1);
        assertThat(request.parallelToolCalls()).hasValue(false);
        assertThat(request.reasoning()).hasValue(new ReasoningRequest("high", OptionalInt.empty()));
        assertThat(request.responseFormat()).containsInstanceOf(ResponseFormat.JsonSchema.class);
        assertThat(request.toolChoice()).hasValue(new ToolChoice.Required(List.of("f")));
        assertThat(request.tools()).hasExactlyElementsOfTypes(Tool.Function.class, Tool.Other.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "max_output_tokens", "tools", "tool_choice", "parallel_tool_calls", "text",
        "reasoning"})
    void aSettingOfTheWrongTypeIsNamed(String name) {
        String wrong = name.equals("parallel_tool_calls") ? "7" : "true";

        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> readRequest("{\"model\":\"m\",\"input\":\"x\",\"" + name + "\":" + wrong + "}"))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).hasValue(name);
                });
    }

    @Test
    void callsWithoutIdsGetSomeAndTheirResultsTheSame() {
        ChatRequest request = ChatRequest.builder("m")
                .message(Message.of(Role.ASSISTANT, new Part.ToolCall("", "f", new Json("{}"), List.of())))
                .message(Message.of(Role.TOOL,
                        new Part.ToolResult("", "f", List.of(Part.Text.of("1")), false, List.of())))
                .build();

        assertThat(json(DIALECT.writeRequest(request).body()).path("input")).isEqualTo(json("""
                [{"type":"function_call","call_id":"patchbay_call_0","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"patchbay_call_0","output":"1"}]"""));
    }

    @Test
    void aRequestOfAnotherDialectSaysAllThatCanBeSaid() {
        ChatRequest request = ChatRequest.builder("m").stream(true)
                .message(Message.of(Role.SYSTEM, "S"))
                .message(Message.of(Role.USER, Part.Text.of("U"),
                        new Part.Image(new Media("image/png", new Media.Inline("AA==")), List.of()),
                        new Part.Document(new Media("application/pdf", new Media.Inline("BB==")), "", List.of())))
                .message(Message.of(Role.ASSISTANT, new Part.Reasoning("T", List.of()), Part.Text.of("A"),
                        new Part.ToolCall("c1", "f", new Json(""), List.of()),
                        new Part.ToolCall("c2", "g", new Json("{\"a\":1}"), List.of())))
                .message(Message.of(Role.USER,
                        new Part.ToolResult("c1", "f", List.of(Part.Text.of("1")), true, List.of()),
                        new Part.ToolResult("c2", "g", List.of(Part.Text.of("2"), Part.Text.of("3")), false, List.of()),
                        Part.Text.of("Go on.")))
                .tools(List.of(new Tool.Function("f", "D", new Json("{\"b\":1,\"a\":2}"), List.of()),
                        new Tool.Function("g", "", Json.EMPTY_OBJECT, List.of()),
                        new Tool.Other("anthropic-messages", Json.EMPTY_OBJECT)))
                .toolChoice(new ToolChoice.Named("f"))
                .responseFormat(new ResponseFormat.JsonSchema("", new Json("{\"z\":1}"), false, List.of()))
                .reasoning(new ReasoningRequest("", OptionalInt.of(4096)))
                .maxOutputTokens(9).temperature(1).topK(3).seed(5).stopSequences(List.of("x")).candidates(2)
                .extras(List.of(new Extra("openai-chat", "user", new Json("\"u\""))))
                .build();

        WireRequest written = DIALECT.writeRequest(request);

        JsonNode expected = json("""
                {"model":"m","stream":true,"input":[{"role":"system","content":"S"},{"role":"user","content":[
                {"type":"input_text","text":"U"},{"type":"input_image","image_url":"data:image/png;base64,AA==",
                "detail":"auto"},
                {"type":"input_file","file_data":"data:application/pdf;base64,BB==","filename":"document.pdf"}]},
                {"role":"assistant","content":"A"},
                {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
                {"type":"function_call","call_id":"c2","name":"g","arguments":"{\\"a\\":1}"},
                {"type":"function_call_output","call_id":"c1","output":"1"},
                {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"},
                {"type":"input_text","text":"3"}]},{"role":"user","content":"Go on."}],
                "tools":[{"type":"function","name":"f","description":"D","parameters":{"b":1,"a":2},"strict":false},
                {"type":"function","name":"g","parameters":null,"strict":false}],"max_output_tokens":9,"temperature":1,
                "tool_choice":{"type":"function","name":"f"},"reasoning":{"effort":"medium"},
                "text":{"format":{"type":"json_schema","name":"answer","schema":{"z":1},"strict":false}},
                "store":false}""");
        assertThat(json(written.body())).isEqualTo(expected);
        assertThat(written.body().utf8()).contains("{\"b\":1,\"a\":2}");
        assertThat(written.dropped()).containsExactlyInAnyOrder("reasoning", "tool_result.is_error",
                "tool of anthropic-messages", "top_k", "seed", "stop", "n");
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

        JsonNode written = json(DIALECT.writeRequest(request).body()).at("/text/format");

        assertThat(written.path("schema")).isEqualTo(json(schema));
        assertThat(written.path("strict").asBoolean()).isEqualTo(strict);
    }

    @Test
    void textsOfTheModelAreMessages() {
        ChatRequest request = ChatRequest.builder("m").message(Message.of(Role.ASSISTANT, Part.Text.of("A"),
                new Part.Citation("T", "u", "", List.of()), Part.Text.of("B"))).build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(json(written.body()).at("/input")).isEqualTo(json(
                "[{\"role\":\"assistant\",\"content\":\"A\"},{\"role\":\"assistant\",\"content\":\"B\"}]"));
        assertThat(written.dropped()).containsExactly("citation");
    }

    @Test
    void aRefusalOfTheModelIsOneMessageWithItsTexts() {
        ChatRequest request = ChatRequest.builder("m").message(Message.of(Role.ASSISTANT, Part.Text.of("A"),
                Part.Text.of("B"), new Part.Refusal("No", List.of()),
                new Part.Citation("T", "u", "", List.of()))).build();

        WireRequest written = DIALECT.writeRequest(request);

        assertThat(json(written.body()).at("/input")).isEqualTo(json("""
                [{"role":"assistant","content":[{"type":"output_text","text":"A"},{"type":"output_text","text":"B"},
                {"type":"refusal","refusal":"No"}]}]"""));
        assertThat(written.dropped()).containsExactly("citation");
    }

    @Test
    void whatAFilterChangesIsWritten() {
        ChatRequest read = readRequest("""
                {"model":"m","instructions":"I","input":"x","text":{"format":{"type":"json_object"},"verbosity":"low"},
                "reasoning":{"effort":"low","summary":"auto"}}""");

        WireRequest written = DIALECT.writeRequest(read.toBuilder()
                .message(Message.of(Role.USER, "y"))
                .responseFormat(new ResponseFormat.Text())
                .reasoning(new ReasoningRequest("high", OptionalInt.empty())).build());

        assertThat(json(written.body())).isEqualTo(json("""
                {"model":"m","instructions":"I","input":[{"role":"user","content":"x"},{"role":"user","content":"y"}],
                "text":{"format":{"type":"text"},"verbosity":"low"},"reasoning":{"effort":"high",
                "summary":"auto"}}"""));
    }
}
