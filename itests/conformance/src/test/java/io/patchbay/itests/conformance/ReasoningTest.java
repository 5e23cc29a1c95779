package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Reasoning". */
@ExtendWith(ListMatrix.class)
class ReasoningTest {
    private static final String SIGNED = "signed thoughts before a call";

    @EachPair(clients = {"anthropic-messages", "bedrock-converse"}, upstreams = {"anthropic-messages",
        "bedrock-converse"}, because = "both have the same vendor's models")
    void signedAndRedactedThoughtsAreToldAndComeBackAsTheyWere(Pair pair) {
        Phrase.of(SIGNED).isTold(pair);
        // Bedrock has the bytes of Anthropic's text.
        assertKept(pair, "c2lnbmVk",
                pair.upstream().name().equals("bedrock-converse") ? "Y21Wa1lXTjBaV1E9" : "cmVkYWN0ZWQ=");
    }

    @EachPair(clients = "openai-chat", upstreams = "openai-chat", because = "no other dialect carries what is not signed")
    void reasoningContentOfVendorsLikeOpenAiComesBackAsItWas(Pair pair) {
        Phrase thought = Phrase.of("a thought and a text");
        JsonNode answer = thought.in(pair.upstream());
        for (JsonNode told : List.of(pair.whole(answer), pair.streamed(answer))) {
            assertThat(Phrase.json(pair.ask(pair.next(told)).body()).at("/messages/1/reasoning_content").asText())
                    .isEqualTo("Hm.");
        }
    }

    @EachPair(clients = "gemini", upstreams = "gemini", because = "no other dialect carries its signatures")
    void signaturesOfGeminiComeBackAsTheyWere(Pair pair) {
        assertKept(pair, "c2lnbmVk");
    }

    @EachPair(clients = "openai-responses", upstreams = "openai-responses", because = "no other dialect carries its items")
    void itemsOfThoughtsAndTheirEncryptedContentComeBackAsTheyWere(Pair pair) {
        assertKept(pair, "c2lnbmVk", "rs_1");
    }

    /** What is opaque in an answer, whole or streamed, is in the next request as it was. */
    private static void assertKept(Pair pair, String... opaque) {
        JsonNode answer = Phrase.of(SIGNED).in(pair.upstream());
        for (JsonNode told : List.of(pair.whole(answer), pair.streamed(answer))) {
            String next = pair.ask(pair.next(told)).body().utf8();

            assertThat(next).contains(opaque).contains("Hm.");
        }
    }

    @EachPair(upstreams = "gemini", because = "no other vendor wants signatures of calls")
    void aCallThatNobodySignedIsStillTakenByGemini(Pair pair) {
        JsonNode next = pair.next(pair.whole(Phrase.of("two calls after a text").in(pair.upstream())));

        if (!pair.diagonal()) {
            assertThat(pair.ask(next).body().utf8()).contains("skip_thought_signature_validator");
        }
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "a thought and a text")
    void thoughtsOfEveryVendorAreTold(Pair pair, Phrase answer) {
        answer.isTold(pair);
    }

    @EachPair(phrases = "an effort of thinking")
    void effortsAreMapped(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a budget of thinking")
    void budgetsAreMapped(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a budget below the bounds")
    void boundsAreRespected(Pair pair, Phrase request) {
        request.isAsked(pair);
    }
}
