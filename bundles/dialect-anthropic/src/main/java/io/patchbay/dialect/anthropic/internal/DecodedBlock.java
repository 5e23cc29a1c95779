package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/** A block of a stream that is being read. */
final class DecodedBlock {
    private final int part;
    private final Kind kind;
    private final StringBuilder signature = new StringBuilder();
    private final StringBuilder input = new StringBuilder();

    private enum Kind {
        TEXT, THINKING, CALL, ANSWER, OTHER
    }

    /** Numbers the parts of an answer in the order in which they start. */
    @FunctionalInterface
    interface PartNumbers {
        int take();
    }

    private DecodedBlock(int part, Kind kind) {
        this.part = part;
        this.kind = kind;
    }

    /**
     * A block that begins.
     *
     * @param number its part's number
     * @param part what it begins with
     * @param answer whether it is a call of {@link AnswerTool}: then it is a text
     */
    static DecodedBlock start(int number, Part part, boolean answer, List<ChatEvent> events) {
        return switch (part) {
            case Part.Text(String text, List<Extra> extras) ->
                    new DecodedBlock(number, Kind.TEXT).begin(new Part.Text("", extras), text, events);
            case Part.Reasoning(String text, List<Extra> extras) ->
                    new DecodedBlock(number, Kind.THINKING).begin(new Part.Reasoning("", extras), text, events);
            case Part.ToolCall call -> {
                // Until its pieces come, a call says {}; some vendors give the input at once.
                String input = BlockWriter.input(call.arguments());
                Part begun = answer
                        ? Part.Text.of("")
                        : new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras());
                yield new DecodedBlock(number, answer ? Kind.ANSWER : Kind.CALL)
                        .begin(begun, isEmptyObject(input) ? "" : input, events);
            }
            default -> new DecodedBlock(number, Kind.OTHER).begin(part, "", events);
        };
    }

    private static boolean isEmptyObject(String json) {
        return json.replaceAll("\\s", "").equals(Json.EMPTY_OBJECT.text());
    }

    private DecodedBlock begin(Part start, String text, List<ChatEvent> events) {
        events.add(new ChatEvent.PartStart(part, 0, start));
        say(text, events);
        return this;
    }

    private void say(String text, List<ChatEvent> events) {
        if (text.isEmpty()) {
            return;
        }
        switch (kind) {
            case TEXT -> events.add(new ChatEvent.TextDelta(part, text));
            case THINKING -> events.add(new ChatEvent.ReasoningDelta(part, text));
            case CALL -> {
                input.append(text);
                events.add(new ChatEvent.ToolCallDelta(part, text));
            }
            case ANSWER -> {
                input.append(text);
                events.add(new ChatEvent.TextDelta(part, text));
            }
            case OTHER -> input.append(text);
        }
    }

    /**
     * Reads a piece.
     *
     * @param event the event that holds it
     * @param whole the event as it came
     */
    void delta(Members event, Node whole, PartNumbers parts, List<ChatEvent> events) {
        Members delta = event.object("delta").orElseThrow(() -> event.place().member("delta").missing());
        switch (delta.text("type").orElse("")) {
            case "text_delta" -> say(delta.text("text").orElse(""), events);
            case "thinking_delta" -> say(delta.text("thinking").orElse(""), events);
            case "signature_delta" -> signature.append(delta.text("signature").orElse(""));
            case "citations_delta" -> citation(delta, parts.take(), events);
            case "input_json_delta" -> {
                say(delta.text("partial_json").orElse(""), events);
                if (kind == Kind.OTHER) {
                    events.add(new ChatEvent.Other(AnthropicMessages.NAME, whole.json()));
                }
            }
            default -> events.add(new ChatEvent.Other(AnthropicMessages.NAME, whole.json()));
        }
    }

    private static void citation(Members delta, int number, List<ChatEvent> events) {
        Place place = delta.place().member("citation");
        Node citation = delta.take("citation").orElseThrow(place::missing);
        events.add(new ChatEvent.PartStart(number, 0, BlockReader.citation(citation, place)));
        events.add(new ChatEvent.PartEnd(number, List.of()));
    }

    /** A call without arguments has an empty object of them. */
    void end(List<ChatEvent> events) {
        if ((kind == Kind.CALL || kind == Kind.ANSWER) && input.isEmpty()) {
            say(Json.EMPTY_OBJECT.text(), events);
        }
        List<Extra> extras = new ArrayList<>();
        if (!signature.isEmpty()) {
            extras.add(AnthropicMessages.extra("signature", JsonWriter.quoted(signature.toString())));
        }
        if (kind == Kind.OTHER && !input.isEmpty()) {
            extras.add(AnthropicMessages.extra("input", input.toString()));
        }
        events.add(new ChatEvent.PartEnd(part, extras));
    }
}
