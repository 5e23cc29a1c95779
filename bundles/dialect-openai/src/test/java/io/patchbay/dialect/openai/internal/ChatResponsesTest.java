package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.NOW;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatResponsesTest {
    private static final String HEAD = "'id':'chatcmpl-1','object':'chat.completion','created':1700000000,'model':'m'";

    @ParameterizedTest
    @ValueSource(strings = {"'role':'assistant','content':'Hi','refusal':null",
        "'role':'assistant','content':'','refusal':null", "'role':'assistant','content':null,'refusal':'No'",
        "'role':'assistant','content':'Hi','refusal':null,'annotations':[{'type':'url_citation'}],'audio':null",
        "'role':'assistant','content':'Hi','refusal':null,'reasoning_content':'Hm'",
        "'role':'assistant','content':'Hi','refusal':null,'reasoning':'Hm','reasoning_details':[{'text':'Hm'}]",
        "'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm'}]},{'type':'text','text':'Hi'}],'refusal':null"})
    void everyFormOfMessageComesOutAsItWentIn(String message) {
        assertUnchanged("{" + HEAD + ",'choices':[{'index':0,'message':{" + message
                + "},'logprobs':null,'finish_reason':'stop'}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'finish_reason':'model_length','logprobs':null",
        "'finish_reason':'new','logprobs':{'content':[{'token':'Hi','logprob':-0.10}]}",
        "'finish_reason':null,'logprobs':null,'native_finish_reason':'x'"})
    void everyFormOfChoiceComesOutAsItWentIn(String choice) {
        assertUnchanged("{" + HEAD
                + ",'choices':[{'index':0,'message':{'role':'assistant','content':'Hi','refusal':null},"
                + choice + "},{'index':1,'message':{'role':'assistant','content':'Ho','refusal':null},"
                + "'logprobs':null,'finish_reason':'length'}],'system_fingerprint':'fp','service_tier':'default'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'prompt_tokens':3,'completion_tokens':2,'total_tokens':5",
        "'prompt_tokens':3,'completion_tokens':2,'total_tokens':380",
        "'prompt_tokens':3,'completion_tokens':2,'total_tokens':5,'prompt_tokens_details':{'cached_tokens':1,'audio_tokens':0},'completion_tokens_details':{'reasoning_tokens':2}",
        "'prompt_tokens':3,'completion_tokens':2,'total_tokens':5,'prompt_tokens_details':{'cached_tokens':0},'completion_tokens_details':null,'cost':0.00010"})
    void everyFormOfUsageComesOutAsItWentIn(String usage) {
        assertUnchanged(
                "{" + HEAD + ",'choices':[{'index':0,'message':{'role':'assistant','content':'Hi','refusal':null},"
                        + "'logprobs':null,'finish_reason':'stop'}],'usage':{" + usage + "}}");
    }

    @Test
    void anAnswerIsReadIntoTheNeutralModel() {
        ChatResponse response = read("{" + HEAD + """
                ,'choices':[{'message':{'reasoning':'Hm','content':'Hi','tool_calls':[
                   {'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},
                   {'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},'finish_reason':'tool_calls'}],
                 'usage':{'prompt_tokens':3,'completion_tokens':2,'prompt_cache_hit_tokens':2,
                   'completion_tokens_details':{'reasoning_tokens':1}}}""");

        Candidate candidate = response.candidates().getFirst();
        assertThat(response.id()).isEqualTo("chatcmpl-1");
        assertThat(response.text()).isEqualTo("Hi");
        assertThat(((Part.Reasoning) candidate.parts().getFirst()).text()).isEqualTo("Hm");
        assertThat(candidate.parts().subList(2, 4)).containsExactly(
                new Part.ToolCall("c1", "f", new Json("{}"), List.of()),
                new Part.ToolCall("c2", "g", new Json(""), List.of()));
        assertThat(candidate.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.usage().cacheReadTokens()).isEqualTo(2);
        assertThat(response.usage().reasoningTokens()).isEqualTo(1);
    }

    @Test
    void aCallIsAToolFinishAlsoWhereTheVendorSaysStop() {
        ChatResponse response = read("""
                {'choices':[{'message':{'tool_calls':[{'id':'c','function':{'name':'f','arguments':{'a':1}}}]},
                'finish_reason':'stop'}]}""");

        JsonNode choice = json(DIALECT.writeResponse(response)).path("choices").path(0);
        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("tool_calls").path(0)).isEqualTo(json(
                "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}"));
    }

    @Test
    void anAnswerOfAnotherDialectIsWrittenAsOpenAiHasIt() {
        ChatResponse response = new ChatResponse("msg_1", "claude", List.of(new Candidate(
                List.of(new Part.Reasoning("Hm", List.of()), Part.Text.of("a"), Part.Text.of("b"),
                        new Part.Citation("t", "u", "", List.of()),
                        new Part.ToolCall("c1", "f", new Json("{}"), List.of())),
                FinishReason.TOOL_CALLS, List.of())),
                Usage.builder().inputTokens(30).cacheReadTokens(10).cacheWriteTokens(5).outputTokens(7).build(),
                List.of());

        assertThat(json(DIALECT.writeResponse(response))).isEqualTo(json(("{'id':'msg_1','object':'chat.completion',"
                + "'created':" + NOW.getEpochSecond() + """
                        ,'model':'claude','choices':[{'index':0,'message':{'role':'assistant','content':'ab','refusal':null,
                         'reasoning_content':'Hm','tool_calls':[
                           {'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}}]},
                         'logprobs':null,'finish_reason':'tool_calls'}],
                         'usage':{'prompt_tokens':30,'completion_tokens':7,'total_tokens':37,
                           'prompt_tokens_details':{'cached_tokens':10,'cache_write_tokens':5}}}""")
                .replace('\'', '"')));
    }

    @Test
    void whatOpenAiRequiresIsAddedWhereAVendorLeavesItOut() {
        JsonNode written = json(DIALECT.writeResponse(
                read("{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}")));
        String id = written.path("id").asText();

        assertThat(id).startsWith("chatcmpl-");
        assertThat(written).isEqualTo(json(("{'id':'" + id + "','object':'chat.completion','created':"
                + NOW.getEpochSecond()
                + ",'model':'','choices':[{'index':0,'message':{'role':'assistant','content':'Hi','refusal':null},"
                + "'logprobs':null,'finish_reason':'stop'}]}").replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "[]", "{}", "{'choices':[]}", "{'choices':[{}]}", "{'choices':[1]}",
        "{'choices':[{'message':{'content':1}}]}", "{'choices':{}}"})
    void aMalformedAnswerIsTheUpstreamsFault(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> read(body))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void anErrorInPlaceOfAnAnswerIsThatError() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> read("{'error':{'message':'Slow down','code':'rate_limit_exceeded'}}"))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED))
                .withMessage("Slow down");
    }

    private static ChatResponse read(String template) {
        return DIALECT.readResponse(Bytes.utf8(template.replace('\'', '"')));
    }

    private static void assertUnchanged(String template) {
        assertThat(json(DIALECT.writeResponse(read(template)))).isEqualTo(json(template.replace('\'', '"')));
    }
}
