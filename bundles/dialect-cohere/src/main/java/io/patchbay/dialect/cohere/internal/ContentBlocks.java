package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.DataUrls;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the blocks of a message's content.
 *
 * <p>A document is a text: so every dialect can say what a tool found. What else is in it is one extra, named
 * {@code document}, with the data too where that is an object, whose JSON is the text.
 */
final class ContentBlocks {
    private static final String TEXT = "text";
    private static final String THINKING = "thinking";
    private static final String IMAGE = "image_url";
    private static final String DOCUMENT = "document";
    private static final String DATA = "data";

    private ContentBlocks() {}

    static List<Part> read(Node.Arr array, Place place) {
        List<Part> parts = new ArrayList<>(array.elements().size());
        for (Node element : array.said()) {
            parts.add(read(Members.of(element, place.element(parts.size()))));
        }
        return parts;
    }

    /** Reads a block; one that is not as expected is carried as it is. */
    static Part read(Members members) {
        String type = members.requiredText("type");
        return switch (type) {
            case TEXT -> {
                String text = members.requiredText(TEXT);
                yield new Part.Text(text, members.extras());
            }
            case THINKING -> {
                String text = members.requiredText(THINKING);
                yield new Part.Reasoning(text, members.extras());
            }
            case IMAGE -> image(members).orElseGet(() -> other(type, members));
            case DOCUMENT -> document(members).orElseGet(() -> other(type, members));
            default -> other(type, members);
        };
    }

    private static Part other(String type, Members members) {
        members.mark("type", JsonWriter.quoted(type));
        return new Part.Other(CohereV2.NAME, new Json(members.json()), List.of());
    }

    private static Optional<Part> image(Members members) {
        if (!(members.peek(IMAGE).orElse(null) instanceof Node.Obj object
                && object.members().get("url") instanceof Node.Str)) {
            return Optional.empty();
        }
        Members nested = members.object(IMAGE).orElseThrow();
        String url = nested.requiredText("url");
        List<Extra> extras = members.extras();
        extras.addAll(nested.extra(IMAGE));
        return Optional.of(new Part.Image(DataUrls.read(url), extras));
    }

    private static Optional<Part> document(Members members) {
        if (!(members.peek(DOCUMENT).orElse(null) instanceof Node.Obj object)) {
            return Optional.empty();
        }
        Members nested = new Members(object, members.place().member(DOCUMENT));
        String text;
        switch (object.members().get(DATA)) {
            case Node.Str string -> {
                text = string.value();
                nested.drop(DATA);
            }
            case Node.Obj data -> text = data.json().text();
            case null, default -> {
                return Optional.empty();
            }
        }
        members.drop(DOCUMENT);
        List<Extra> extras = members.extras();
        extras.add(CohereV2.extra(DOCUMENT, nested.json()));
        return Optional.of(new Part.Text(text, extras));
    }

    /** Whether content is one text with nothing to it, which can be written as a string. */
    static boolean isPlain(List<Part> content) {
        return content.size() == 1 && content.getFirst() instanceof Part.Text text
                && CohereV2.extras(text.extras()).isEmpty();
    }

    /** Writes a block; false, and nothing is written, for one that this dialect cannot say. */
    static boolean write(Part part, JsonWriter out) {
        Extras extras = CohereV2.extras(part.extras());
        return switch (part) {
            case Part.Text text when extras.has(DOCUMENT) -> document(text, extras, out);
            case Part.Text text -> end(out.object().member("type", TEXT).member(TEXT, text.text()), extras);
            case Part.Refusal refusal -> end(out.object().member("type", TEXT).member(TEXT, refusal.text()), extras);
            case Part.Reasoning thought ->
                    end(out.object().member("type", THINKING).member(THINKING, thought.text()), extras);
            case Part.Image image -> DataUrls.write(image.media()).map(url -> {
                out.object().member("type", IMAGE).name(IMAGE).object().member("url", url);
                extras.nested(IMAGE).write(out);
                return end(out.endObject(), extras);
            }).orElse(false);
            case Part.Other other when other.dialect().equals(CohereV2.NAME) -> {
                out.raw(other.value().text());
                yield true;
            }
            default -> false;
        };
    }

    private static boolean document(Part.Text text, Extras extras, JsonWriter out) {
        Extras nested = extras.nested(DOCUMENT);
        out.object().member("type", DOCUMENT).name(DOCUMENT).object();
        if (!nested.is(DATA, text.text())) {
            nested.take(DATA);
            out.member(DATA, text.text());
        }
        nested.write(out);
        return end(out.endObject(), extras);
    }

    private static boolean end(JsonWriter out, Extras extras) {
        extras.write(out);
        out.endObject();
        return true;
    }
}
