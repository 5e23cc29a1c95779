package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.DocumentTypes;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads and writes {@code inlineData} and {@code fileData}. */
final class MediaParts {
    private static final String INLINE = "inlineData";
    private static final String FILE = "fileData";
    private static final String MIME_TYPE = "mimeType";
    private static final String FILE_URI = "fileUri";
    private static final String NAME = "displayName";
    /** What a picture's address tells of its kind. */
    private static final Map<String, String> TYPES = Map.of("png", "image/png", "jpg", "image/jpeg", "jpeg",
            "image/jpeg", "webp", "image/webp", "gif", "image/gif", "heic", "image/heic", "heif", "image/heif");

    private MediaParts() {}

    /** Whether a part has content of this kind. */
    static boolean isMedia(Members part) {
        return part.peek(INLINE).orElse(null) instanceof Node.Obj || part.peek(FILE).orElse(null) instanceof Node.Obj;
    }

    /** Reads a part that has content of this kind. */
    static Part read(Members part) {
        String member = part.peek(INLINE).orElse(null) instanceof Node.Obj ? INLINE : FILE;
        Members data = Camel.take(part, member).orElseThrow();
        String type = data.textOrEmpty(MIME_TYPE);
        Media media = member.equals(INLINE)
                ? new Media(type, new Media.Inline(data.requiredText("data")))
                : new Media(type, source(data.requiredText(FILE_URI)));
        boolean picture = type.startsWith("image/");
        boolean sound = type.startsWith("audio/");
        // Left as an extra where it would not be written of itself.
        String name = member.equals(FILE) && !picture && !sound
                ? data.textOrEmpty(NAME)
                : data.peek(NAME).orElse(null) instanceof Node.Str(_, String said) ? said : "";
        List<Extra> extras = part.extras();
        extras.addAll(data.extra(member));
        return picture
                ? new Part.Image(media, extras)
                : sound ? new Part.Audio(media, extras) : new Part.Document(media, name, extras);
    }

    /** What lies in Google's own stores is a file there; everything else can be fetched by anybody. */
    private static Media.Source source(String uri) {
        boolean own = uri.startsWith("gs://") || uri.contains("://generativelanguage.googleapis.com/")
                || uri.startsWith("files/");
        return own ? new Media.FileId(Gemini.NAME, uri) : new Media.Url(uri);
    }

    /**
     * Writes a picture or a sound.
     *
     * @return whether it can be said; if not, nothing is written
     */
    static boolean write(Media media, Extras extras, JsonWriter out) {
        return write(media, "", extras, out);
    }

    /**
     * Writes a document.
     *
     * @return whether it can be said; if not, nothing is written
     */
    static boolean write(Part.Document document, Extras extras, JsonWriter out) {
        Media media = document.media();
        String type =
                media.source() instanceof Media.Inline ? DocumentTypes.of(media, document.name()) : media.mediaType();
        return write(new Media(type, media.source()), document.name(), extras, out);
    }

    private static boolean write(Media media, String name, Extras extras, JsonWriter out) {
        Optional<String> uri = switch (media.source()) {
            case Media.Url(String url) -> Optional.of(url);
            case Media.FileId(String dialect, String id) when dialect.equals(Gemini.NAME) -> Optional.of(id);
            default -> Optional.empty();
        };
        if (uri.isEmpty() && !(media.source() instanceof Media.Inline)) {
            return false;
        }
        String member = uri.isPresent() ? FILE : INLINE;
        out.object().name(member).object();
        String type = media.mediaType().isEmpty() ? guessed(uri.orElse("")) : media.mediaType();
        Extras data = extras.nested(member);
        if (!type.isEmpty()) {
            data.take(MIME_TYPE);
            out.member(MIME_TYPE, type);
        }
        uri.ifPresent(address -> out.member(FILE_URI, address));
        if (media.source() instanceof Media.Inline(String base64)) {
            out.member("data", base64);
        }
        // The Gemini API has the name of inline data for the enterprise only, so that another dialect's is left out.
        if (!name.isEmpty() && uri.isPresent()) {
            out.member(NAME, name);
        }
        data.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
        return true;
    }

    private static String guessed(String uri) {
        String ending = uri.substring(uri.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "");
    }
}
