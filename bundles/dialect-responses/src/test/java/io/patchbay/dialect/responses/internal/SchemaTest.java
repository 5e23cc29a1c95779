package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.data;
import static io.patchbay.dialect.responses.internal.Fixtures.encode;
import static io.patchbay.dialect.responses.internal.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is written fits OpenAI's published schema. */
class SchemaTest {
    private static final List<ChatResponse> ANSWERS = List.of(
            ResponsesTest.response(FinishReason.TOOL_CALLS, new Part.Reasoning("Hm.", List.of()), Part.Text.of("Blue."),
                    new Part.Citation("Sky", "http://s", "", List.of()), new Part.Refusal("No.", List.of()),
                    new Part.ToolCall("c1", "f", new Json("{}"), List.of())),
            ResponsesTest.response(FinishReason.LENGTH, Part.Text.of("A")),
            ResponsesTest.response(FinishReason.CONTENT_FILTER),
            new ChatResponse("", "", ResponsesTest.response(FinishReason.STOP).candidates(), Usage.NONE, List.of()));

    @Test
    void wholeAnswersFit() {
        Schema schema = Schema.open();
        for (ChatResponse answer : ANSWERS) {
            assertThat(schema.errors("Response", json(DIALECT.writeResponse(answer)))).isEmpty();
        }
    }

    @Test
    void everyEventOfAStreamFits() {
        Schema schema = Schema.open();
        Set<String> types = new TreeSet<>();
        for (ChatResponse answer : ANSWERS) {
            for (JsonNode event : data(encode(answer.events()))) {
                assertThat(schema.errors("ResponseStreamEvent", event)).as(event.toString()).isEmpty();
                types.add(event.path("type").asText());
            }
        }
        assertThat(types).hasSize(19);
    }

    @Test
    void anErrorInAStreamFits() {
        GatewayException error = new GatewayException(ErrorKind.OVERLOADED, "Busy.");

        assertThat(Schema.open().errors("ResponseStreamEvent", data(DIALECT.writeStreamError(error).utf8()).getFirst()))
                .isEmpty();
    }

    @Test
    void aRequestOfAnotherDialectFits() {
        ChatRequest request = ChatRequest.builder("m").messages(new ArrayList<>(List.of(
                Message.of(Role.SYSTEM, "S"), Message.of(Role.USER, Part.Text.of("A"), Part.Text.of("B")),
                Message.of(Role.ASSISTANT, Part.Text.of("C"), new Part.ToolCall("c", "f", new Json(""), List.of())),
                Message.of(Role.TOOL, new Part.ToolResult("c", "f", List.of(Part.Text.of("1")), false, List.of())))))
                .tools(List.of(new Tool.Function("f", "", Json.EMPTY_OBJECT, List.of())))
                .toolChoice(new ToolChoice.Required(List.of("f")))
                .responseFormat(new ResponseFormat.JsonObject()).build();

        assertThat(Schema.open().errors("CreateResponse", json(DIALECT.writeRequest(request).body()))).isEmpty();
    }

    @Test
    void theSchemaFindsWhatIsMissing() {
        assertThat(Schema.open().errors("ResponseStreamEvent", json("{\"type\":\"response.output_text.delta\"}")))
                .isNotEmpty();
    }
}
