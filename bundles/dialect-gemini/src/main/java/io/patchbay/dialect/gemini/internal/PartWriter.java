package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.Set;

/** Writes the parts of a content, but for results of tools, which need the conversation. */
final class PartWriter {
    private final JsonWriter out;
    private final Set<String> dropped;

    /**
     * A writer.
     *
     * @param out where to write
     * @param dropped takes the names of what cannot be said
     */
    PartWriter(JsonWriter out, Set<String> dropped) {
        this.out = out;
        this.dropped = dropped;
    }

    /** Writes a part; one that cannot be said is dropped. */
    void write(Part part) {
        Extras extras = Gemini.extras(part.extras());
        switch (part) {
            case Part.Text text -> text(text.text(), extras);
            case Part.Refusal refusal -> text(refusal.text(), extras);
            case Part.Reasoning thought -> thought(thought, extras);
            case Part.ToolCall call -> call(call, extras);
            case Part.Image image -> said(MediaParts.write(image.media(), media(extras), out), "image");
            case Part.Audio audio -> said(MediaParts.write(audio.media(), media(extras), out), "audio");
            case Part.Document document -> said(MediaParts.write(document, media(extras), out), "document");
            case Part.Other other when other.dialect().equals(Gemini.NAME) -> out.raw(other.value().text());
            case Part.Other other -> dropped.add("block of " + other.dialect());
            case Part.Citation _ -> dropped.add("citation");
            default -> dropped.add("block");
        }
    }

    private static Extras media(Extras extras) {
        extras.take(ToolResults.INSIDE);
        return extras;
    }

    private void said(boolean said, String name) {
        if (!said) {
            dropped.add(name);
        }
    }

    private void text(String text, Extras extras) {
        out.object().member("text", text);
        extras.write(out);
        out.endObject();
    }

    /** A thought that another provider keeps to itself says nothing here. */
    private void thought(Part.Reasoning thought, Extras extras) {
        if (thought.text().isEmpty() && extras.isEmpty()) {
            dropped.add("reasoning");
            return;
        }
        out.object().member("text", thought.text()).rawMember(PartReader.THOUGHT, "true");
        extras.write(out);
        out.endObject();
    }

    private void call(Part.ToolCall call, Extras extras) {
        Extras own = extras.nested(PartReader.CALL);
        out.object().name(PartReader.CALL).object();
        if (!call.id().isEmpty() && !CallIds.isMade(call.id())) {
            own.take("id");
            out.member("id", call.id());
        }
        out.member("name", call.name());
        boolean none = own.is(PartReader.ARGS, "null") && call.arguments().equals(Json.EMPTY_OBJECT);
        own.take(PartReader.ARGS);
        if (!none) {
            out.rawMember(PartReader.ARGS, arguments(call.arguments().text()));
        }
        own.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
    }

    /** Whether a call's arguments are an object; of an answer that was cut off, the last call's often are none. */
    static boolean isWhole(Part.ToolCall call) {
        return ToolResults.object(call.arguments().text()).isPresent();
    }

    /** Arguments are an object here; a model's words that are none are kept as a text in one. */
    private static String arguments(String text) {
        if (text.isBlank()) {
            return "{}";
        }
        return ToolResults.object(text)
                .orElseGet(() -> new JsonWriter().object().member("arguments", text).endObject().text());
    }
}
