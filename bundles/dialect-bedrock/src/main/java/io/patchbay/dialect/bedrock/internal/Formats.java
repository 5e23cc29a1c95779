package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Media;
import io.patchbay.dialect.json.DocumentTypes;
import java.util.Map;
import java.util.Optional;

/** Bedrock's words for the formats of files, against media types. */
final class Formats {
    private static final Map<String, String> DOCUMENTS = Map.of(
            "pdf", "application/pdf",
            "csv", "text/csv",
            "doc", "application/msword",
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xls", "application/vnd.ms-excel",
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "html", "text/html",
            "txt", "text/plain",
            "md", "text/markdown");
    private static final Map<String, String> IMAGES = Map.of("png", "image/png", "jpeg", "image/jpeg", "gif",
            "image/gif", "webp", "image/webp");
    /** How the Base64 of a picture begins, by the format's magic number. */
    private static final Map<String, String> BEGINNINGS = Map.of("iVBOR", "png", "/9j/", "jpeg", "R0lGOD", "gif",
            "UklGR", "webp");

    private Formats() {}

    /** The media type of a format; empty for one that is unknown. */
    static String mediaType(String kind, String format) {
        return switch (kind) {
            case "image" -> IMAGES.getOrDefault(format, "");
            case "document" -> DOCUMENTS.getOrDefault(format, "");
            default -> format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
        };
    }

    /** A picture's format, by its media type or, where nobody said, its beginning. */
    static Optional<String> image(String mediaType, String base64) {
        return mediaType.isEmpty()
                ? BEGINNINGS.entrySet().stream().filter(each -> base64.startsWith(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                : key(IMAGES, mediaType.equals("image/jpg") ? "image/jpeg" : mediaType);
    }

    /** A document's format, by its media type or, where nobody said, its name. */
    static Optional<String> document(Media media, String name) {
        return key(DOCUMENTS, DocumentTypes.of(media, name));
    }

    /** A sound's format. */
    static Optional<String> audio(String mediaType) {
        return mediaType.startsWith("audio/")
                ? Optional.of(mediaType.equals("audio/mpeg") ? "mp3" : mediaType.substring("audio/".length()))
                : Optional.empty();
    }

    private static Optional<String> key(Map<String, String> formats, String mediaType) {
        return formats.entrySet().stream().filter(each -> each.getValue().equals(mediaType)).map(Map.Entry::getKey)
                .findFirst();
    }
}
