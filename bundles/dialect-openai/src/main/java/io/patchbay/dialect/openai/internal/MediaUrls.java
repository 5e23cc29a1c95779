package io.patchbay.dialect.openai.internal;

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
        return new Media("", new Media.Url(url));
    }

    /** A file's content: a URL, or plain Base64, which has no colon. */
    static Media readFile(String data) {
        return data.indexOf(':') < 0 ? new Media("", new Media.Inline(data)) : read(data);
    }

    /** A sound: Base64 of a format such as {@code wav}, or a URL with some vendors. */
    static Media readAudio(String data, String format) {
        if (data.startsWith("http://") || data.startsWith("https://")) {
            return new Media("", new Media.Url(data));
        }
        String type = format.isEmpty() ? "" : "audio/" + (format.equals("mp3") ? "mpeg" : format);
        return new Media(type, new Media.Inline(data));
    }

    static Media fileId(String id) {
        return new Media("", new Media.FileId(OpenAiChat.NAME, id));
    }

    /** An image's URL; empty for one that only another dialect's provider can find. */
    static Optional<String> url(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) -> Optional.of(dataUrl(media.mediaType(), base64));
            case Media.Url(String url) -> Optional.of(url);
            default -> Optional.empty();
        };
    }

    /** A file's content; empty for one that only another dialect's provider can find. */
    static Optional<String> fileData(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) when media.mediaType().isEmpty() -> Optional.of(base64);
            default -> url(media);
        };
    }

    /** A sound's content; empty for one that only another dialect's provider can find. */
    static Optional<String> audioData(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) -> Optional.of(base64);
            case Media.Url(String url) -> Optional.of(url);
            default -> Optional.empty();
        };
    }

    /** A sound's format; empty where nobody said. */
    static String audioFormat(Media media) {
        String type = media.mediaType();
        return type.equals("audio/mpeg") ? "mp3" : type.substring(type.indexOf('/') + 1);
    }

    /** The id of a file that was uploaded in this dialect, or in that of responses, which has the same files. */
    static Optional<String> ownFileId(Media media) {
        return media.source() instanceof Media.FileId(String dialect, String id)
                && UploadedFiles.areShared(dialect, OpenAiChat.NAME)
                        ? Optional.of(id)
                        : Optional.empty();
    }

    private static String dataUrl(String type, String base64) {
        return DATA + (type.isEmpty() ? "application/octet-stream" : type) + BASE64 + base64;
    }
}
