package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.openai.internal.Fixtures.NOW;
import static io.patchbay.dialect.openai.internal.Fixtures.accumulate;
import static io.patchbay.dialect.openai.internal.Fixtures.chat;
import static io.patchbay.dialect.openai.internal.Fixtures.chunks;
import static io.patchbay.dialect.openai.internal.Fixtures.decode;
import static io.patchbay.dialect.openai.internal.Fixtures.encode;
import static io.patchbay.dialect.openai.internal.Fixtures.frames;
import static io.patchbay.dialect.openai.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkEncoderTest {
    private static final String ASKED_FOR_USAGE = "{\"stream_options\":{\"include_usage\":true}}";
    private static final ChatResponse ANSWER = new ChatResponse("id1", "m", List.of(
            new Candidate(
                    List.of(new Part.Reasoning("Hm", List.of()), Part.Text.of("Hi"), new Part.Refusal("No", List.of()),
                            call("a", "f", "{\"x\":1}"), call("b", "g", "")),
                    FinishReason.TOOL_CALLS, List.of()),
            new Candidate(List.of(Part.Text.of("Ho")), FinishReason.LENGTH, List.of())), Usage.of(3, 2), List.of());

    @Test
    void everyChunkHasIdObjectTimeAndModel() {
        for (JsonNode chunk : chunks(encode("{}", ANSWER.events()))) {
            assertThat(chunk.path("id").asText()).isEqualTo("id1");
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("created").asLong()).isEqualTo(NOW.getEpochSecond());
            assertThat(chunk.path("model").asText()).isEqualTo("m");
        }
    }

    @Test
    void allChunksOfAnAnswerWithoutAnIdHaveOneThatIsMade() {
        ChatResponse nameless = new ChatResponse("", "m", ANSWER.candidates(), ANSWER.usage(), List.of());

        List<JsonNode> chunks = chunks(encode(ASKED_FOR_USAGE, nameless.events()));

        assertThat(chunks.stream().map(chunk -> chunk.path("id").asText()).distinct()).singleElement().asString()
                .startsWith("chatcmpl-");
    }

    @Test
    void eachEventIsAChunkAsOpenAiHasIt() {
        assertThat(chunks(encode("{}", ANSWER.events())).stream().map(chunk -> chunk.path("choices").path(0)))
                .containsExactly(
                        choice(0, "'role':'assistant'"), choice(0, "'reasoning_content':'Hm'"),
                        choice(0, "'content':'Hi'"),
                        choice(0, "'refusal':'No'"),
                        choice(0,
                                "'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}}]"),
                        choice(0, "'tool_calls':[{'index':0,'function':{'arguments':'{\\\"x\\\":1}'}}]"),
                        choice(0,
                                "'tool_calls':[{'index':1,'id':'b','type':'function','function':{'name':'g','arguments':''}}]"),
                        choice(0, "'tool_calls':[{'index':1,'function':{'arguments':'{}'}}]"),
                        json("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}"),
                        choice(1, "'role':'assistant','content':'Ho'"),
                        json("{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}"));
    }

    @Test
    void theStreamEndsWithDoneAndNothingAfterIt() {
        assertThat(encode("{}", ANSWER.events())).endsWith("}\n\ndata: [DONE]\n\n").containsOnlyOnce("[DONE]");
        assertThat(DIALECT.encoder(chat("{}")).contentType()).isEqualTo("text/event-stream");
    }

    @Test
    void usageIsWrittenOnlyToAClientThatAskedForIt() {
        assertThat(encode("{}", ANSWER.events())).doesNotContain("usage");
        assertThat(encode("{\"stream_options\":{\"include_usage\":false}}", ANSWER.events())).doesNotContain("usage");

        JsonNode last = chunks(encode(ASKED_FOR_USAGE, ANSWER.events())).getLast();
        assertThat(last.path("choices")).isEqualTo(json("[]"));
        assertThat(last.path("usage")).isEqualTo(
                json("{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}"));
    }

    @Test
    void ofSeveralUsageReportsTheLastIsWritten() {
        List<ChatEvent> events = List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.UsageReport(Usage.of(1, 0)), new ChatEvent.UsageReport(Usage.of(1, 9)));

        assertThat(chunks(encode(ASKED_FOR_USAGE, events))).hasSize(2).last()
                .satisfies(chunk -> assertThat(chunk.path("usage").path("completion_tokens").asInt()).isEqualTo(9));
    }

    @Test
    void aWrittenStreamReadsAsTheSameAnswer() {
        ChatResponse read = accumulate(decode(frames(encode(ASKED_FOR_USAGE, ANSWER.events()))));

        assertThat(read.candidates().get(1)).isEqualTo(ANSWER.candidates().get(1));
        List<Part> parts = read.candidates().getFirst().parts();
        assertThat(parts.subList(1, 4)).isEqualTo(ANSWER.candidates().getFirst().parts().subList(1, 4));
        assertThat(parts.get(4)).as("none are an empty object").isEqualTo(call("b", "g", "{}"));
        assertThat(read.usage()).isEqualTo(ANSWER.usage());
    }

    @Test
    void aFailureIsTheLastEvent() {
        String stream = encode(ASKED_FOR_USAGE, List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.UsageReport(Usage.of(1, 0)),
                new ChatEvent.Failure(new GatewayException(ErrorKind.UPSTREAM, "Cut")),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of())));

        assertThat(stream).contains("data: {\"error\":{\"message\":\"Cut\"").endsWith("}}\n\n")
                .doesNotContain("[DONE]");
    }

    @Test
    void whatOnlyThisDialectKnowsIsWrittenWhereItStood() {
        ChatResponse response = new ChatResponse("i", "m", List.of(new Candidate(
                List.of(new Part.ToolCall("a", "f", new Json("{}"), List.of(extra("extra_content", "{\"s\":1}"),
                        new Extra("gemini", "thoughtSignature", new Json("1"))))),
                FinishReason.OTHER, List.of(extra("finish_reason", "\"weird\""), extra("logprobs", "{\"content\":[]}"),
                        extra("message", "{\"content\":\"\",\"annotations\":[1]}")))),
                Usage.NONE, List.of(extra("created", "17"), extra("service_tier", "\"flex\"")));

        List<JsonNode> chunks = chunks(encode("{}", response.events()));

        assertThat(chunks).filteredOn(chunk -> chunk.has("service_tier")).hasSize(1);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.path("created").asInt()).isEqualTo(17));
        assertThat(chunks.get(3).path("choices").path(0))
                .isEqualTo(choice(0, "'tool_calls':[{'index':0,'extra_content':{'s':1}}]"));
        assertThat(chunks.getLast().path("choices").path(0)).isEqualTo(json(
                "{\"index\":0,\"delta\":{\"annotations\":[1]},\"finish_reason\":\"weird\",\"logprobs\":{\"content\":[]}}"));
    }

    @Test
    void whatCameOnSeveralLinesIsOneEvent() {
        ChatResponse printed = new ChatResponse("id1", "m", ANSWER.candidates(), ANSWER.usage(),
                List.of(OpenAiChat.extra("x_vendor", "{\n\r\n  \"a\": \"b\\nc\"\n}")));
        List<JsonNode> chunks = chunks(encode("{}", printed.events()));
        assertThat(chunks).hasSameSizeAs(chunks(encode("{}", ANSWER.events())));
        assertThat(chunks.getFirst().path("x_vendor")).isEqualTo(json("{\"a\":\"b\\nc\"}"));
    }

    @Test
    void anEventOfAnotherDialectIsLeftOut() {
        List<ChatEvent> events = List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.PartStart(0, 0, new Part.Other("gemini", new Json("{}"), List.of())),
                new ChatEvent.PartEnd(0, List.of()), new ChatEvent.Other("gemini", new Json("{}")));

        assertThat(chunks(encode("{}", events))).singleElement()
                .satisfies(
                        chunk -> assertThat(chunk.path("choices").path(0)).isEqualTo(choice(0, "'role':'assistant'")));
    }

    @Test
    void reasoningKeepsTheVendorsName() {
        List<ChatEvent> events = List.of(new ChatEvent.Start("i", "m", List.of()),
                new ChatEvent.PartStart(0, 0, new Part.Reasoning("", List.of(extra("reasoning", "\"\"")))),
                new ChatEvent.ReasoningDelta(0, "Hm"));

        assertThat(chunks(encode("{}", events)).getLast().path("choices").path(0).path("delta").path("reasoning")
                .asText())
                .isEqualTo("Hm");
    }

    @Test
    void aRequestThatIsNoJsonAsksForNoUsage() {
        assertThat(encode("nonsense", ANSWER.events())).doesNotContain("usage");
    }

    private static JsonNode choice(int index, String delta) {
        return json("{\"index\":" + index + ",\"delta\":{" + delta.replace('\'', '"') + "},\"finish_reason\":null}");
    }

    private static Part.ToolCall call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, new Json(arguments), List.of());
    }

    private static Extra extra(String name, String json) {
        return new Extra("openai-chat", name, new Json(json));
    }
}
