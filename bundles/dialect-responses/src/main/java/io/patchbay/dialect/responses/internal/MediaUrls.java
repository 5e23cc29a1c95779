package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Media;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.Optional;

/** Reads and writes where a part's content is: {@code data:} URLs (RFC 2397), other URLs, plain Base64, file ids. */
final class MediaUrls {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private MediaUrls() {}

    /** A {@code data:} URL of Base64 with nothing but a media type is read; any other URL is kept as it is. */
    static Media read(String url) {
        int comma = url.startsWith(DATA) ? url.indexOf(BASE64) : -1;
        if (comma > DATA.length()) {
            String type = url.substring(DATA.length(), comma);
            if (type.indexOf(';') < 0 && type.indexOf(',') < 0) {
                return new Media(type, new Media.Inline(url.substring(comma + BASE64.length())));
            }
        }
        return url(url);
    }

    /** A file's content: a {@code data:} URL, or plain Base64, which has no colon. */
    static Media readFile(String data) {
        return data.indexOf(':') < 0 ? new Media("", new Media.Inline(data)) : read(data);
    }

    static Media url(String url) {
        return new Media("", new Media.Url(url));
    }

    static Media fileId(String id) {
        return new Media("", new Media.FileId(OpenAiResponses.NAME, id));
    }

    /** An image's URL; empty for one that only a provider can find. */
    static Optional<String> image(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) -> Optional.of(dataUrl(media.mediaType(), base64));
            case Media.Url(String url) -> Optional.of(url);
            default -> Optional.empty();
        };
    }

    /** What stands in a request of a file; empty for one that stands elsewhere. */
    static Optional<String> fileData(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) when media.mediaType().isEmpty() -> Optional.of(base64);
            case Media.Inline(String base64) -> Optional.of(dataUrl(media.mediaType(), base64));
            case Media.Url(String url) when url.startsWith(DATA) -> Optional.of(url);
            default -> Optional.empty();
        };
    }

    /** The id of a file that was uploaded to a provider of this dialect, or of chat completions, which have the same files. */
    static Optional<String> ownFileId(Media media) {
        return media.source() instanceof Media.FileId(String dialect, String id)
                && UploadedFiles.areShared(dialect, OpenAiResponses.NAME)
                        ? Optional.of(id)
                        : Optional.empty();
    }

    private static String dataUrl(String type, String base64) {
        return DATA + (type.isEmpty() ? "application/octet-stream" : type) + BASE64 + base64;
    }
}
