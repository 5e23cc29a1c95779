package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes parts as content blocks, each a JSON text. */
final class BlockWriter {
    private final boolean own;
    private final String model;
    private final Set<String> dropped;
    private final ToolIds ids = new ToolIds();

    /**
     * A writer of a request.
     *
     * @param own whether the request was made in this dialect, so that nothing is left out
     * @param model the model that is asked
     * @param dropped takes the names of what cannot be said
     */
    BlockWriter(boolean own, String model, Set<String> dropped) {
        this.own = own;
        this.model = model;
        this.dropped = dropped;
    }

    /** A writer of an answer: nothing is left out that this dialect can say. */
    static BlockWriter ofAnswer() {
        return new BlockWriter(true, "", new HashSet<>());
    }

    List<String> write(List<Part> parts) {
        List<String> blocks = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            List<Part.Citation> citations = new ArrayList<>(0);
            while (part instanceof Part.Text && i + 1 < parts.size()
                    && parts.get(i + 1) instanceof Part.Citation citation) {
                citations.add(citation);
                i++;
            }
            Extras extras = BedrockConverse.extras(part.extras());
            Optional<String> cachePoint = cachePoint(citations.isEmpty() ? part : citations.getLast());
            extras.take(BlockReader.CACHE_POINT);
            Optional<String> block = block(part, extras, citations);
            block.ifPresent(blocks::add);
            if (own || block.isPresent()) {
                cachePoint.ifPresent(json -> blocks.add(block(BlockReader.CACHE_POINT, json)));
            }
        }
        return blocks;
    }

    private Optional<String> cachePoint(Part part) {
        Optional<String> said = BedrockConverse.extras(part.extras()).take(BlockReader.CACHE_POINT);
        return own ? said : said.or(() -> AnthropicExtras.cachePoint(part.extras(), model));
    }

    private Optional<String> block(Part part, Extras extras, List<Part.Citation> citations) {
        return switch (part) {
            case Part.Text text -> text(text.text(), extras, citations);
            case Part.Refusal refusal -> text(refusal.text(), extras, List.of());
            case Part.Image _,Part.Audio _,Part.Document _ -> named(MediaBlocks.write(part, extras, own), part);
            case Part.ToolCall call -> Optional.of(toolUse(call, extras));
            case Part.ToolResult result -> Optional.of(toolResult(result, extras));
            case Part.Reasoning thought -> named(reasoning(thought, extras), part);
            case Part.Other other when other.dialect().equals(BedrockConverse.NAME) ->
                    Optional.of(other(other, extras));
            default -> named(Optional.empty(), part);
        };
    }

    private Optional<String> named(Optional<String> written, Part part) {
        if (written.isEmpty()) {
            dropped.add(switch (part) {
                case Part.Image _ -> "image";
                case Part.Audio _ -> "audio";
                case Part.Document _ -> "document";
                case Part.Citation _ -> "citation";
                case Part.Reasoning _ -> "reasoning";
                case Part.Other other -> "block of " + other.dialect();
                default -> "block";
            });
        }
        return written;
    }

    private Optional<String> text(String text, Extras extras, List<Part.Citation> citations) {
        if (extras.has(BlockReader.GUARD)) {
            Extras inner = extras.nested(BlockReader.GUARD);
            JsonWriter out = new JsonWriter().object().name("text").object().member("text", text);
            inner.write(out);
            return Optional.of(block(BlockReader.GUARD, out.endObject().endObject().text()));
        }
        if (extras.has(BlockReader.JSON) && isJson(text)) {
            return Optional.of(block(BlockReader.JSON, text));
        }
        if (extras.has(BlockReader.CITED) || (own && !citations.isEmpty())) {
            return Optional.of(Citations.write(text, extras, citations));
        }
        if (!citations.isEmpty()) {
            dropped.add("citation");
        }
        return text.isEmpty() && !own ? Optional.empty() : Optional.of(block("text", JsonWriter.quoted(text)));
    }

    private String toolUse(Part.ToolCall call, Extras extras) {
        Extras nested = extras.nested("toolUse");
        JsonWriter out = new JsonWriter().object()
                .member("toolUseId", own ? call.id() : ids.ofCall(call.id()))
                .member("name", call.name())
                .rawMember("input", nested.take("input").orElseGet(() -> input(call.arguments().text())));
        nested.write(out);
        return block("toolUse", out.endObject().text());
    }

    /** Arguments as the JSON value that they are; none are an empty object, and what is no JSON is a string. */
    static String input(String arguments) {
        if (arguments.isBlank() || arguments.strip().equals("null")) {
            return "{}";
        }
        return isJson(arguments) ? arguments : JsonWriter.quoted(arguments);
    }

    /** Whether a text is a JSON value. */
    static boolean isJson(String text) {
        try {
            return JsonReader.read(Bytes.utf8(text)).raw().size() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private String toolResult(Part.ToolResult result, Extras extras) {
        Extras nested = extras.nested("toolResult");
        JsonWriter out = new JsonWriter().object()
                .member("toolUseId", own ? result.callId() : ids.ofResult(result.callId()))
                .name("content").array();
        write(result.content()).forEach(out::raw);
        out.endArray();
        if (result.error()) {
            nested.take("status");
            out.member("status", "error");
        }
        nested.write(out);
        return block("toolResult", out.endObject().text());
    }

    /** Models refuse thoughts that they did not sign themselves. */
    private Optional<String> reasoning(Part.Reasoning thought, Extras extras) {
        Optional<String> redacted =
                extras.take(BlockReader.REDACTED).or(() -> AnthropicExtras.redacted(thought.extras()));
        if (redacted.isPresent()) {
            return Optional.of(block("reasoningContent", block(BlockReader.REDACTED, redacted.get())));
        }
        Optional<String> signature =
                extras.take(BlockReader.SIGNATURE).or(() -> AnthropicExtras.signature(thought.extras()));
        if (!own && signature.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object().member("text", thought.text());
        signature.ifPresent(json -> out.rawMember(BlockReader.SIGNATURE, json));
        extras.nested(BlockReader.REASONING_TEXT).write(out);
        return Optional.of(block("reasoningContent", block(BlockReader.REASONING_TEXT, out.endObject().text())));
    }

    /** The block as it came, but for what a stream said later. */
    private static String other(Part.Other other, Extras later) {
        if (later.isEmpty() || !(Extras.node(other.value().text()) instanceof Node.Obj object)) {
            return other.value().text();
        }
        JsonWriter out = new JsonWriter().object();
        object.members().forEach(
                (name, value) -> out.rawMember(name, later.take(name).orElseGet(() -> value.json().text())));
        later.write(out);
        return out.endObject().text();
    }

    private static String block(String kind, String json) {
        return new JsonWriter().object().rawMember(kind, json).endObject().text();
    }
}
