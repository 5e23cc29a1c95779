package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.chat;
import static io.patchbay.dialect.anthropic.internal.Fixtures.json;
import static io.patchbay.dialect.anthropic.internal.Fixtures.readRequest;
import static io.patchbay.dialect.anthropic.internal.Fixtures.single;
import static io.patchbay.dialect.anthropic.internal.Fixtures.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
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

/** Requests that were made in this dialect: what they say, and that they come out as they came. */
class OwnRequestsTest {
    private static final String USER = "'messages':[{'role':'user','content':'a'}]";

    @ParameterizedTest
    @ValueSource(strings = {
        "'system':'Be brief.'", "'system':''", "'system':[]", "'system':null",
        "'system':[{'type':'text','text':'a'}]",
        "'system':[{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}},{'type':'text','text':'b'}]",
        "'cache_control':{'type':'ephemeral'}", "'metadata':{'user_id':'u'},'service_tier':'auto','container':'c'",
        "'context_management':{'edits':[{'type':'clear_tool_uses_20250919'}]},'mcp_servers':[{'type':'url','url':'u'}]",
        "'temperature':0.50", "'temperature':1.5,'top_p':0.9,'top_k':40", "'temperature':null,'top_p':1",
        "'stop_sequences':['a',' ']", "'stop_sequences':[]", "'stop_sequences':null", "'stream':true",
        "'stream':false", "'stream':null",
        "'thinking':{'type':'enabled','budget_tokens':2000},'temperature':0.3", "'thinking':{'type':'disabled'}",
        "'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'max','new':1}",
        "'thinking':null", "'thinking':{'type':'future','x':1}",
        "'output_config':{'format':{'type':'json_schema','schema':{'type':'object','b':1,'a':2}}}",
        "'output_config':{'effort':'low','format':{'type':'other'},'task_budget':{'total':7}}", "'output_config':{}",
        "'output_config':null", "'output_format':{'type':'json_schema','schema':{'type':'object'}}",
        "'tools':[]", "'tool_choice':{'type':'auto','disable_parallel_tool_use':false}",
        "'tools':[{'name':'f','input_schema':{'type':'object','properties':{'z':{},'a':{'$ref':'#/$defs/x'}},"
                + "'$defs':{'x':{}}},'cache_control':{'type':'ephemeral'},'strict':true}],"
                + "'tool_choice':{'type':'any','disable_parallel_tool_use':true}",
        "'tools':[{'type':'custom','name':'f','description':'','input_schema':{}},{'name':'g','input_schema':"
                + "{'type':'object','properties':null}}],'tool_choice':{'type':'tool','name':'g'}",
        "'tools':[{'type':'web_search_20250305','name':'web_search','max_uses':3},{'type':'mcp_toolset',"
                + "'mcp_server_name':'s'}],'tool_choice':{'type':'none'}",
        "'tool_choice':{'type':'future','x':1}", "'tool_choice':null", "'future':{'a':[1.50,1e5,null]}"})
    void everythingComesOutAsItCame(String members) {
        roundTrip("{'model':'claude-opus-4-7','max_tokens':5," + members + "," + USER + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'role':'user','content':''}", "{'role':'user','content':[]}", "{'role':'user','content':null}",
        "{'role':'user','content':'a','future':1}", "{'role':'other','content':'a'}",
        "{'role':'system','content':'From now on.'}", "{'role':'system','content':[{'type':'text','text':'b'}]}",
        "{'role':'user','content':[{'type':'text','text':''},{'type':'text','text':' '}]}",
        "{'role':'user','content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}",
        "{'role':'assistant','content':[{'type':'thinking','thinking':'T','signature':'s+/='},{'type':'text','text':'a'}]}",
        "{'role':'assistant','content':[{'type':'thinking','thinking':'','signature':'s'}]}",
        "{'role':'assistant','content':[{'type':'thinking','thinking':'T'}]}",
        "{'role':'assistant','content':[{'type':'redacted_thinking','data':'d+/='}]}",
        "{'role':'assistant','content':[{'type':'text','text':'a','citations':[{'type':'char_location','cited_text':'c',"
                + "'document_index':0,'document_title':null,'start_char_index':0,'end_char_index':1}]},"
                + "{'type':'text','text':'b','citations':[]},{'type':'text','text':'c','citations':null}]}",
        "{'role':'assistant','content':[{'type':'server_tool_use','id':'s','name':'web_search','input':{'q':1.50}},"
                + "{'type':'web_search_tool_result','tool_use_id':'s','content':[{'encrypted_content':'e'}]},"
                + "{'type':'mcp_tool_use','id':'m','name':'n','server_name':'s','input':{}},"
                + "{'type':'code_execution_tool_result','tool_use_id':'s','content':{'stdout':''}}]}",
        "{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA'}},"
                + "{'type':'image','source':{'type':'url','url':'http://i'},'cache_control':{'type':'ephemeral'}},"
                + "{'type':'image','source':{'type':'file','file_id':'f'}},{'type':'image','source':'odd'},"
                + "{'type':'image','source':{'type':'url','url':'http://i','future':1}}]}",
        "{'role':'user','content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf',"
                + "'data':'JVBERi0='},'title':'T','context':'C','citations':{'enabled':true}},"
                + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'Grüße'},'title':null},"
                + "{'type':'document','source':{'type':'content','content':[{'type':'text','text':'x'}]},'title':''},"
                + "{'type':'document','source':{'type':'base64','media_type':'text/plain','data':'AA'}},"
                + "{'type':'search_result','source':'u','title':'t','content':[]},"
                + "{'type':'container_upload','file_id':'f'},{'type':'future','x':[1.0]}]}"})
    void everyMessageComesOutAsItCame(String message) {
        roundTrip("{'model':'claude-opus-4-7','max_tokens':5,'messages':[" + message + "]}");
    }

    @Test
    void callsAndResultsComeOutAsTheyCame() {
        roundTrip("""
                {'model':'m','max_tokens':5,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':[
                {'type':'tool_use','id':'t1','name':'f','input':{'b':1.50,'a':[]},'cache_control':{'type':'ephemeral'}},
                {'type':'tool_use','id':'t2','name':'g','input':{},'caller':{'type':'direct'}}]},
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'x','is_error':false},
                {'type':'tool_result','tool_use_id':'t2','content':[{'type':'text','text':'y'},{'type':'image','source':
                {'type':'base64','media_type':'image/png','data':'AA'}}],'is_error':true,'cache_control':{'type':'ephemeral'}},
                {'type':'text','text':'go on'}]},{'role':'user','content':'now'},
                {'role':'assistant','content':[{'type':'tool_use','id':'t3','name':'f','input':{}}]},
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'t3'}]}]}""");
    }

    private static void roundTrip(String body) {
        WireRequest again = Fixtures.DIALECT.writeRequest(readRequest(body));

        assertThat(json(again.body())).isEqualTo(single(body));
        assertThat(again.dropped()).isEmpty();
    }

    @Test
    void theNeutralRequestSaysWhatTheClientSaid() {
        ChatRequest request = readRequest("""
                {'model':'claude-x','max_tokens':7,'stream':true,'system':[{'type':'text','text':'S'}],
                'messages':[{'role':'user','content':'a'},{'role':'system','content':'M'}],'temperature':0.5,'top_p':0.9,
                'top_k':4,'stop_sequences':['E'],'tools':[{'name':'f','description':'d','input_schema':{'type':'object'}},
                {'type':'web_search_20250305','name':'web_search'}],
                'tool_choice':{'type':'tool','name':'f','disable_parallel_tool_use':true},
                'thinking':{'type':'enabled','budget_tokens':2000},
                'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}}""");

        assertThat(request.maxOutputTokens()).hasValue(7);
        assertThat(request.stream()).isTrue();
        assertThat(request.messages()).map(Message::role).containsExactly(Role.SYSTEM, Role.USER, Role.SYSTEM);
        assertThat(request.messages()).map(Message::text).containsExactly("S", "a", "M");
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.topP()).hasValue(0.9);
        assertThat(request.topK()).hasValue(4);
        assertThat(request.stopSequences()).containsExactly("E");
        assertThat(((Tool.Function) request.tools().getFirst()).name()).isEqualTo("f");
        assertThat(request.tools().getLast()).isInstanceOf(Tool.Other.class);
        assertThat(request.toolChoice()).hasValue(new ToolChoice.Named("f"));
        assertThat(request.parallelToolCalls()).hasValue(false);
        assertThat(request.reasoning()).hasValue(new ReasoningRequest("", OptionalInt.of(2000)));
        assertThat(((ResponseFormat.JsonSchema) request.responseFormat().orElseThrow()).strict()).isTrue();
    }

    @Test
    void effortIsSaidInOneWord() {
        assertThat(reasoning("'thinking':{'type':'adaptive'}")).isEqualTo("high");
        assertThat(reasoning("'thinking':{'type':'adaptive'},'output_config':{'effort':'low'}")).isEqualTo("low");
        assertThat(reasoning("'output_config':{'effort':'max'}")).isEqualTo("xhigh");
        assertThat(reasoning("'thinking':{'type':'disabled'},'output_config':{'effort':'low'}")).isEqualTo("none");
    }

    private static String reasoning(String members) {
        return readRequest("{'model':'m','max_tokens':5," + members + "," + USER + "}").reasoning().orElseThrow()
                .effort();
    }

    @Test
    void documentsAndImagesSayWhereTheyAre() {
        List<Part> parts = readRequest("""
                {'model':'m','max_tokens':5,'messages':[{'role':'user','content':[
                {'type':'document','source':{'type':'text','media_type':'text/plain','data':'Grüße'},'title':'T'},
                {'type':'image','source':{'type':'url','url':'http://i'}},
                {'type':'document','source':{'type':'file','file_id':'f'}}]}]}""").messages().getFirst().parts();

        assertThat(((Part.Document) parts.get(0)).media())
                .isEqualTo(new Media("text/plain", new Media.Inline("R3LDvMOfZQ==")));
        assertThat(((Part.Document) parts.get(0)).name()).isEqualTo("T");
        assertThat(((Part.Image) parts.get(1)).media().source()).isEqualTo(new Media.Url("http://i"));
        assertThat(((Part.Document) parts.get(2)).media().source())
                .isEqualTo(new Media.FileId("anthropic-messages", "f"));
    }

    @Test
    void whatAFilterChangesIsWrittenAnewAndTheRestStays() {
        ChatRequest request = readRequest("""
                {'model':'claude-opus-4-8','max_tokens':50,'thinking':{'type':'adaptive','display':'omitted'},
                'output_config':{'effort':'low','task_budget':{'total':7}},'temperature':0.50,
                'tool_choice':{'type':'auto'},'tools':[{'name':'f','input_schema':{'type':'object'}}],
                'messages':[{'role':'user','content':'a'}]}""");
        ObjectNode expected = (ObjectNode) written(request);
        expected.put("max_tokens", 60);
        expected.set("thinking", single("{'type':'adaptive'}"));
        expected.set("output_config", single("{'effort':'high','task_budget':{'total':7}}"));

        assertThat(written(request.toBuilder().maxOutputTokens(60)
                .reasoning(new ReasoningRequest("high", OptionalInt.empty())).build())).isEqualTo(expected);
    }

    @Test
    void anOrphanedResultIsAClearError() {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> readRequest("""
                {'model':'m','max_tokens':5,'messages':[{'role':'user','content':'a'},
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_9','content':'x'}]}]}"""))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).hasValue("messages[1]");
                    assertThat(error.message()).contains("toolu_9");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'max_tokens':'x'", "'max_tokens':1.5", "'temperature':'x'", "'top_k':1e10", "'tools':{}",
        "'tools':[7]", "'tools':[{}]", "'tool_choice':7", "'tool_choice':{'type':'tool'}", "'stop_sequences':'x'",
        "'stop_sequences':[7]", "'system':7", "'system':[7]", "'messages':[{'role':'user','content':7}]",
        "'messages':[{'role':'user','content':[{}]}]", "'messages':[{'role':'user','content':[{'type':'text'}]}]"})
    void whatIsWrongIsNamed(String member) {
        String rest = member.startsWith("'messages'") ? "" : "," + USER;
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> Fixtures.DIALECT.readRequest(chat("{'model':'m'," + member + rest + "}")))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param().orElse("")).startsWith(member.substring(1, member.indexOf('\'', 1)));
                });
    }
}
