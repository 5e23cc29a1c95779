package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.Usage;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Other payloads". */
@ExtendWith(ListMatrix.class)
class OtherPayloadsTest {
    private static final List<String> OPENAI = List.of("openai-chat", "openai-responses");

    @EachPair(phrases = {"a question", "contents as arrays"})
    void contentsAsTextsAndAsArrays(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "an empty message")
    void emptyContentsAreTaken(Pair pair, Phrase request) {
        assertThat(pair.ask(request.in(pair.client())).dropped()).isEmpty();
    }

    @EachPair(phrases = {"results of parallel calls", "a picture", "several messages of the system's"})
    void nullsInRequestsSayNothing(Pair pair, Phrase request) {
        JsonNode plain = request.in(pair.client());
        WireRequest sent = pair.ask(Nulls.in(pair.client(), plain));

        assertThat(sent.dropped()).isEmpty();
        assertThat(Nulls.without(Phrase.json(sent.body())))
                .isEqualTo(Nulls.without(Phrase.json(pair.ask(plain).body())));
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = {"two calls after a text", "a thought and a text"})
    void nullsInAnswersSayNothing(Pair pair, Phrase answer) {
        JsonNode plain = answer.in(pair.upstream());
        List<Frame> events = pair.upstreamFrames(plain).stream()
                .map(frame -> pair.changed(frame, data -> Nulls.in(pair.upstream(), data))).toList();

        answer.isWrittenTo(pair, Nulls.without(pair.whole(Nulls.in(pair.upstream(), plain))));
        answer.isWrittenTo(pair, Nulls.without(pair.added(pair.stream(events))));
    }

    @EachPair(phrases = "a spoken answer is wanted")
    void aSpokenAnswerIsAskedForOrNamed(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(clients = {"openai-chat", "gemini"}, upstreams = {"openai-chat",
        "gemini"}, because = "the others do not speak", speaker = Speaker.UPSTREAM, phrases = "a spoken answer")
    void aSpokenAnswerIsHeard(Pair pair, Phrase answer) {
        answer.isTold(pair);
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

    @EachPair(phrases = {"a document", "a document by its address"})
    void documents(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(upstreams = {"openai-chat", "openai-responses", "gemini", "bedrock-converse", "cohere-v2",
        "ollama"}, because = "the other refuses them", phrases = {"a document of an office",
            "a document of an office, by its name"})
    void documentsOfAnOffice(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(upstreams = "anthropic-messages", because = "it takes PDF and text alone", phrases = {
        "a document of an office", "a document of an office, by its name"})
    void aDocumentThatAVendorDoesNotTakeIsRefusedByItsType(Pair pair, Phrase request) {
        assertThatThrownBy(() -> pair.ask(request.in(pair.client())))
                .isInstanceOfSatisfying(GatewayException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).contains("messages");
                    assertThat(error.publicMessage()).contains("wordprocessingml", "PDF");
                });
    }

    @EachPair(phrases = "a table")
    void textsOfAnOffice(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(phrases = "a document by its id")
    void aFileOfOneVendorGoesToThatVendorOrIsRefusedByName(Pair pair, Phrase request) {
        if (pair.diagonal() || OPENAI.containsAll(List.of(pair.client().name(), pair.upstream().name()))) {
            request.isAsked(pair);
        } else {
            assertThatThrownBy(() -> pair.ask(request.in(pair.client())))
                    .isInstanceOfSatisfying(GatewayException.class, error -> {
                        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                        assertThat(error.param().orElse("")).matches("file_id|source.file_id|fileData.fileUri");
                        assertThat(error.publicMessage()).contains("file-1", error.param().orElse("?"));
                    });
        }
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

    @EachPair(upstreams = {"openai-chat", "openai-responses",
        "bedrock-converse"}, because = "these have models of OpenAI's", phrases = "everything that steers sampling")
    void whatAModelThatThinksRefusesIsLeftOutAndNamed(Pair pair, Phrase request) {
        ChatRequest asked = pair.read(request.in(pair.client()));
        if (!pair.diagonal()) {
            for (String model : List.of("o3", "openai/gpt-5-mini", "gpt-5.6")) {
                WireRequest sent = pair.upstream().codec().writeRequest(asked.toBuilder().model(model).build());

                assertThat(sent.dropped()).as(model).contains("temperature", "top_p");
                assertThat(sent.body().utf8()).doesNotContain("temperature", "top_p", "topP", "logprobs");
            }
            for (String model : List.of("gpt-4.1", "gpt-5.2", "gpt-5-chat-latest", "gpt-oss-120b")) {
                WireRequest sent = pair.upstream().codec().writeRequest(asked.toBuilder().model(model).build());

                assertThat(sent.dropped()).as(model).doesNotContain("temperature", "top_p");
            }
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

    @EachPair(phrases = {"a wish for log probabilities", "a wish for the likeliest tokens"})
    void logProbabilitiesAreAskedForOrNamed(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = {"log probabilities", "log probabilities of Cohere's"})
    void logProbabilitiesAreToldAndDoNoHarmWhereNobodyHasWordsForThem(Pair pair, Phrase answer) {
        answer.isToldBy(pair, pair.whole(answer.in(pair.upstream())));
        answer.isWrittenTo(pair, pair.streamed(answer.in(pair.upstream())));
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
