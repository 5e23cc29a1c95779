package io.patchbay.dialect.json;

import io.patchbay.api.model.Media;
import java.util.Optional;

/** Where a part's content is, as an address: a {@code data:} URL (RFC 2397) for what stands in the message. */
public final class DataUrls {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private DataUrls() {}

    /** A {@code data:} URL of Base64 with nothing but a media type is read; any other URL is kept as it is. */
    public static Media read(String url) {
        int comma = url.startsWith(DATA) ? url.indexOf(BASE64) : -1;
        if (comma > DATA.length()) {
            String type = url.substring(DATA.length(), comma);
            if (type.indexOf(';') < 0 && type.indexOf(',') < 0) {
                return new Media(type, new Media.Inline(url.substring(comma + BASE64.length())));
            }
        }
        return new Media("", new Media.Url(url));
    }

    /** The address of a content; empty for one that only another dialect's provider can find. */
    public static Optional<String> write(Media media) {
        return switch (media.source()) {
            case Media.Inline(String base64) -> {
                String type = media.mediaType().isEmpty() ? "application/octet-stream" : media.mediaType();
                yield Optional.of(DATA + type + BASE64 + base64);
            }
            case Media.Url(String url) -> Optional.of(url);
            default -> Optional.empty();
        };
    }
}
