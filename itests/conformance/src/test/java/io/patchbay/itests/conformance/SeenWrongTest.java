package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Seen wrong in gateways in use"; its line about streams of the Responses API is in {@link ResponsesApiTest}. */
@ExtendWith(ListMatrix.class)
class SeenWrongTest {
    @EachPair(speaker = Speaker.UPSTREAM, phrases = {"tokens of thinking", "tokens read from a cache"})
    void theTotalsIncludeThinkingAndWhatACacheHolds(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(upstreams = {"gemini",
        "ollama"}, because = "their vendors say that they stop", speaker = Speaker.UPSTREAM, phrases = {
            "two calls after a text", "a call without arguments"})
    void aCallOfAToolIsAToolFinishAlsoWhereTheVendorSaysStop(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair
    void errorsHaveTheClientsEnvelopeAndKeepTheirStatus(Pair pair) {
        for (int status : new int[]{400, 404, 413, 429, 503}) {
            GatewayException read = pair.upstream().dialect().readError(status, Headers.EMPTY,
                    Spoken.body(pair.upstream().dialect().writeError(new GatewayException(
                            pair.upstream().dialect().readError(status, Headers.EMPTY, Bytes.EMPTY).kind(),
                            "Not so."))));
            Answer written = pair.client().dialect().writeError(read);
            JsonNode body = Phrase.json(Spoken.body(written));

            assertThat(written.status()).isEqualTo(status);
            assertThat(body.at(switch (pair.client().name()) {
                case "bedrock-converse", "cohere-v2" -> "/message";
                case "ollama" -> "/error";
                default -> "/error/message";
            }).asText()).isEqualTo("Not so.");
        }
    }

    @EachPair
    void theFirstPieceOfAThoughtIsNotToldTwice(Pair pair) {
        Bytes stream = pair.stream(Phrase.of("a thought and a text").in(pair.upstream()));
        long told = pair.client().decoded(stream).stream()
                .filter(event -> event.toString().contains("Hm.")).count();

        assertThat(told).isEqualTo(1);
    }

    @EachPair(speaker = Speaker.UPSTREAM, clients = {"gemini",
        "anthropic-messages"}, because = "they were seen without", phrases = "a thought and a text")
    void reasoningReachesThem(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(clients = "gemini", because = "it has two spellings")
    void bothSpellingsOfGeminiAreRead(Pair pair) {
        JsonNode camel = Phrase.of("a picture").in(pair.client());
        JsonNode snake =
                Phrase.json(camel.toString().replace("inlineData", "inline_data").replace("mimeType", "mime_type"));

        assertThat(pair.ask(snake).body()).isEqualTo(pair.ask(camel).body());
    }

    @EachPair(upstreams = "gemini", because = "results of the others have no names", phrases = "results of parallel calls")
    void aResultCarriesTheToolsRealName(Pair pair, Phrase conversation) {
        conversation.isAsked(pair);
    }

    @EachPair(phrases = "an empty message")
    void nothingIsPutIntoAPromptThatTheClientDidNotWrite(Pair pair, Phrase conversation) {
        JsonNode sent = Phrase.json(pair.ask(conversation.in(pair.client())).body());

        assertThat(sent.findValuesAsText("text").stream().filter(text -> !text.isEmpty())).allMatch("Hi"::equals);
        assertThat(sent.findValues("content").stream().filter(JsonNode::isTextual).map(JsonNode::asText)
                .filter(text -> !text.isEmpty())).allMatch("Hi"::equals);
    }

    @EachPair(phrases = "a member of tomorrow")
    void aVendorsNewMemberIsKeptOnTheWayToTheSameVendor(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(upstreams = "cohere-v2", because = "it was seen to lose them", phrases = "results of parallel calls")
    void callsAndTheirIdsSurviveToCohere(Pair pair, Phrase conversation) {
        conversation.isAsked(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "a citation of a file")
    void citationsOfFilesDoNoHarm(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(upstreams = "openai-responses", clients = "openai-responses", because = "the others have not all of these kinds", speaker = Speaker.UPSTREAM, phrases = "citations of every kind")
    void citationsOfEveryKindAreToldAndComeBack(Pair pair, Phrase answer) {
        JsonNode asked = answer.in(pair.upstream());
        answer.isTold(pair);
        for (JsonNode told : List.of(pair.whole(asked), pair.streamed(asked))) {
            assertThat(pair.ask(pair.next(told)).body().utf8())
                    .contains("file_1", "https://example.org/a", "cntr_1", "file_3", "file_4");
        }
    }
}
