package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the content of a message, or of a tool's result.
 *
 * <p>A text's annotations become the citations that follow it. Content of an unknown type is a document in a place that
 * only this dialect knows.
 */
final class ContentParts {
    private ContentParts() {}

    static List<Part> read(Node.Arr array, Place place, Voice voice) {
        List<Part> parts = new ArrayList<>(array.elements().size());
        int index = 0;
        for (Node element : array.said()) {
            Place own = place.element(index++);
            if (!(element instanceof Node.Obj object)) {
                throw own.invalidType("an object", element.kind());
            }
            parts.addAll(read(object, own, voice));
        }
        return parts;
    }

    /** Reads one element: a part, and the citations in it. */
    static List<Part> read(Node.Obj object, Place place, Voice voice) {
        Members members = new Members(object, place);
        String type = members.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text" -> text(members, type, voice);
            case "refusal" -> {
                String words = members.requiredText("refusal");
                yield List.of(new Part.Refusal(words, members.extras()));
            }
            case "input_image" -> List.of(image(members).map(media -> (Part) new Part.Image(media,
                    typed(members, type))).orElseGet(() -> unknown(object)));
            case "input_file" -> {
                Optional<Media> media = file(members);
                String name = media.isPresent() ? members.textOrEmpty("filename") : "";
                yield List.of(media.map(file -> (Part) new Part.Document(file, name, typed(members, type)))
                        .orElseGet(() -> unknown(object)));
            }
            default -> List.of(unknown(object));
        };
    }

    private static Part unknown(Node.Obj object) {
        return new Part.Document(new Media("", new Media.Other(OpenAiResponses.NAME, object.json())), "", List.of());
    }

    /** The type is kept: it tells that what else is not said is not said by intent. */
    private static List<Extra> typed(Members members, String type) {
        members.mark("type", JsonWriter.quoted(type));
        return members.extras();
    }

    private static List<Part> text(Members members, String type, Voice voice) {
        String text = members.requiredText("text");
        List<Part> parts = new ArrayList<>();
        if (members.peek("annotations").orElse(null) instanceof Node.Arr annotations
                && annotations.elements().stream().allMatch(Node.Obj.class::isInstance)
                && (voice == Voice.ANSWER || !annotations.elements().isEmpty())) {
            members.drop("annotations");
            annotations.elements().forEach(each -> parts.add(citation((Node.Obj) each, members.place())));
        }
        // Written of itself in an answer.
        if (voice == Voice.ANSWER && members.peek("logprobs").orElse(null) instanceof Node.Arr logprobs
                && logprobs.elements().isEmpty()) {
            members.drop("logprobs");
        }
        if (!type.equals(voice.textType())) {
            members.mark("type", JsonWriter.quoted(type));
        }
        parts.addFirst(new Part.Text(text, members.extras()));
        return parts;
    }

    /** Reads an annotation; its type is kept, and tells that it came in this dialect. */
    static Part.Citation citation(Node.Obj object, Place text) {
        Members members = new Members(object, text.member("annotations"));
        boolean url = members.peek("type").orElse(null) instanceof Node.Str(_, String type)
                && type.equals("url_citation");
        String title = url ? members.textOrEmpty("title") : "";
        String address = url ? members.textOrEmpty("url") : "";
        return new Part.Citation(title, address, "", members.extras());
    }

    private static Optional<Media> image(Members members) {
        return string(members, "image_url").map(MediaUrls::read)
                .or(() -> string(members, "file_id").map(MediaUrls::fileId));
    }

    private static Optional<Media> file(Members members) {
        return string(members, "file_data").map(MediaUrls::readFile)
                .or(() -> string(members, "file_url").map(MediaUrls::url))
                .or(() -> string(members, "file_id").map(MediaUrls::fileId));
    }

    private static Optional<String> string(Members members, String name) {
        if (members.peek(name).orElse(null) instanceof Node.Str(_, String value) && !value.isEmpty()) {
            members.drop(name);
            return Optional.of(value);
        }
        return Optional.empty();
    }
}
