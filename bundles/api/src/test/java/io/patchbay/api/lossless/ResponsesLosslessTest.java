package io.patchbay.api.lossless;

import static io.patchbay.api.lossless.ResponsesSketch.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesLosslessTest {
    private static final JsonNode ITEMS = Trees.read("""
            [{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"One."},
              {"type":"summary_text","text":"Two."}],"encrypted_content":"ZQ==","content":[]},
             {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"sky"}},
             {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"Zg=="},
             {"type":"message","id":"msg_1","role":"assistant","status":"completed","phase":"final_answer","content":[
               {"type":"output_text","text":"Blue.","logprobs":[],"annotations":[
                 {"type":"url_citation","start_index":0,"end_index":4,"url":"http://s","title":"Sky"}]},
               {"type":"refusal","refusal":"No more."}]},
             {"type":"message","id":"msg_2","role":"assistant","status":"completed","content":[
               {"type":"output_text","text":"","logprobs":[],"annotations":[]}]},
             {"type":"function_call","id":"fc_1","call_id":"c_1","name":"look","arguments":"{\\"b\\": 1}",
              "status":"completed"}]""");

    @Test
    void itemsComeOutAgain() {
        List<Part> parts = read(ITEMS);

        assertThat(ResponsesSketch.writeItems(parts)).isEqualTo(ITEMS);
        assertThat(parts).filteredOn(Part.Reasoning.class::isInstance).hasSize(3);
        assertThat(parts).filteredOn(Part.Citation.class::isInstance)
                .extracting(part -> ((Part.Citation) part).url()).containsExactly("http://s");
    }

    @Test
    void aStreamAddsUpToTheItems() {
        List<JsonNode> events = new ArrayList<>();
        events.add(Trees.read("""
                {"type":"response.created","response":{"id":"r","model":"m","output":[],"status":"in_progress"}}"""));
        ITEMS.forEach(item -> stream(item, events));
        ObjectNode completed = Trees.object().put("type", "response.completed");
        completed.putObject("response").put("status", "completed").set("output", ITEMS);
        events.add(completed);

        ChatResponse response = accumulate(events);

        assertThat(ResponsesSketch.writeItems(response.candidates().getFirst().parts())).isEqualTo(ITEMS);
    }

    @Test
    void everyRecordedItemComesOutAgain() {
        int items = 0;
        for (Recorded recorded : recordings()) {
            List<JsonNode> lists = new ArrayList<>(List.of(Trees.read(recorded.request()).path("input")));
            if (recorded.response().startsWith("{")) {
                lists.add(Trees.read(recorded.response()).path("output"));
            }
            for (JsonNode list : lists) {
                list.forEach(ResponsesLosslessTest::contentAsList);
                if (list.isArray()) {
                    assertThat(ResponsesSketch.writeItems(read(list))).as(recorded.name()).isEqualTo(list);
                    items += list.size();
                }
            }
        }
        assertThat(items).isGreaterThan(450);
    }

    @Test
    void everyRecordedStreamAddsUpToItsItemsAndToWhatIsSaidOfTheResponse() {
        int streams = 0;
        for (Recorded recorded : recordings()) {
            List<JsonNode> events = recorded.events();
            if (!events.isEmpty()
                    && events.getLast().path("type").asText().matches("response.(completed|incomplete)")) {
                ArrayNode done = Trees.array();
                events.stream().filter(each -> each.path("type").asText().equals("response.output_item.done"))
                        .forEach(each -> done.add(each.get("item")));
                ObjectNode rest = events.getLast().get("response").deepCopy();
                rest.remove(List.of("id", "model", "output", "usage"));

                ChatResponse response = accumulate(events);

                assertThat(ResponsesSketch.writeItems(response.candidates().getFirst().parts())).as(recorded.name())
                        .isEqualTo(done);
                assertThat(Trees.put(Trees.object(), NAME, response.candidates().getFirst().extras()))
                        .as(recorded.name()).isEqualTo(rest);
                streams++;
            }
        }
        assertThat(streams).isGreaterThan(80);
    }

    private static List<Recorded> recordings() {
        List<Recorded> all = new ArrayList<>(Recorded.of("openai"));
        all.addAll(Recorded.of("chatgpt"));
        all.removeIf(each -> !each.path().endsWith("/responses") || !each.request().startsWith("{"));
        return all;
    }

    /** Content that is a plain text says the same as a list of one text. */
    private static void contentAsList(JsonNode item) {
        if (item.path("content").isTextual()) {
            String type = item.path("role").asText().equals("assistant") ? "output_text" : "input_text";
            ArrayNode list = Trees.array();
            list.addObject().put("type", type).set("text", item.get("content"));
            ((ObjectNode) item).set("content", list);
        }
    }

    private static List<Part> read(JsonNode items) {
        List<Part> parts = new ArrayList<>();
        items.forEach(item -> parts.addAll(ResponsesSketch.readItem(item)));
        return parts;
    }

    private static ChatResponse accumulate(List<JsonNode> events) {
        ResponsesStreamSketch reader = new ResponsesStreamSketch();
        ChatAccumulator accumulator = new ChatAccumulator();
        events.forEach(event -> reader.decode(event).forEach(accumulator::add));
        return accumulator.response();
    }

    /** The events that make an item, as far as a reader looks at them. */
    private static void stream(JsonNode item, List<JsonNode> events) {
        ObjectNode begun = item.deepCopy();
        begun.remove(List.of("content", "encrypted_content"));
        if (begun.has("status")) {
            begun.put("status", "in_progress");
        }
        if (begun.has("arguments")) {
            begun.put("arguments", "");
        }
        events.add(Trees.object().put("type", "response.output_item.added").set("item", begun));
        for (char letter : item.path("arguments").asText().toCharArray()) {
            events.add(delta("response.function_call_arguments.delta", letter));
        }
        for (JsonNode summary : item.path("summary")) {
            ObjectNode empty = summary.deepCopy();
            events.add(Trees.object().put("type", "response.reasoning_summary_part.added")
                    .set("part", empty.put("text", "")));
            for (char letter : summary.path("text").asText().toCharArray()) {
                events.add(delta("response.reasoning_summary_text.delta", letter));
            }
        }
        for (JsonNode content : item.path("content")) {
            String text = content.has("text") ? "text" : "refusal";
            ObjectNode empty = content.deepCopy();
            empty.put(text, "").remove("annotations");
            events.add(Trees.object().put("type", "response.content_part.added").set("part", empty));
            for (char letter : content.path(text).asText().toCharArray()) {
                events.add(delta("response." + (text.equals("text") ? "output_text" : text) + ".delta", letter));
            }
            events.add(Trees.object().put("type", "response.content_part.done").set("part", content));
        }
        events.add(Trees.object().put("type", "response.output_item.done").set("item", item));
    }

    private static JsonNode delta(String type, char letter) {
        return Trees.object().put("type", type).put("delta", String.valueOf(letter));
    }
}
