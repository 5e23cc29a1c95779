package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.DocumentTypes;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the parts of a message's content.
 *
 * <p>What is left of a nested object becomes one extra under that object's name. A nested object that some vendors (such
 * as Mistral) write as a plain string is marked by an extra that is an empty string.
 */
final class ContentParts {
    private static final String PLAIN = "\"\"";
    private static final String FILENAME = "filename";
    /** Marks a file that came in this dialect without a name. */
    private static final String NAMELESS = "false";

    private ContentParts() {}

    static List<Part> read(Node.Arr array, Place place) {
        List<Part> parts = new ArrayList<>(array.elements().size());
        for (Node element : array.said()) {
            Place own = place.element(parts.size());
            if (!(element instanceof Node.Obj object)) {
                throw own.invalidType("an object", element.kind());
            }
            parts.add(read(object, own));
        }
        return parts;
    }

    private static Part read(Node.Obj object, Place place) {
        Members members = new Members(object, place);
        String type = members.requiredText("type");
        return switch (type) {
            case "text" -> {
                String text = members.requiredText("text");
                yield new Part.Text(text, members.extras());
            }
            case "refusal" -> {
                String text = members.requiredText("refusal");
                members.mark("type", "\"refusal\"");
                yield new Part.Refusal(text, members.extras());
            }
            case "image_url" -> image(members);
            case "input_audio" -> audio(members);
            case "file" -> file(object, members);
            case "thinking" -> thinking(object, members);
            default -> new Part.Other(OpenAiChat.NAME, object.json(), List.of());
        };
    }

    private static Part image(Members members) {
        String name = "image_url";
        if (members.peek(name).orElse(null) instanceof Node.Str string) {
            members.drop(name);
            return new Part.Image(MediaUrls.read(string.value()),
                    with(members, List.of(OpenAiChat.extra(name, PLAIN))));
        }
        Members nested = members.object(name).orElseThrow(() -> members.place().member(name).missing());
        String url = nested.requiredText("url");
        return new Part.Image(MediaUrls.read(url), with(members, nested.extra(name)));
    }

    private static Part audio(Members members) {
        String name = "input_audio";
        if (members.peek(name).orElse(null) instanceof Node.Str string) {
            members.drop(name);
            return new Part.Audio(MediaUrls.readAudio(string.value(), ""),
                    with(members, List.of(OpenAiChat.extra(name, PLAIN))));
        }
        Members nested = members.object(name).orElseThrow(() -> members.place().member(name).missing());
        String data = nested.requiredText("data");
        String format = nested.textOrEmpty("format");
        return new Part.Audio(MediaUrls.readAudio(data, format), with(members, nested.extra(name)));
    }

    private static Part file(Node.Obj object, Members members) {
        Members nested = members.object("file").orElseThrow(() -> members.place().member("file").missing());
        String id = nested.textOrEmpty("file_id");
        String data = id.isEmpty() ? nested.textOrEmpty("file_data") : "";
        if (id.isEmpty() && data.isEmpty()) {
            return new Part.Other(OpenAiChat.NAME, object.json(), List.of());
        }
        String filename = nested.textOrEmpty(FILENAME);
        if (id.isEmpty() && filename.isEmpty() && nested.peek(FILENAME).isEmpty()) {
            nested.mark(FILENAME, NAMELESS);
        }
        return new Part.Document(id.isEmpty() ? MediaUrls.readFile(data) : MediaUrls.fileId(id), filename,
                with(members, nested.extra("file")));
    }

    /** Mistral's thought: an array of texts, of which there is one. */
    private static Part thinking(Node.Obj object, Members members) {
        if (members.peek("thinking").orElse(null) instanceof Node.Arr array && array.elements().size() == 1
                && array.elements().getFirst() instanceof Node.Obj text && text.members().size() == 2
                && text.members().get("type") instanceof Node.Str(_, String type) && type.equals("text")
                && text.members().get("text") instanceof Node.Str(_, String words)) {
            members.drop("thinking");
            members.mark("type", "\"thinking\"");
            return new Part.Reasoning(words, members.extras());
        }
        return new Part.Other(OpenAiChat.NAME, object.json(), List.of());
    }

    private static List<Extra> with(Members members, List<Extra> nested) {
        List<Extra> extras = members.extras();
        extras.addAll(nested);
        return extras;
    }

    /**
     * Writes a part as an element of a content array.
     *
     * @return whether this dialect can say it; if not, nothing is written
     */
    static boolean write(Part part, JsonWriter out) {
        Extras extras = OpenAiChat.extras(part.extras());
        return switch (part) {
            case Part.Text text -> {
                out.object().member("type", "text").member("text", text.text());
                yield end(extras, out);
            }
            case Part.Refusal refusal -> {
                extras.take("type");
                out.object().member("type", "refusal").member("refusal", refusal.text());
                yield end(extras, out);
            }
            case Part.Reasoning thought -> {
                extras.take("type");
                out.object().member("type", "thinking").name("thinking").array().object().member("type", "text")
                        .member("text", thought.text()).endObject().endArray();
                yield end(extras, out);
            }
            case Part.Image image -> MediaUrls.url(image.media())
                    .map(url -> nested(out, extras, "image_url", "url", url, "", ""))
                    .orElse(false);
            case Part.Audio audio -> MediaUrls.audioData(audio.media())
                    .map(data -> nested(out, extras, "input_audio", "data", data, "format",
                            MediaUrls.audioFormat(audio.media())))
                    .orElse(false);
            case Part.Document document -> MediaUrls.ownFileId(document.media())
                    .map(id -> nested(out, extras, "file", "file_id", id, FILENAME, document.name()))
                    .or(() -> MediaUrls.fileData(document.media()).map(data -> nested(out, extras, "file", "file_data",
                            data, FILENAME, filename(document, extras))))
                    .orElse(false);
            case Part.Other other when other.dialect().equals(OpenAiChat.NAME) -> {
                out.raw(other.value().text());
                yield true;
            }
            default -> false;
        };
    }

    /** OpenAI refuses content without a name, so that what came in another dialect has one. */
    private static String filename(Part.Document document, Extras extras) {
        return document.name().isEmpty() && !extras.has("file")
                ? DocumentTypes.name(document.media())
                : document.name();
    }

    private static boolean nested(JsonWriter out, Extras extras, String type, String name, String value,
            String secondName, String second) {
        out.object().member("type", type);
        if (extras.is(type, PLAIN)) {
            extras.take(type);
            out.member(type, value);
        } else {
            out.name(type).object().member(name, value);
            if (!second.isEmpty()) {
                out.member(secondName, second);
            }
            Extras left = extras.nested(type);
            if (left.is(FILENAME, NAMELESS)) {
                left.take(FILENAME);
            }
            left.write(out);
            out.endObject();
        }
        return end(extras, out);
    }

    private static boolean end(Extras extras, JsonWriter out) {
        extras.write(out);
        out.endObject();
        return true;
    }
}
