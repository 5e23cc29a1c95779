package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.DocumentTypes;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the content of a message, or of a tool's result. */
final class ContentWriter {
    private final Voice voice;
    private final JsonWriter out;
    private final Set<String> dropped;

    /**
     * A writer.
     *
     * @param out where to write
     * @param dropped takes the names of what cannot be said
     */
    ContentWriter(Voice voice, JsonWriter out, Set<String> dropped) {
        this.voice = voice;
        this.out = out;
        this.dropped = dropped;
    }

    /** Whether content is one text with nothing to it, which may be written as a string. */
    static boolean isPlain(List<Part> content) {
        return content.size() == 1 && content.getFirst() instanceof Part.Text text
                && ItemGroup.own(text).isEmpty();
    }

    /** Whether the model can say a part in an answer's message. */
    static boolean inAnswer(Part part) {
        return switch (part) {
            case Part.Text _,Part.Refusal _ -> true;
            case Part.Citation citation -> !citation.url().isEmpty() || ItemGroup.own(citation).has("type");
            case Part.Document document -> unknown(document).isPresent();
            default -> false;
        };
    }

    /** Writes the elements of an array. */
    void write(List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Part.Text text) {
                List<Part.Citation> citations = new ArrayList<>();
                while (i + 1 < parts.size() && parts.get(i + 1) instanceof Part.Citation citation) {
                    citations.add(citation);
                    i++;
                }
                text(text, citations);
            } else {
                part(parts.get(i));
            }
        }
    }

    /** Writes a part that stands for itself. */
    private void part(Part part) {
        Extras extras = ItemGroup.own(part);
        boolean said = switch (part) {
            case Part.Refusal refusal when voice != Voice.USER || extras.has("refusal") -> {
                out.object().member("type", "refusal").member("refusal", refusal.text());
                yield end(extras);
            }
            case Part.Image image when mayShow(extras) -> image(image, extras);
            case Part.Document document -> unknown(document).map(json -> {
                out.raw(json);
                return true;
            }).orElseGet(() -> mayShow(extras) && file(document, extras));
            default -> false;
        };
        if (!said) {
            dropped.add(name(part));
        }
    }

    /** The model shows pictures and files only where a client of this dialect said so. */
    private boolean mayShow(Extras extras) {
        return voice == Voice.USER || (voice == Voice.ASSISTANT && extras.has("type"));
    }

    /** Writes a text with the citations that follow it. */
    private void text(Part.Text text, List<Part.Citation> citations) {
        Extras extras = ItemGroup.own(text);
        out.object().rawMember("type", extras.take("type").orElse(JsonWriter.quoted(voice.textType())))
                .member("text", text.text());
        List<String> annotations = new ArrayList<>();
        for (Part.Citation citation : citations) {
            if (maySay(citation)) {
                annotations.add(annotation(citation, text.text().length()));
            } else {
                dropped.add("citation");
            }
        }
        if (voice == Voice.ANSWER || !annotations.isEmpty()) {
            String none = extras.take("annotations").orElse("[]");
            out.rawMember("annotations", annotations.isEmpty() ? none : "[" + String.join(",", annotations) + "]");
        }
        if (voice == Voice.ANSWER) {
            out.rawMember("logprobs", extras.take("logprobs").orElse("[]"));
        }
        end(extras);
    }

    /** A citation of another dialect is not given back to a provider, which would want to know the place. */
    private boolean maySay(Part.Citation citation) {
        return voice == Voice.ANSWER ? inAnswer(citation) : ItemGroup.own(citation).has("type");
    }

    /** A citation as an annotation; one of another dialect is one of the whole text. */
    static String annotation(Part.Citation citation, int textLength) {
        Extras extras = ItemGroup.own(citation);
        boolean foreign = !extras.has("type");
        JsonWriter annotation = new JsonWriter().object();
        if (foreign) {
            annotation.member("type", "url_citation").member("start_index", 0).member("end_index", textLength);
        }
        if (!citation.url().isEmpty()) {
            extras.take("url");
            annotation.member("url", citation.url());
        }
        if (foreign || !citation.title().isEmpty()) {
            extras.take("title");
            annotation.member("title", citation.title());
        }
        extras.write(annotation);
        return annotation.endObject().text();
    }

    private boolean image(Part.Image image, Extras extras) {
        Optional<String> url = MediaUrls.image(image.media());
        Optional<String> id = MediaUrls.ownFileId(image.media());
        if (url.isEmpty() && id.isEmpty()) {
            return false;
        }
        boolean own = extras.take("type").isPresent();
        out.object().member("type", "input_image");
        url.ifPresent(each -> member(extras, "image_url", each));
        id.ifPresent(each -> member(extras, "file_id", each));
        if (!own) {
            out.member("detail", "auto");
        }
        return end(extras);
    }

    private boolean file(Part.Document document, Extras extras) {
        Optional<String> data = MediaUrls.fileData(document.media());
        Optional<String> id = MediaUrls.ownFileId(document.media());
        boolean url = data.isEmpty() && document.media().source() instanceof Media.Url;
        if (data.isEmpty() && id.isEmpty() && !url) {
            return false;
        }
        boolean own = extras.take("type").isPresent();
        out.object().member("type", "input_file");
        data.ifPresent(each -> member(extras, "file_data", each));
        id.ifPresent(each -> member(extras, "file_id", each));
        if (url && document.media().source() instanceof Media.Url(String address)) {
            member(extras, "file_url", address);
        }
        if (!document.name().isEmpty()) {
            member(extras, "filename", document.name());
        } else if (!own && data.isPresent()) {
            // OpenAI refuses content without one.
            out.member("filename", DocumentTypes.name(document.media()));
        }
        return end(extras);
    }

    private void member(Extras extras, String name, String value) {
        extras.take(name);
        out.member(name, value);
    }

    private boolean end(Extras extras) {
        extras.write(out);
        out.endObject();
        return true;
    }

    /** Content that only this dialect knows. */
    static Optional<String> unknown(Part.Document document) {
        return document.media().source() instanceof Media.Other(String dialect, var json)
                && dialect.equals(OpenAiResponses.NAME) ? Optional.of(json.text()) : Optional.empty();
    }

    /** What a part is called that cannot be said. */
    static String name(Part part) {
        return switch (part) {
            case Part.Image _ -> "image";
            case Part.Audio _ -> "audio";
            case Part.Document _ -> "document";
            case Part.Citation _ -> "citation";
            case Part.Refusal _ -> "refusal";
            case Part.Reasoning _ -> "reasoning";
            case Part.Other other -> "block of " + other.dialect();
            default -> "block";
        };
    }
}
