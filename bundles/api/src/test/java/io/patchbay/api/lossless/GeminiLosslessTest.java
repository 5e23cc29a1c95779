package io.patchbay.api.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiLosslessTest {
    private static final List<JsonNode> STREAM = chunks(
            """
            {"parts":[{"text":"Hm, ","thought":true}]}""",
            """
            {"parts":[{"text":"yes.","thought":true},{"text":"It is "}]}""",
            """
            {"parts":[{"text":"blue."}]}""",
            """
            {"parts":[{"text":"","thoughtSignature":"c2lnMQ=="},
                      {"functionCall":{"name":"look","args":{"b":1,"a":[]}},"thoughtSignature":"c2lnMg=="}]}""",
            """
            {"parts":[{"functionCall":{"id":"f","name":"look","willContinue":false}},
                      {"executableCode":{"language":"PYTHON","code":"1"},"thoughtSignature":"c2lnMw=="}]}""");

    @Test
    void aStreamComesOutAgainChunkByChunk() {
        assertThat(throughTheModel(STREAM, new ArrayList<>())).isEqualTo(STREAM);
    }

    @Test
    void theAnswerOfAStreamKeepsEachSignatureAtItsPart() {
        List<ChatEvent> decoded = new ArrayList<>();
        throughTheModel(STREAM, decoded);

        ChatResponse response = accumulate(decoded);
        List<Part> parts = response.candidates().getFirst().parts();

        assertThat(response.text()).isEqualTo("It is blue.");
        assertThat(GeminiSketch.writeContent(new Message(Role.ASSISTANT, parts, List.of()))).isEqualTo(Trees.read("""
                {"parts":[{"text":"Hm, yes.","thought":true},{"text":"It is blue."},
                 {"text":"","thoughtSignature":"c2lnMQ=="},
                 {"functionCall":{"name":"look","args":{"b":1,"a":[]}},"thoughtSignature":"c2lnMg=="},
                 {"functionCall":{"id":"f","name":"look","willContinue":false}},
                 {"executableCode":{"language":"PYTHON","code":"1"},"thoughtSignature":"c2lnMw=="}]}"""));
    }

    @Test
    void everyRecordedContentComesOutAgain() {
        int contents = 0;
        for (Recorded recorded : generations()) {
            for (JsonNode content : Trees.object(recorded.request()).path("contents")) {
                assertThat(GeminiSketch.writeContent(GeminiSketch.readContent(content))).as(recorded.name())
                        .isEqualTo(content);
                contents++;
            }
        }
        assertThat(contents).isGreaterThan(500);
    }

    @Test
    void everyRecordedAnswerComesOutAgain() {
        int answers = 0;
        for (Recorded recorded : generations()) {
            List<JsonNode> chunks = recorded.response().startsWith("{")
                    ? List.of(Trees.object(recorded.response()))
                    : recorded.events();
            if (!chunks.isEmpty() && chunks.getFirst().path("candidates").size() == 1) {
                // A candidate without an index is the first.
                chunks.forEach(chunk -> ((ObjectNode) chunk.at("/candidates/0")).put("index", 0));
                List<ChatEvent> decoded = new ArrayList<>();
                assertThat(throughTheModel(chunks, decoded)).as(recorded.name()).isEqualTo(chunks);
                assertThat(accumulate(decoded).model()).as(recorded.name()).isNotEmpty();
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(300);
    }

    private static List<Recorded> generations() {
        return Recorded.of("gemini").stream()
                .filter(each -> each.path().contains("enerateContent") && each.request().startsWith("{"))
                .toList();
    }

    private static List<JsonNode> throughTheModel(List<JsonNode> chunks, List<ChatEvent> decoded) {
        GeminiStreamSketch reader = new GeminiStreamSketch();
        GeminiStreamSketch writer = new GeminiStreamSketch();
        return chunks.stream().map(chunk -> {
            List<ChatEvent> events = reader.decode(chunk);
            decoded.addAll(events);
            return writer.encode(events);
        }).toList();
    }

    private static ChatResponse accumulate(List<ChatEvent> events) {
        ChatAccumulator accumulator = new ChatAccumulator();
        events.forEach(accumulator::add);
        return accumulator.response();
    }

    private static List<JsonNode> chunks(String... contents) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String content : contents) {
            ObjectNode chunk = Trees.object().put("responseId", "r").put("modelVersion", "gemini-x");
            ObjectNode candidate = chunk.putArray("candidates").addObject().put("index", 0);
            candidate.set("content", Trees.object(content).put("role", "model"));
            chunk.putObject("usageMetadata").put("promptTokenCount", 3).put("candidatesTokenCount", chunks.size());
            chunks.add(chunk);
        }
        ((ObjectNode) chunks.getLast().at("/candidates/0")).put("finishReason", "STOP").put("avgLogprobs", -0.25);
        return chunks.stream().map(chunk -> Trees.read(chunk.toString())).toList();
    }
}
