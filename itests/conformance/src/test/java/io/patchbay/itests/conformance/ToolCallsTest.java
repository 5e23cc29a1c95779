package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Tool calls". */
@ExtendWith(ListMatrix.class)
class ToolCallsTest {
    /** Dialects into which a result that answers no call can be translated: their vendors refuse it in words of their own. */
    private static final Set<String> REFUSE_THEMSELVES =
            Set.of("openai-chat", "openai-responses", "gemini", "bedrock-converse", "cohere-v2", "ollama");

    private static final List<ChatEvent> CALL_IN_PIECES = List.of(new ChatEvent.Start("r", "m", List.of()),
            new ChatEvent.PartStart(0, 0, new Part.ToolCall("call_1", "f", new Json(""), List.of())),
            new ChatEvent.ToolCallDelta(0, "{\"a\":\"one\""), new ChatEvent.ToolCallDelta(0, ",\"b\":\"two\"}"),
            new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()));

    @EachPair(clients = {"openai-chat", "openai-responses", "anthropic-messages", "bedrock-converse",
        "cohere-v2"}, because = "calls of the others have no indexes")
    void parallelCallsKeepDistinctIndexes(Pair pair) {
        List<JsonNode> starts = pair.events(pair.stream(Phrase.of("two calls after a text").in(pair.upstream())))
                .stream().map(event -> index(pair.client(), event)).filter(JsonNode::isInt).toList();

        assertThat(starts).hasSize(2).doesNotHaveDuplicates();
    }

    /** The index of a call that an event begins. */
    private static JsonNode index(Spoken client, JsonNode event) {
        String type = event.path("type").asText();
        boolean begins = switch (client.name()) {
            case "openai-chat" -> event.at("/choices/0/delta/tool_calls/0").has("id");
            case "openai-responses" -> type.equals("response.output_item.added") && event.path("item").has("call_id");
            case "anthropic-messages" -> event.at("/content_block/type").asText().equals("tool_use");
            case "bedrock-converse" -> event.path("start").has("toolUse");
            default -> type.equals("tool-call-start");
        };
        return begins ? event.at(switch (client.name()) {
            case "openai-chat" -> "/choices/0/delta/tool_calls/0/index";
            case "openai-responses" -> "/output_index";
            case "bedrock-converse" -> "/contentBlockIndex";
            default -> "/index";
        }) : event.path("no index");
    }

    @EachPair(clients = "openai-chat", because = "deltas of the others have no such members")
    void continuationDeltasRepeatNeitherIdNorNameNorTypeAndCarryNoEmptyArguments(Pair pair) {
        List<JsonNode> calls = new ArrayList<>();
        pair.events(pair.stream(pair.upstreamFrames(CALL_IN_PIECES)))
                .forEach(event -> event.at("/choices/0/delta/tool_calls").forEach(calls::add));

        assertThat(calls.getFirst().path("id").asText()).isEqualTo("call_1");
        assertThat(calls.subList(1, calls.size())).isNotEmpty().allSatisfy(call -> {
            assertThat(call.properties()).extracting(member -> member.getKey())
                    .containsExactlyInAnyOrder("index", "function");
            assertThat(call.path("function").properties()).extracting(member -> member.getKey())
                    .containsExactly("arguments");
            assertThat(call.at("/function/arguments").asText()).isNotEmpty();
        });
    }

    @EachPair(upstreams = {"openai-chat", "gemini", "ollama"}, because = "events of the others hold one call each")
    void allCallsOfADeltaAreRead(Pair pair) {
        Phrase expected = Phrase.of("two calls after a text");
        JsonNode event = Phrase.of("two calls after a text in one event").in(pair.upstream());

        expected.isToldBy(pair, pair.added(pair.stream(List.of(pair.upstreamFrame(event)))));
    }

    @EachPair(clients = {"anthropic-messages", "bedrock-converse"}, upstreams = {"openai-chat",
        "cohere-v2"}, because = "other clients' blocks may alternate, and other upstreams' never do")
    void blocksNeverOverlap(Pair pair) {
        List<Frame> alternating = new ArrayList<>();
        Phrase.of("two calls that alternate").in(pair.upstream()).path("events")
                .forEach(event -> alternating.add(pair.upstreamFrame(event)));

        assertThat(Blocks.of(pair.client(), pair.stream(alternating))).isEqualTo(List.of("+0", "-0", "+1", "-1"));
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "a call without arguments")
    void aCallWithoutArgumentsIsStillOpenedAndClosed(Pair pair, Phrase answer) {
        List<ChatEvent> silent =
                CALL_IN_PIECES.stream().filter(it -> !(it instanceof ChatEvent.ToolCallDelta)).toList();

        answer.isTold(pair);
        answer.isToldBy(pair, pair.added(pair.stream(pair.upstreamFrames(silent))));
    }

    @EachPair(upstreams = {"openai-chat", "openai-responses",
        "cohere-v2"}, because = "arguments of the others are objects", speaker = Speaker.UPSTREAM, phrases = "a call without arguments")
    void argumentsThatAreAnEmptyTextAreAnEmptyObject(Pair pair, Phrase answer) {
        JsonNode empty = Phrase.json(answer.in(pair.upstream()).toString().replace("\"{}\"", "\"\""));

        answer.isToldBy(pair, pair.whole(empty));
        answer.isToldBy(pair, pair.streamed(empty));
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "a call that was cut off before its arguments")
    void aCallThatWasCutOffDoesNotLookComplete(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "two calls after a text")
    void theFinishIsThatOfCallsOnTurnsOfTextAndCallsToo(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(clients = {"openai-chat", "openai-responses", "anthropic-messages", "bedrock-converse",
        "cohere-v2"}, upstreams = {"openai-chat", "openai-responses", "anthropic-messages", "bedrock-converse",
            "cohere-v2"}, because = "calls of the others come whole")
    void argumentDeltasAreForwardedAsTheyArrive(Pair pair) {
        List<Frame> frames = pair.upstreamFrames(CALL_IN_PIECES);
        List<Bytes> pieces = pair.pieces(frames);

        for (String word : List.of("one", "two")) {
            int at = 0;
            while (!frames.get(at).data().utf8().contains(word)) {
                at++;
            }
            assertThat(pieces.get(at).utf8()).contains(word);
        }
    }

    @EachPair(upstreams = {"openai-chat", "openai-responses", "gemini", "cohere-v2",
        "ollama"}, because = "ids of the others are of the characters that all take")
    void idsOutsideAVendorsCharacterSetAreMappedAndMappedBack(Pair pair) {
        JsonNode answer = Phrase.json(Phrase.of("two calls after a text").in(pair.upstream()).toString()
                .replace("call_1", "call:1/ü").replace("call_2", "call:2"));
        JsonNode told = pair.whole(answer);

        if (pair.client().name().equals("anthropic-messages")) {
            assertThat(told.at("/content/1/id").asText()).matches("[a-zA-Z0-9_-]+");
        }
        assertThat(pair.ask(pair.next(told)).body().utf8().split("call:1/ü", -1)).as("in call and result").hasSize(3);
    }

    @EachPair(upstreams = {"anthropic-messages",
        "bedrock-converse"}, because = "the others take all characters", phrases = "results of parallel calls")
    void idsOutsideTheUpstreamsCharacterSetAreMapped(Pair pair, Phrase conversation) {
        JsonNode asked = Phrase.json(conversation.in(pair.client()).toString().replace("call_1", "call:1/ü"));
        if (!pair.diagonal()) {
            JsonNode sent = Phrase.json(pair.ask(asked).body());
            List<String> ids = sent.findValuesAsText(
                    pair.upstream().name().equals("bedrock-converse") ? "toolUseId" : "tool_use_id");

            assertThat(ids).isNotEmpty().allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
            assertThat(sent.toString().split('"' + ids.getFirst() + '"', -1)).as("in call and result").hasSize(3);
        }
    }

    @EachPair(phrases = "a result that answers no call")
    void orphanedResultsGiveAClearError(Pair pair, Phrase conversation) {
        JsonNode asked = conversation.in(pair.client());
        if (pair.diagonal() || REFUSE_THEMSELVES.contains(pair.upstream().name())) {
            assertThat(sentOrRefused(pair, asked)).containsAnyOf("orphan", "call");
        } else {
            assertThat(sentOrRefused(pair, asked)).doesNotContain("orphan").contains("call");
        }
    }

    /** What the upstream is sent, or in which words the client is refused. */
    private static String sentOrRefused(Pair pair, JsonNode asked) {
        try {
            return pair.ask(asked).body().utf8();
        } catch (GatewayException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            return e.publicMessage();
        }
    }

    @EachPair(phrases = "a tool of the vendor's")
    void toolsOfTheVendorsSurviveAsOpaqueExtras(Pair pair, Phrase tool) {
        tool.isAsked(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "a call and a result of the vendor's tool")
    void theirResultsSurviveAsOpaqueExtras(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(phrases = {"a choice of tools: auto", "a choice of tools: none", "a choice of tools: any",
        "a choice of tools: this one"})
    void aChoiceOfToolsInAllItsForms(Pair pair, Phrase choice) {
        choice.isAsked(pair);
    }

    @EachPair(phrases = "one call at a time")
    void parallelToolCalls(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = {"a strict tool", "a tool that need not be strict",
        "a strict tool with a schema that others refuse"})
    void strict(Pair pair, Phrase tool) {
        tool.isAsked(pair);
    }

    @EachPair(phrases = "a choice of tools: one of these")
    void allowedTools(Pair pair, Phrase choice) {
        choice.isAsked(pair);
    }

    @EachPair(phrases = "a choice of tools: one that is not there")
    void aNamedFunctionThatIsNotInTools(Pair pair, Phrase choice) {
        choice.isAsked(pair);
    }

    @EachPair(phrases = "results of parallel calls")
    void resultsOfParallelCallsAreGroupedWhereTheDialectWantsOneMessage(Pair pair, Phrase conversation) {
        conversation.isAsked(pair);
    }

    @EachPair(phrases = "two tools")
    void theOrderOfToolsIsKept(Pair pair, Phrase tools) {
        tools.isAsked(pair);
    }

    @EachPair(phrases = {"a tool without properties", "a tool whose schema is null"})
    void nilAndEmptyProperties(Pair pair, Phrase tools) {
        tools.isAsked(pair);
    }

    @EachPair(phrases = "a tool whose schema refers to itself")
    void schemasWithReferences(Pair pair, Phrase tools) {
        tools.isAsked(pair);
    }
}
