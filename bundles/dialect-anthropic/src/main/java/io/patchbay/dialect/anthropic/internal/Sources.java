package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.DocumentTypes;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Reads and writes the {@code source} of images and documents. */
final class Sources {
    private static final String PLAIN_TEXT = "text/plain";
    private static final String PDF = "application/pdf";

    private Sources() {}

    /** A source with nothing to it but what is written again; any other is kept as it is. */
    static Media read(Node.Obj source) {
        return regular(source.said()).orElseGet(() -> new Media(text(source, "media_type"),
                new Media.Other(AnthropicMessages.NAME, source.json())));
    }

    private static Optional<Media> regular(Node.Obj source) {
        Set<String> names = source.members().keySet();
        String type = text(source, "type");
        String mediaType = text(source, "media_type");
        String data = text(source, "data");
        if (names.equals(Set.of("type", "url")) && type.equals("url")) {
            return Optional.of(new Media("", new Media.Url(text(source, "url"))));
        }
        if (names.equals(Set.of("type", "file_id")) && type.equals("file")) {
            return Optional.of(new Media("", new Media.FileId(AnthropicMessages.NAME, text(source, "file_id"))));
        }
        if (!names.equals(Set.of("type", "media_type", "data")) || mediaType.isEmpty()) {
            return Optional.empty();
        }
        if (type.equals("text") && mediaType.equals(PLAIN_TEXT)) {
            return Optional.of(new Media(PLAIN_TEXT, new Media.Inline(
                    Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)))));
        }
        return type.equals("base64") && !isText(mediaType)
                ? Optional.of(new Media(mediaType, new Media.Inline(data)))
                : Optional.empty();
    }

    private static String text(Node.Obj object, String name) {
        return object.members().get(name) instanceof Node.Str(_, String value) ? value : "";
    }

    /** A picture's source; empty for one that Anthropic cannot find or does not take. */
    static Optional<String> ofImage(Media media) {
        if (!(media.source() instanceof Media.Inline(String base64))) {
            return elsewhere(media);
        }
        String type = media.mediaType().isEmpty() ? imageType(base64) : media.mediaType();
        return type.startsWith("image/") ? Optional.of(base64(type, base64)) : Optional.empty();
    }

    /**
     * A document's source: Anthropic takes PDF, and texts as such.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} for any other
     */
    static Optional<String> ofDocument(Part.Document document) {
        Media media = document.media();
        if (!(media.source() instanceof Media.Inline(String base64))) {
            return elsewhere(media);
        }
        String type = DocumentTypes.of(media, document.name());
        if (type.equals(PDF) || (type.isEmpty() && base64.startsWith("JVBERi"))) {
            return Optional.of(base64(PDF, base64));
        }
        if (isText(type)) {
            return text(base64);
        }
        throw new GatewayException(ErrorKind.INVALID_REQUEST, "'messages' has a document of type '" + type
                + "': the provider of this model takes documents that are PDF or text.").withParam("messages")
                .withCode("unsupported_value");
    }

    private static Optional<String> elsewhere(Media media) {
        return switch (media.source()) {
            case Media.Url(String url) ->
                    Optional.of(new JsonWriter().object().member("type", "url").member("url", url).endObject().text());
            case Media.FileId(String dialect, String id) when dialect.equals(AnthropicMessages.NAME) -> Optional.of(
                    new JsonWriter().object().member("type", "file").member("file_id", id).endObject().text());
            case Media.Other(String dialect, var value) when dialect.equals(AnthropicMessages.NAME) ->
                    Optional.of(value.text());
            default -> Optional.empty();
        };
    }

    private static boolean isText(String mediaType) {
        return mediaType.startsWith("text/") || mediaType.equals("application/json");
    }

    private static Optional<String> text(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return Optional.of(new JsonWriter().object().member("type", "text").member("media_type", PLAIN_TEXT)
                    .member("data", text).endObject().text());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String base64(String type, String data) {
        return new JsonWriter().object().member("type", "base64").member("media_type", type).member("data", data)
                .endObject().text();
    }

    /** What a picture's first bytes say it is, where the other dialect did not; each stands here in Base64. */
    private static String imageType(String base64) {
        if (base64.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (base64.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (base64.startsWith("R0lGOD")) {
            return "image/gif";
        }
        return base64.startsWith("UklGR") ? "image/webp" : "";
    }
}
