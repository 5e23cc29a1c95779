package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.accumulate;
import static io.patchbay.dialect.openai.internal.Fixtures.decode;
import static io.patchbay.dialect.openai.internal.Fixtures.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
    private static final String HEAD = "'id':'c1','object':'chat.completion.chunk','created':17,'model':'m'";

    @Test
    void aTextStream() {
        List<ChatEvent> events = decode(delta("'role':'assistant','content':'','refusal':null"),
                delta("'content':'Hel'"),
                delta("'content':'lo'"), finish("stop"),
                chunk("'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5}"), "[DONE]");

        assertThat(events).containsExactly(
                new ChatEvent.Start("c1", "m", List.of(extra("created", "17"))),
                new ChatEvent.PartStart(0, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(0, "Hel"), new ChatEvent.TextDelta(0, "lo"),
                new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Finish(0, FinishReason.STOP, List.of()),
                new ChatEvent.UsageReport(Usage.of(3, 2)));
    }

    @Test
    void parallelCallsAreKeptApartAlsoInOneDelta() {
        List<ChatEvent> events = decode(
                delta("'tool_calls':[" + start(0, "a", "f", "") + "," + start(1, "b", "g", "") + "]"),
                delta("'tool_calls':[" + more(1, "{\\\"y\\\":") + "," + more(0, "{\\\"x\\\":") + "]"),
                delta("'tool_calls':[" + more(0, "1}") + "]"), delta("'tool_calls':[" + more(1, "2}") + "]"),
                finish("tool_calls"));

        assertThat(calls(accumulate(events))).containsExactly(call("a", "f", "{\"x\":1}"), call("b", "g", "{\"y\":2}"));
        assertThat(events).containsSubsequence(new ChatEvent.ToolCallDelta(1, "{\"y\":"),
                new ChatEvent.ToolCallDelta(0, "{\"x\":"), new ChatEvent.ToolCallDelta(0, "1}"),
                new ChatEvent.ToolCallDelta(1, "2}"), new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartEnd(1, List.of()), new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()));
    }

    @Test
    void aCallThatIsWholeEndsBeforeTheNextBegins() {
        List<ChatEvent> events =
                decode(delta("'content':'So'"), delta("'tool_calls':[" + start(0, "a", "f", "{}") + "]"),
                        delta("'tool_calls':[" + start(1, "b", "g", "{}") + "]"), finish("tool_calls"));

        assertThat(events).containsSubsequence(new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.PartStart(1, 0, call("a", "f", "")), new ChatEvent.ToolCallDelta(1, "{}"),
                new ChatEvent.PartEnd(1, List.of()), new ChatEvent.PartStart(2, 0, call("b", "g", "")),
                new ChatEvent.ToolCallDelta(2, "{}"), new ChatEvent.PartEnd(2, List.of()));
    }

    @Test
    void aCallWithoutArgumentsIsOpenedAndClosed() {
        List<ChatEvent> events =
                decode(delta("'tool_calls':[" + start(0, "a", "f", "") + "]"), finish("tool_calls"));

        assertThat(events).containsSubsequence(new ChatEvent.PartStart(0, 0, call("a", "f", "")),
                new ChatEvent.PartEnd(0, List.of()));
        assertThat(calls(accumulate(events))).containsExactly(call("a", "f", ""));
    }

    @Test
    void vendorsThatRepeatIdAndNameGoOnWithTheSameCall() {
        assertThat(calls(accumulate(decode(delta("'tool_calls':[" + start(0, "a", "f", "{") + "]"),
                delta("'tool_calls':[" + start(0, "a", "f", "}") + "]"), finish("tool_calls")))))
                .containsExactly(call("a", "f", "{}"));
    }

    @Test
    void vendorsThatGiveEachPieceANewIdGoOnWithTheSameCall() {
        assertThat(calls(accumulate(decode(delta("'tool_calls':[" + start(0, "a", "f", "{") + "]"),
                delta("'tool_calls':[" + start(0, "z", "", "}") + "]"), finish("tool_calls")))))
                .containsExactly(call("a", "f", "{}"));
    }

    @Test
    void vendorsThatGiveEveryCallTheIndexZeroTellThemApartById() {
        assertThat(calls(accumulate(decode(
                delta("'tool_calls':[" + start(0, "a", "f", "{}") + "," + start(0, "b", "f", "{}") + "]"),
                finish("tool_calls"))))).containsExactly(call("a", "f", "{}"), call("b", "f", "{}"));
    }

    @Test
    void vendorsWithoutAnIndexSendWholeCalls() {
        String calls = (start(0, "a", "f", "{}") + "," + start(0, "", "g", "{}") + "," + start(0, "", "g", "[]"))
                .replace("'index':0,", "");

        assertThat(calls(accumulate(decode(delta("'tool_calls':[" + calls + "]"), finish("stop")))))
                .containsExactly(call("a", "f", "{}"), call("", "g", "{}"), call("", "g", "[]"));
    }

    @Test
    void aCallIsAToolFinishAlsoWhereTheVendorSaysStop() {
        List<ChatEvent> events = decode(delta("'tool_calls':[" + start(0, "a", "f", "{}") + "]"), finish("stop"));

        assertThat(accumulate(events).candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void aPieceOfACallThatNeverBeganIsTheUpstreamsFault() {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> decode(delta("'tool_calls':[" + more(0, "{}") + "]")))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoningComesBeforeTheTextUnderEitherName(String name) {
        ChatResponse response = accumulate(decode(delta("'" + name + "':'H','content':''"),
                delta("'" + name + "':'m','content':null"), delta("'content':'Hi'"), finish("stop")));

        assertThat(response.candidates().getFirst().parts()).containsExactly(
                new Part.Reasoning("Hm", List.of(extra(name, "\"\""))), Part.Text.of("Hi"));
    }

    @Test
    void reasoningUnderBothNamesIsSaidOnce() {
        ChatResponse response = accumulate(decode(delta("'reasoning_content':'H','reasoning':'H'"),
                delta("'reasoning_content':'m','reasoning':'m'"), finish("stop")));

        assertThat(response.candidates().getFirst().parts()).singleElement()
                .satisfies(part -> assertThat(((Part.Reasoning) part).text()).isEqualTo("Hm"));
    }

    @Test
    void mistralsThoughtsInTheContentAreReasoning() {
        String thought = "{'type':'thinking','thinking':[{'type':'text','text':'%s'}]}";

        ChatResponse response = accumulate(decode(delta("'content':[" + thought.formatted("H") + "]"),
                delta("'content':[" + thought.formatted("m") + "]"), delta("'content':'Hi'"), finish("stop")));

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(((Part.Reasoning) response.candidates().getFirst().parts().getFirst()).text()).isEqualTo("Hm");
    }

    @Test
    void aRefusalIsAPartOfItsOwn() {
        ChatResponse response = accumulate(decode(delta("'content':'Hi'"), delta("'refusal':'N'"),
                delta("'refusal':'o'"), finish("stop")));

        assertThat(response.candidates().getFirst().parts()).containsExactly(Part.Text.of("Hi"),
                new Part.Refusal("No", List.of()));
    }

    @Test
    void severalCandidatesAreKeptApart() {
        ChatResponse response = accumulate(decode(
                chunk("'choices':[{'index':1,'delta':{'content':'b'}},{'index':0,'delta':{'content':'a'}}]"),
                chunk("'choices':[{'index':0,'delta':{'content':'A'},'finish_reason':'stop'}]"),
                chunk("'choices':[{'index':1,'delta':{'content':'B'},'finish_reason':'length'}]")));

        assertThat(response.candidates()).extracting(candidate -> candidate.text() + candidate.finish())
                .containsExactly("aASTOP", "bBLENGTH");
    }

    @Test
    void usageBesideTheFinishAndInEveryChunk() {
        ChatResponse response = accumulate(decode(
                chunk("'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':3,'completion_tokens':1}"),
                chunk("'choices':[{'delta':{},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':2}")));

        assertThat(response.usage()).isEqualTo(Usage.of(3, 2));
    }

    @Test
    void whatAnEventHasNoPlaceForFollowsInAChunkOfItsOwn() {
        List<ChatEvent> events = decode(
                chunk("'service_tier':'flex','choices':[{'delta':{'content':'a'},'logprobs':{'content':[{'logprob':-0.10}]}}]"),
                chunk("'service_tier':'flex','obfuscation':'xyz','p':'ab','choices':[{'delta':{'content':'b','reasoning_details':[1]}}]"),
                chunk("'service_tier':'default','choices':[{'delta':{},'finish_reason':'stop','native_finish_reason':'end'}]"));

        assertThat(events).filteredOn(ChatEvent.Other.class::isInstance).containsExactly(
                other("{'choices':[{'index':0,'delta':{},'logprobs':{'content':[{'logprob':-0.10}]}}]}"),
                other("{'choices':[{'index':0,'delta':{'reasoning_details':[1]}}]}"),
                other("{'choices':[],'service_tier':'default'}"));
        assertThat(events).contains(
                new ChatEvent.Finish(0, FinishReason.STOP, List.of(extra("native_finish_reason", "\"end\""))));
        assertThat(((ChatEvent.Start) events.getFirst()).extras())
                .containsExactly(extra("created", "17"), extra("service_tier", "\"flex\""));
    }

    @Test
    void aVerdictOnThePromptBeforeTheAnswerIsPartOfItsStart() {
        List<ChatEvent> events = decode("{\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[1]}",
                delta("'content':'a'"), finish("stop"));

        assertThat(events.getFirst()).isEqualTo(new ChatEvent.Start("c1", "m",
                List.of(extra("prompt_filter_results", "[1]"), extra("created", "17"))));
    }

    @Test
    void theWholeMessageBesideTheDeltaIsNotSaidTwice() {
        ChatResponse response = accumulate(decode(
                chunk("'choices':[{'delta':{'content':'a'},'message':{'role':'assistant','content':'a'}}]"),
                chunk("'choices':[{'delta':{'content':'b'},'message':{'role':'assistant','content':'ab'},'finish_reason':'stop'}]")));

        assertThat(response.text()).isEqualTo("ab");
    }

    @Test
    void anEmptyFinishReasonIsNone() {
        assertThat(decode(finish(""))).singleElement().isInstanceOf(ChatEvent.Start.class);
    }

    @Test
    void nothingFollowsAFinishThatIsRepeated() {
        List<ChatEvent> events = decode(delta("'content':'a'"), finish("stop"), finish("stop"));

        assertThat(events).filteredOn(ChatEvent.Finish.class::isInstance).hasSize(1);
    }

    @Test
    void anErrorInTheStreamIsAFailure() {
        ChatEvent failure = decode(delta("'content':'a'"), "{\"error\":{\"message\":\"Broken\"}}").getLast();
        ChatEvent finish = decode(delta("'content':'a'"), finish("error")).getLast();
        Frame frame = Frame.of(Bytes.utf8("event: error\ndata: {}\n\n"), "error", Bytes.utf8("{}"));

        assertThat(((ChatEvent.Failure) failure).error().message()).isEqualTo("Broken");
        assertThat(((ChatEvent.Failure) finish).error().kind()).isEqualTo(ErrorKind.UPSTREAM);
        assertThat(DIALECT.decoder().decode(frame)).singleElement().isInstanceOf(ChatEvent.Failure.class);
    }

    @Test
    void commentsAndTheTerminatorSayNothing() {
        var decoder = DIALECT.decoder();

        assertThat(decoder.decode(Frame.of(Bytes.utf8(": hi\n\n"), "", Bytes.EMPTY))).isEmpty();
        assertThat(decoder.decode(Fixtures.event("[DONE]"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"choices\":{}}", "{\"choices\":[1]}", "{\"choices\":[{\"delta\":1}]}",
        "{\"choices\":[{\"delta\":{\"content\":1}}]}", "{\"choices\":[{\"delta\":{\"tool_calls\":[7]}}]}"})
    void aMalformedChunkIsTheUpstreamsFault(String data) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> decode(data))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    @Test
    void aStreamAddsUpToTheWholeAnswerThatSaysTheSame() {
        String usage = "'usage':{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5}";
        ChatResponse stream = accumulate(decode(delta("'role':'assistant','content':null,'reasoning_content':'Hm'"),
                delta("'content':'Hi'"), delta("'tool_calls':[" + start(0, "a", "f", "{}") + "]"),
                finish("tool_calls"), chunk("'choices':[]," + usage)));
        String body = ("{'id':'c1','object':'chat.completion','created':17,'model':'m','choices':[{'index':0,'message':"
                + "{'role':'assistant','content':'Hi','reasoning_content':'Hm','tool_calls':["
                + start(0, "a", "f", "{}")
                + "]},'finish_reason':'tool_calls'}]," + usage + "}").replace("'index':0,'id'", "'id'")
                .replace('\'', '"');

        assertThat(stream).isEqualTo(DIALECT.readResponse(Bytes.utf8(body)));
        assertThat(DIALECT.decoder().decode(whole(body))).isEqualTo(stream.events());
    }

    private static String delta(String members) {
        return chunk(
                "'choices':[{'index':0,'delta':{" + members + "},'logprobs':null,'finish_reason':null}],'usage':null");
    }

    private static String finish(String word) {
        return chunk("'choices':[{'index':0,'delta':{},'finish_reason':'" + word + "'}]");
    }

    private static String chunk(String members) {
        return ("{" + HEAD + "," + members + "}").replace('\'', '"');
    }

    private static String start(int index, String id, String name, String arguments) {
        return "{'index':" + index + ",'id':'" + id + "','type':'function','function':{'name':'" + name
                + "','arguments':'" + arguments + "'}}";
    }

    private static String more(int index, String arguments) {
        return "{'index':" + index + ",'function':{'arguments':'" + arguments + "'}}";
    }

    private static Part.ToolCall call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, new Json(arguments), List.of());
    }

    private static List<Part> calls(ChatResponse response) {
        return response.candidates().getFirst().parts();
    }

    private static Extra extra(String name, String json) {
        return new Extra("openai-chat", name, new Json(json));
    }

    private static ChatEvent other(String template) {
        return new ChatEvent.Other("openai-chat", new Json(template.replace('\'', '"')));
    }
}
