package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes what a reasoning item consists of: its {@code summary}, and its {@code content} where it has one. */
final class Thoughts {
    private static final String CONTENT_TYPE = "\"reasoning_text\"";

    private Thoughts() {}

    /** Whether a part stands in {@code content}, and not in the summary. */
    static boolean inContent(Part part) {
        return ItemGroup.own(part).is("type", CONTENT_TYPE);
    }

    /** An element of the item; a part that only carries what is said of the item is none. */
    static boolean isElement(Part.Reasoning thought) {
        return !thought.text().isEmpty() || ItemGroup.own(thought).has("type");
    }

    /** Writes both arrays. */
    static void write(List<Part> parts, Extras about, JsonWriter out) {
        List<String> summary = new ArrayList<>();
        List<String> content = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Reasoning thought && isElement(thought)) {
                (inContent(thought) ? content : summary).add(element(thought));
            }
        }
        about.take("summary");
        out.rawMember("summary", "[" + String.join(",", summary) + "]");
        String none = about.take("content").orElse("");
        if (!content.isEmpty() || !none.isEmpty()) {
            out.rawMember("content", content.isEmpty() ? none : "[" + String.join(",", content) + "]");
        }
    }

    /** An element. */
    static String element(Part.Reasoning thought) {
        Extras extras = ItemGroup.own(thought);
        JsonWriter out = new JsonWriter().object()
                .rawMember("type", extras.take("type").orElse("\"summary_text\"")).member("text", thought.text());
        extras.take("text");
        extras.write(out);
        return out.endObject().text();
    }
}
