package io.patchbay.api.model;

import java.util.Objects;

/**
 * How an answer that is spoken shall sound.
 *
 * @param dialect the dialect whose voices the voice is one of
 * @param voice the voice's name; empty where nobody said
 * @param format the format of the sound, such as {@code pcm16} or {@code mp3}; empty where nobody said
 */
public record SpeechRequest(String dialect, String voice, String format) {
    /** Checks that every component is there. */
    public SpeechRequest {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(voice, "voice");
        Objects.requireNonNull(format, "format");
    }
}
