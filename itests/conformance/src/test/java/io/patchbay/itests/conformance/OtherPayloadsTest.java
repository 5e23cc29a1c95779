package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Other payloads". */
@ExtendWith(ListMatrix.class)
class OtherPayloadsTest {
    @EachPair(phrases = {"a question", "contents as arrays"})
    void contentsAsTextsAndAsArrays(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "an empty message")
    void emptyContentsAreTaken(Pair pair, Phrase request) {
        assertThat(pair.ask(request.in(pair.client())).dropped()).isEmpty();
    }

    @EachPair(phrases = "several messages of the system's")
    void severalSystemMessages(Pair pair, Phrase request) {
        assertThat(pair.ask(request.in(pair.client())).body().utf8()).containsSubsequence("One.", "Two.");
    }

    @EachPair(phrases = {"a picture", "a picture by its address"})
    void pictures(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a document")
    void documents(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "stop sequences")
    void stopSequences(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = {"a seed", "penalties", "several answers"})
    void seedPenaltiesAndN(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a limit")
    void theLimitHasTheNameThatTheVendorTakes(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a temperature")
    void aTemperatureIsKeptWhereTheModelTakesIt(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "marks of a cache", upstreams = {"anthropic-messages",
        "bedrock-converse"}, because = "the others cache without being told")
    void marksOfACacheSurviveWhateverIsBesideThem(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair
    void anEmptyBodyOfAnErrorIsStillTheClientsError(Pair pair) {
        GatewayException read = pair.upstream().dialect().readError(503, Headers.EMPTY, Bytes.EMPTY);
        Answer written = pair.client().dialect().writeError(read);

        assertThat(written.status()).isEqualTo(503);
        assertThat(pair.client().dialect().readError(503, written.headers(), Spoken.body(written)).publicMessage())
                .isEqualTo(read.publicMessage()).isNotEmpty();
    }
}
