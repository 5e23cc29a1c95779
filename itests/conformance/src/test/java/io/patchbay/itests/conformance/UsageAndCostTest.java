package io.patchbay.itests.conformance;

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

    @EachPair(upstreams = {"openai-chat", "gemini", "ollama"}, because = "chunks of the others have usage or choices")
    void usageOfTheLastChunkIsReadAlsoWhenItCarriesChoices(Pair pair) {
        Phrase expected = Phrase.of("two calls after a text");

        expected.isToldBy(pair, pair.added(pair.stream(List.of(
                pair.upstreamFrame(Phrase.of("two calls after a text in one event").in(pair.upstream()))))));
    }
}
