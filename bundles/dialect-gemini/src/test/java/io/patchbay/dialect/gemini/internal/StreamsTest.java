package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.accumulate;
import static io.patchbay.dialect.gemini.internal.Fixtures.chunks;
import static io.patchbay.dialect.gemini.internal.Fixtures.decode;
import static io.patchbay.dialect.gemini.internal.Fixtures.encode;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {
    @Test
    void textsThatFollowEachOtherAreOnePartAndASignatureStaysAtItsOwn() {
        List<Part> parts = accumulate(decode(chunk("{\"text\":\"Hm,\",\"thought\":true}"),
                chunk("{\"text\":\" yes\",\"thought\":true},{\"text\":\"It \"}"), chunk("{\"text\":\"is\"}"),
                chunk("{\"text\":\"\",\"thoughtSignature\":\"c2lnMQ==\"}"),
                chunk("{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}},\"thoughtSignature\":\"c2lnMg==\"}"),
                last("STOP"))).candidates().getFirst().parts();

        assertThat(parts).hasSize(4);
        assertThat(parts.get(0)).isEqualTo(new Part.Reasoning("Hm, yes", List.of()));
        assertThat(parts.get(1)).isEqualTo(Part.Text.of("It is"));
        assertThat(parts.get(2)).isEqualTo(new Part.Text("", List.of(Gemini.extra(Gemini.SIGNATURE, "\"c2lnMQ==\""))));
        assertThat(((Part.ToolCall) parts.get(3)).arguments()).isEqualTo(new Json("{\"a\":1}"));
        assertThat(parts.get(3).extras()).containsExactly(Gemini.extra(Gemini.SIGNATURE, "\"c2lnMg==\""));
    }

    @Test
    void parallelCallsHaveTheirOwnIdsAndTheFinishIsForThem() {
        ChatResponse response = accumulate(decode(
                chunk("{\"functionCall\":{\"name\":\"f\",\"args\":{}}},{\"functionCall\":{\"name\":\"f\"}}"),
                last("STOP")));

        assertThat(response.candidates().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(response.candidates().getFirst().parts().stream().map(part -> ((Part.ToolCall) part).id()))
                .hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void thereIsOneFinishAndTextAfterTheStopOfCodeIsNotLost() {
        List<ChatEvent> events = decode(chunk("{\"executableCode\":{\"code\":\"1\"}}", "\"finishReason\":\"STOP\""),
                chunk("{\"codeExecutionResult\":{\"output\":\"1\"}}"),
                chunk("{\"text\":\"One.\"}", "\"finishReason\":\"STOP\""));

        assertThat(events.stream().filter(ChatEvent.Finish.class::isInstance)).hasSize(1);
        assertThat(accumulate(events).text()).isEqualTo("One.");
    }

    @Test
    void nothingFollowsAFinish() {
        List<ChatEvent> events = decode(last("STOP"), chunk("{\"text\":\"more\"}"), last("STOP"));

        assertThat(events.stream().filter(ChatEvent.Finish.class::isInstance)).hasSize(1);
        assertThat(accumulate(events).text()).isEmpty();
    }

    @Test
    void candidatesMayTakeTurns() {
        ChatResponse response = accumulate(decode("""
                {"candidates":[{"index":1,"content":{"parts":[{"text":"B"}]}},{"content":{"parts":[{"text":"A"}]}}]}""",
                """
                {"candidates":[{"index":0,"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"},
                {"index":1,"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS"}]}"""));

        assertThat(response.candidates().get(0).text()).isEqualTo("Aa");
        assertThat(response.candidates().get(1).text()).isEqualTo("Bb");
        assertThat(response.candidates().get(1).finish()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void ratingsBeforeTheEndAndNewMembersKeepTheirPlace() {
        String[] chunks = {
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}],\"role\":\"model\"},\"index\":0,"
                    + "\"safetyRatings\":[1]}],\"modelVersion\":\"m\",\"responseId\":\"r\",\"createTime\":\"t\"}",
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}],\"role\":\"model\",\"new\":1},\"index\":0}],"
                    + "\"modelVersion\":\"m\",\"responseId\":\"r\",\"sdkHint\":{\"x\":1}}",
            "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0,"
                    + "\"groundingMetadata\":{\"q\":[1.50]}}],\"usageMetadata\":{\"promptTokenCount\":1,"
                    + "\"totalTokenCount\":1},\"modelVersion\":\"m\",\"responseId\":\"r\"}"};
        var decoder = DIALECT.decoder();
        var encoder = DIALECT.encoder(Fixtures.chat("{}").toBuilder().query("alt=sse").build());
        List<JsonNode> written = new ArrayList<>();
        for (String chunk : chunks) {
            written.addAll(chunks(encoder.encode(decoder.decode(Fixtures.event(chunk))).utf8()));
        }

        assertThat(written).containsExactly(json(chunks[0]), json(chunks[1]), json(chunks[2]));
        assertThat(encoder.end().isEmpty()).isTrue();
    }

    @Test
    void aRefusedPromptComesOutWithoutCandidates() {
        String chunk = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4,"
                + "\"totalTokenCount\":4},\"modelVersion\":\"m\",\"responseId\":\"r\"}";

        assertThat(accumulate(decode(chunk)).candidates().getFirst().finish()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(chunks(encode(decode(chunk)))).containsExactly(json(chunk));
    }

    @Test
    void anErrorInTheStreamIsTheLastEvent() {
        List<ChatEvent> events = decode("{\"error\":{\"code\":503,\"message\":\"Busy\",\"status\":\"UNAVAILABLE\"}}");

        assertThat(events).singleElement().isInstanceOfSatisfying(ChatEvent.Failure.class,
                failure -> assertThat(failure.error().kind()).isEqualTo(ErrorKind.OVERLOADED));
    }

    @Test
    void anotherDialectsStreamIsWrittenWithCallsWholeAndTheUsageAtTheFinish() {
        List<JsonNode> chunks = chunks(encode(foreign()));

        assertThat(chunks).containsExactly(json(said("{\"text\":\"Hm\",\"thought\":true}")),
                json(said("{\"text\":\"A\"}")),
                json(said("{\"text\":\"b\"}")),
                json(said("{\"functionCall\":{\"id\":\"c\",\"name\":\"f\",\"args\":{\"a\":1}}}")),
                json("""
                        {"candidates":[{"content":{"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":
                        {"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5},"modelVersion":"m",
                        "responseId":"i"}"""));
    }

    @Test
    void aCallThatWasCutOffIsNotSaidAndABrokenOneKeepsItsWords() {
        for (FinishReason reason : List.of(FinishReason.LENGTH, FinishReason.TOOL_CALLS)) {
            List<ChatEvent> events = List.of(
                    new ChatEvent.PartStart(0, 0, new Part.ToolCall("c", "f", new Json(""), List.of())),
                    new ChatEvent.ToolCallDelta(0, "{\"a\":"), new ChatEvent.PartEnd(0, List.of()),
                    new ChatEvent.Finish(0, reason, List.of()));
            JsonNode whole = json(DIALECT.writeResponse(accumulate(events)));
            List<JsonNode> chunks = chunks(encode(events));

            assertThat(chunks).singleElement().isEqualTo(whole);
            assertThat(whole.at("/candidates/0/content/parts/0/functionCall/args/arguments").asText())
                    .isEqualTo(reason == FinishReason.LENGTH ? "" : "{\"a\":");
        }
    }

    @Test
    void aFinishWithoutUsageComesAtTheEnd() {
        var encoder = DIALECT.encoder(Fixtures.chat("{}").toBuilder().query("alt=sse").build());

        assertThat(encoder.encode(List.of(new ChatEvent.Finish(0, FinishReason.LENGTH, List.of()))).isEmpty()).isTrue();
        assertThat(chunks(encoder.end().utf8())).singleElement()
                .satisfies(
                        chunk -> assertThat(chunk.at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS"));
        assertThat(encoder.contentType()).isEqualTo("text/event-stream");
    }

    @Test
    void withoutEventsAStreamIsAnArray() {
        String array = encode("", foreign());

        assertThat(DIALECT.encoder(Fixtures.chat("{}")).contentType()).isEqualTo("application/json");
        assertThat(json(array)).hasSize(5);
        assertThat(DIALECT.readResponse(Bytes.utf8(array)).text()).isEqualTo("Ab");
        assertThat(json(encode("", List.of()))).isEmpty();
        assertThat(json(encode("", List.of(foreign().get(1), foreign().get(2), new ChatEvent.Failure(busy())))))
                .hasSize(2).last()
                .satisfies(error -> assertThat(error.at("/error/message").asText()).isEqualTo("Busy."));
    }

    @Test
    void aFailureIsTheLastThingSaid() {
        String stream = encode(List.of(new ChatEvent.Failure(busy()), new ChatEvent.TextDelta(0, "x")));

        assertThat(chunks(stream)).singleElement()
                .satisfies(chunk -> assertThat(chunk.at("/error/status").asText()).isEqualTo("UNAVAILABLE"));
        assertThat(stream).isEqualTo(DIALECT.writeStreamError(busy()).utf8()).endsWith("\r\n\r\n");
    }

    @Test
    void aSignatureThatComesAtAPartsEndIsNotLost() {
        ChatResponse response = DIALECT.readResponse(Bytes.utf8("""
                {"candidates":[{"content":{"parts":[{"text":"a","thoughtSignature":"s"},{"text":"t","thought":true,
                "thoughtSignature":"u"}]},"finishReason":"STOP"}]}"""));
        var encoder = DIALECT.encoder(Fixtures.chat("{}").toBuilder().query("alt=sse").build());

        assertThat(chunks(encoder.encode(response.events()).utf8() + encoder.end().utf8()).getFirst()
                .at("/candidates/0/content/parts")).isEqualTo(json("""
                        [{"text":"a","thoughtSignature":"s"},{"text":"t","thought":true,"thoughtSignature":"u"}]"""));
        assertThat(encode(response.events())).contains("{\"text\":\"\",\"thoughtSignature\":\"s\"}");
    }

    private static GatewayException busy() {
        return new GatewayException(ErrorKind.OVERLOADED, "Busy.");
    }

    private static List<ChatEvent> foreign() {
        return List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of())), new ChatEvent.ReasoningDelta(0, "Hm"),
                new ChatEvent.PartEnd(0, List.of()), new ChatEvent.PartStart(1, 0, Part.Text.of("")),
                new ChatEvent.TextDelta(1, "A"), new ChatEvent.TextDelta(1, "b"), new ChatEvent.PartEnd(1, List.of()),
                new ChatEvent.PartStart(2, 0, new Part.ToolCall("c", "f", new Json(""), List.of())),
                new ChatEvent.ToolCallDelta(2, "{\"a\""), new ChatEvent.ToolCallDelta(2, ":1}"),
                new ChatEvent.PartEnd(2, List.of()), new ChatEvent.Finish(0, FinishReason.TOOL_CALLS, List.of()),
                new ChatEvent.UsageReport(Usage.of(3, 2)));
    }

    private static String said(String part) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + part
                + "],\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"m\",\"responseId\":\"i\"}";
    }

    private static String chunk(String parts, String... more) {
        return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "],\"role\":\"model\"}"
                + (more.length == 0 ? "" : "," + more[0]) + ",\"index\":0}],\"responseId\":\"r\"}";
    }

    private static String last(String reason) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"" + reason + "\"}]}";
    }
}
