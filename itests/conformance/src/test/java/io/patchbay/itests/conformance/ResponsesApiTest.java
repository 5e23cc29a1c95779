package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Responses API", and the line about it in "Seen wrong in gateways in use". */
@ExtendWith(ListMatrix.class)
class ResponsesApiTest {
    private static final String WHY = "it is about this dialect";

    @EachPair(clients = "openai-responses", because = WHY)
    void anAddedItemCarriesAnEmptyContent(Pair pair) {
        assertThat(events(pair, "two calls after a text", "response.output_item.added").getFirst().at("/item/content"))
                .isEqualTo(Phrase.json("[]"));
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void requiredNullableFieldsAreThere(Pair pair) {
        JsonNode answer = pair.whole(Phrase.of("two calls after a text").in(pair.upstream()));

        assertThat(List.of("error", "incomplete_details", "instructions", "metadata", "temperature", "top_p", "tools"))
                .allMatch(answer::has);
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void whatIsAddedIsDoneAndTheLastEventHasTheFullOutput(Pair pair) {
        Phrase calls = Phrase.of("two calls after a text");
        List<JsonNode> events = pair.events(pair.stream(calls.in(pair.upstream())));
        List<JsonNode> done = ofType(events, "response.output_item.done");
        JsonNode completed = ofType(events, "response.completed").getFirst().path("response");

        assertThat(done).extracting(event -> event.path("item"))
                .containsExactlyElementsOf(completed.path("output"));
        assertThat(ofType(events, "response.output_item.added")).hasSameSizeAs(done);
        assertThat(ofType(events, "response.output_text.done").getFirst().path("text").asText())
                .isEqualTo("Let me look.");
        assertThat(ofType(events, "response.function_call_arguments.done"))
                .extracting(event -> event.path("arguments").asText()).containsExactly("{\"z\":1,\"a\":\"ü\"}", "{}");
        calls.isToldBy(pair, completed);
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void anAnswerThatIsCutShortIsIncomplete(Pair pair) {
        Phrase limited = Phrase.of("an answer that reached its limit");

        limited.isTold(pair);
        limited.isToldBy(pair, events(pair, limited.name(), "response.incomplete").getFirst().path("response"));
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void usageEqualsWhatIsBilled(Pair pair) {
        JsonNode answer = Phrase.of("two calls after a text").in(pair.upstream());

        for (JsonNode told : List.of(pair.whole(answer), pair.streamed(answer))) {
            assertThat(told.at("/usage/input_tokens").asInt()).isEqualTo(9);
            assertThat(told.at("/usage/output_tokens").asInt()).isEqualTo(4);
            assertThat(told.at("/usage/total_tokens").asInt()).isEqualTo(13);
        }
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void itemsOfCallsHaveNoRole(Pair pair) {
        assertThat(pair.whole(Phrase.of("two calls after a text").in(pair.upstream())).path("output"))
                .filteredOn(item -> item.path("type").asText().equals("function_call")).hasSize(2)
                .allMatch(item -> !item.hasNonNull("role"));
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void whatAProviderStoresIsUsedOrRefusedClearly(Pair pair) {
        ObjectNode asked = Phrase.of("a question").in(pair.client()).put("previous_response_id", "resp_1");
        if (pair.diagonal()) {
            assertThat(Phrase.json(pair.ask(asked).body()).path("previous_response_id").asText()).isEqualTo("resp_1");
            return;
        }
        assertRefused(pair, asked, "previous_response_id");
        assertRefused(pair, Phrase.of("a question").in(pair.client()).put("store", true), "store");
    }

    private static void assertRefused(Pair pair, JsonNode asked, String field) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> pair.ask(asked)).satisfies(error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(error.publicMessage()).contains(field);
        });
    }

    @EachPair(clients = "openai-responses", because = WHY)
    void eventsAreNumberedFromTheFirstOn(Pair pair) {
        List<JsonNode> events = pair.events(pair.stream(Phrase.of("two calls after a text").in(pair.upstream())));

        assertThat(events).extracting(event -> event.path("sequence_number").asInt(-1))
                .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
    }

    private static List<JsonNode> events(Pair pair, String phrase, String type) {
        return ofType(pair.events(pair.stream(Phrase.of(phrase).in(pair.upstream()))), type);
    }

    private static List<JsonNode> ofType(List<JsonNode> events, String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
    }
}
