package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Usage and cost". */
@ExtendWith(ListMatrix.class)
class UsageAndCostTest {
    @EachPair(speaker = Speaker.UPSTREAM, phrases = "tokens read from a cache")
    void cachedTokensAreNotPlainInput(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "tokens written to a cache")
    void cacheWritesAreCountedOnce(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "tokens of thinking")
    void reasoningTokensAreCountedOnce(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(clients = {"openai-chat", "openai-responses", "anthropic-messages", "gemini",
        "ollama"}, upstreams = {"openai-chat", "openai-responses", "anthropic-messages", "gemini",
            "ollama"}, because = "answers of the others do not say which model gave them")
    void theModelThatServedIsTold(Pair pair) {
        ObjectNode answer = Phrase.of("two calls after a text").in(pair.upstream());
        answer.put(pair.upstream().name().equals("gemini") ? "modelVersion" : "model", "served-1");

        for (JsonNode told : List.of(pair.whole(answer), pair.streamed(answer))) {
            assertThat(told.path(pair.client().name().equals("gemini") ? "modelVersion" : "model").asText())
                    .isEqualTo("served-1");
        }
    }

    @EachPair(upstreams = {"openai-chat", "gemini", "ollama"}, because = "chunks of the others have usage or choices")
    void usageOfTheLastChunkIsReadAlsoWhenItCarriesChoices(Pair pair) {
        Phrase expected = Phrase.of("two calls after a text");

        expected.isToldBy(pair, pair.added(pair.stream(List.of(
                pair.upstreamFrame(Phrase.of("two calls after a text in one event").in(pair.upstream()))))));
    }
}
