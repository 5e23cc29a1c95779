package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** A block of a stream that is being written. */
final class EncodedBlock {
    private static final String SIGNATURE = "signature";
    private static final String INPUT = "input";

    /** Whether the block is written although nothing but white space is said in it. */
    private final boolean evenIfBlank;
    private final List<String> waiting = new ArrayList<>();
    private Part part;
    private String signature = "\"\"";
    private int number = -1;
    private boolean fed;
    private boolean blank = true;
    private boolean ended;

    private EncodedBlock(Part part, boolean own) {
        this.evenIfBlank = own || part instanceof Part.ToolCall;
        this.part = part;
        AnthropicMessages.extras(part.extras()).take(SIGNATURE).ifPresent(json -> signature = json);
    }

    /** A block for a part that begins; empty for one that this dialect cannot say in an answer. */
    static Optional<EncodedBlock> of(Part part, boolean own) {
        return switch (part) {
            case Part.Text text -> begun(new Part.Text("", text.extras()), text.text(), own);
            case Part.Refusal refusal -> begun(Part.Text.of(""), refusal.text(), own);
            case Part.Reasoning thought -> begun(new Part.Reasoning("", thought.extras()), thought.text(), own);
            case Part.ToolCall call -> begun(new Part.ToolCall(call.id(), call.name(), new Json(""), call.extras()),
                    call.arguments().text(), own);
            default -> own && block(part).isPresent() ? begun(part, "", true) : Optional.empty();
        };
    }

    private static Optional<String> block(Part part) {
        return new BlockWriter(true, true, new HashSet<>()).block(part);
    }

    private static Optional<EncodedBlock> begun(Part part, String text, boolean own) {
        EncodedBlock block = new EncodedBlock(part, own);
        block.say(text);
        return Optional.of(block);
    }

    /** Takes more text, thought or input. */
    void say(String text) {
        if (text.isEmpty()) {
            return;
        }
        // A blank thought is one: only a blank text would be refused where it is sent back.
        blank &= text.isBlank() && !(part instanceof Part.Reasoning);
        fed = true;
        switch (part) {
            case Part.Reasoning _ -> waiting.add(delta("thinking_delta", "thinking", text));
            case Part.ToolCall _ -> waiting.add(delta("input_json_delta", "partial_json", text));
            default -> waiting.add(delta("text_delta", "text", text));
        }
    }

    private static String delta(String type, String name, String text) {
        return new JsonWriter().object().member("type", type).member(name, text).endObject().text();
    }

    /** Takes a delta as JSON. */
    void add(String delta) {
        blank = false;
        fed = true;
        waiting.add(delta);
    }

    /** Takes the end, and what is told of the block only there. */
    void end(List<Extra> later) {
        if (ended) {
            return;
        }
        ended = true;
        AnthropicMessages.extras(later).take(SIGNATURE).ifPresent(json -> signature = json);
        if (part instanceof Part.Other && !fed && number >= 0) {
            AnthropicMessages.extras(later).take(INPUT)
                    .ifPresent(json -> add(delta("input_json_delta", "partial_json", json)));
        }
        if (number < 0) {
            List<Extra> all = new ArrayList<>(part.extras());
            later.stream().filter(extra -> !(fed && extra.name().equals(INPUT))).forEach(all::add);
            part = part.withExtras(all);
        }
        // A thought that says nothing may still be one that Anthropic signed, or wrote for itself alone.
        Extras all = AnthropicMessages.extras(part.extras());
        blank &= !(part instanceof Part.Reasoning) || (signature.equals("\"\"") && !all.has("data"));
    }

    boolean ended() {
        return ended;
    }

    /** Whether its beginning can be written, and has not been. */
    boolean opens() {
        return number < 0 && (evenIfBlank || !blank);
    }

    /** Its beginning, without the signature, which comes at the end. */
    List<JsonWriter> open(int index) {
        number = index;
        List<Extra> extras = part.extras().stream().filter(extra -> !extra.name().equals(SIGNATURE)).toList();
        return block(part.withExtras(extras)).map(block -> List.of(
                event("content_block_start").rawMember("content_block", block))).orElse(List.of());
    }

    private JsonWriter event(String type) {
        return new JsonWriter().object().member("type", type).member("index", number);
    }

    /** The pieces that were not written yet. */
    List<JsonWriter> pieces() {
        if (ended && number >= 0 && part instanceof Part.Reasoning && !signature.equals("\"\"")) {
            add(new JsonWriter().object().member("type", "signature_delta").rawMember(SIGNATURE, signature).endObject()
                    .text());
        }
        if (number < 0) {
            return List.of();
        }
        List<JsonWriter> pieces = waiting.stream()
                .map(delta -> event("content_block_delta").rawMember("delta", delta)).toList();
        waiting.clear();
        return pieces;
    }

    /** Its end, if it has a beginning. */
    List<JsonWriter> close() {
        return number < 0 ? List.of() : List.of(event("content_block_stop"));
    }
}
