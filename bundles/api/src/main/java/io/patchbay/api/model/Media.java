package io.patchbay.api.model;

import java.util.Objects;

/**
 * Binary content of a part: what kind it is and where it is.
 *
 * @param mediaType the media type, such as {@code image/png}; empty where the dialect did not say
 * @param source where the content is
 */
public record Media(String mediaType, Source source) {
    /** Checks that every component is there. */
    public Media {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(source, "source");
    }

    /** Where the content of a {@link Media} is. */
    public sealed interface Source permits Inline, Url, FileId, Other {}

    /**
     * Content that stands in the message.
     *
     * @param base64 the content in Base64, as it came
     */
    public record Inline(String base64) implements Source {}

    /**
     * Content that the model's provider fetches.
     *
     * @param url the address
     */
    public record Url(String url) implements Source {}

    /**
     * Content that was uploaded to a provider before.
     *
     * @param dialect the dialect whose files these are
     * @param id the provider's name of the file
     */
    public record FileId(String dialect, String id) implements Source {}

    /**
     * Content in a place that only one dialect knows.
     *
     * @param dialect the dialect that said it
     * @param value the place, in that dialect's words
     */
    public record Other(String dialect, Json value) implements Source {}
}
