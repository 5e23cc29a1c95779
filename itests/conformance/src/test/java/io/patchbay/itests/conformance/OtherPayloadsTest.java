package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Usage;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.List;
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

    @EachPair(phrases = "a sound")
    void sounds(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = {"a message of the developer in the middle", "a message of the system in the middle"})
    void messagesOfTheSystemAndTheDeveloperAnywhere(Pair pair, Phrase conversation) {
        conversation.isAsked(pair);
    }

    @EachPair(phrases = {"a picture", "a picture by its address"})
    void pictures(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = {"a document", "a document by its address", "a document by its id"})
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

    @EachPair(phrases = {"a limit", "a limit by its newer name"})
    void theLimitHasTheNameThatTheVendorTakes(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a temperature")
    void aTemperatureIsKeptWhereTheModelTakesIt(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(upstreams = "anthropic-messages", because = "its newer models refuse one", phrases = "a temperature")
    void aTemperatureThatTheModelRefusesIsLeftOutAndNamed(Pair pair, Phrase request) {
        WireRequest sent = pair.upstream().codec()
                .writeRequest(pair.read(request.in(pair.client())).toBuilder().model("claude-opus-4-7").build());

        if (!pair.diagonal()) {
            assertThat(sent.dropped()).containsExactly("temperature");
            assertThat(Phrase.json(sent.body()).has("temperature")).isFalse();
        }
    }

    @EachPair(clients = "openai-chat", upstreams = {"openai-chat", "gemini", "cohere-v2",
        "ollama"}, because = "the others have no vectors, or choose their form otherwise")
    void vectorsInBase64(Pair pair) {
        EmbeddingCodec client = (EmbeddingCodec) pair.client().dialect();
        EmbeddingCodec upstream = (EmbeddingCodec) pair.upstream().dialect();
        WireRequest asked = WireRequest.builder(pair.client().name(), Operation.EMBEDDINGS).model("e")
                .body(Bytes.utf8("{\"model\":\"e\",\"input\":\"x\",\"encoding_format\":\"base64\"}")).build();
        WireRequest sent = upstream.writeEmbeddingRequest(client.readEmbeddingRequest(asked));
        Bytes answer = upstream.writeEmbeddingResponse(
                new EmbeddingResponse("e", List.of(new float[]{1, -0.5f}), Usage.NONE, List.of()), sent);

        assertThat(sent.dropped()).isEmpty();
        assertThat(Phrase.json(client.writeEmbeddingResponse(upstream.readEmbeddingResponse(answer), asked))
                .at("/data/0/embedding").asText()).isEqualTo("AACAPwAAAL8=");
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "log probabilities")
    void logProbabilitiesAreToldInTheirOwnDialectAndDoNoHarmInOthers(Pair pair, Phrase answer) {
        answer.isToldBy(pair, pair.whole(answer.in(pair.upstream())));
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
