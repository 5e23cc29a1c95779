package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.itests.conformance.EachPair.Speaker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Streams". */
@ExtendWith(ListMatrix.class)
class StreamsTest {
    private static final String CALLS = "two calls after a text";

    @EachPair(clients = {"openai-chat", "openai-responses", "anthropic-messages", "bedrock-converse",
        "cohere-v2"}, because = "streams of the others have no beginning of their own")
    void thereIsOneMessageStart(Pair pair) {
        assertThat(Ends.starts(pair.client(), pair.stream(Phrase.of(CALLS).in(pair.upstream())))).isEqualTo(1);
    }

    @EachPair(clients = "anthropic-messages", because = "starts of the others have no usage and no content")
    void aMessageStartHasUsageAndItsContentIsAnArray(Pair pair) {
        JsonNode start = pair.events(pair.stream(Phrase.of(CALLS).in(pair.upstream()))).getFirst().path("message");

        assertThat(start.path("usage").path("input_tokens").isInt()).isTrue();
        assertThat(start.path("content")).isEqualTo(Phrase.json("[]"));
    }

    @EachPair(clients = {"anthropic-messages", "bedrock-converse"}, because = "it is about their blocks")
    void thereIsOneStopPerBlock(Pair pair) {
        List<String> edges = Blocks.of(pair.client(), pair.stream(Phrase.of(CALLS).in(pair.upstream())));

        assertThat(edges.stream().filter(edge -> edge.startsWith("-"))).containsExactly("-0", "-1", "-2");
    }

    @EachPair(upstreams = {"openai-chat", "anthropic-messages", "bedrock-converse",
        "cohere-v2"}, because = "the finish of the others is their last event")
    void anUpstreamThatEndsWithoutItsTerminatorIsEndedProperly(Pair pair) {
        List<Frame> frames = pair.upstreamFrames(Phrase.of(CALLS).in(pair.upstream()));
        Bytes stream = pair.stream(frames.subList(0, frames.size() - 1));

        assertThat(Ends.finishes(pair.client(), stream)).isEqualTo(1);
        assertThat(Ends.isWhole(pair.client(), stream)).isTrue();
    }

    @EachPair(upstreams = {"openai-chat", "openai-responses", "anthropic-messages", "gemini",
        "cohere-v2"}, because = "the others have no heartbeats")
    void heartbeatsAfterTheFinishAreNotToldAndTheStreamEndsProperly(Pair pair) {
        List<Frame> frames = new ArrayList<>(pair.upstreamFrames(Phrase.of(CALLS).in(pair.upstream())));
        int real = frames.size();
        for (int beat = 0; beat < 3; beat++) {
            frames.add(Frame.of(Bytes.utf8(": ping\n\n"), "", Bytes.EMPTY));
        }

        assertThat(pair.pieces(frames).subList(real, frames.size())).allMatch(Bytes::isEmpty);
        assertThat(Ends.finishes(pair.client(), pair.stream(frames))).isEqualTo(1);
        assertThat(Ends.isWhole(pair.client(), pair.stream(frames))).isTrue();
    }

    @EachPair(clients = {"openai-chat", "openai-responses", "anthropic-messages", "gemini",
        "cohere-v2"}, because = "streams of the others have no comments")
    void whatKeepsASlowStreamAliveIsNeverAnEvent(Pair pair) {
        Bytes alive = pair.client().dialect().keepAlive().orElseThrow();

        assertThat(alive.utf8()).doesNotContain("data");
        assertThat(pair.client().decoded(alive)).isEmpty();
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = {"an error in a stream", "an overload in a stream",
        "a limit in a stream", "a refusal of the request in a stream", "a context that is too long in a stream"})
    void anErrorInsideAStreamReachesTheClientInItsDialect(Pair pair, Phrase error) {
        Frame frame = pair.upstreamFrame(error.in(pair.upstream()));
        FrameScanner scanner = pair.upstream().dialect()
                .scanner(WireRequest.builder(pair.upstream().name(), Operation.CHAT).build());
        Bytes written = pair.client().dialect().writeStreamError(scanner.scan(frame).error().orElseThrow());

        assertThat(pair.client().framing().apply(written)).hasSize(1);
        error.isWrittenTo(pair, pair.lastEvent(written));
        error.isWrittenTo(pair, pair.lastEvent(pair.stream(List.of(frame))));
    }

    @EachPair
    void aCutStreamIsNeverPresentedAsACompleteAnswer(Pair pair) {
        List<Frame> frames = pair.upstreamFrames(Phrase.of(CALLS).in(pair.upstream()));
        int finish = 0;
        while (Ends.finishes(pair.upstream(), frames.get(finish).bytes().orElseThrow()) == 0) {
            finish++;
        }
        List<Bytes> pieces = pair.pieces(frames.subList(0, finish));
        Bytes cut = pieces.subList(0, finish).stream()
                .reduce(Bytes.EMPTY, (one, two) -> one.splice(one.size(), one.size(), two));

        assertThat(Ends.finishes(pair.client(), cut)).isZero();
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> pair.added(cut));
    }
}
