package io.patchbay.dialect.json;

import io.patchbay.api.model.ChatRequest;
import java.util.Set;

/** Answers that are spoken: what OpenAI and Google have in common of them, and nobody else has. */
public final class Spoken {
    /** The modality of sound. */
    public static final String AUDIO = "audio";
    /** The format in which both vendors speak, as OpenAI names it: PCM of 24 kHz, 16 bits, one channel, little-endian. */
    public static final String FORMAT = "pcm16";
    /** The same as Google names it. */
    public static final String MEDIA_TYPE = "audio/L16;codec=pcm;rate=24000";

    private Spoken() {}

    /** Whether an answer shall be spoken. */
    public static boolean wanted(ChatRequest request) {
        return request.outputModalities().contains(AUDIO);
    }

    /** Names what a request wants to hear or see, for a dialect whose answers are text. */
    public static void drop(ChatRequest request, Set<String> dropped) {
        if (request.outputModalities().stream().anyMatch(modality -> !modality.equals("text"))) {
            dropped.add("modalities");
        }
        if (request.speech().isPresent()) {
            dropped.add(AUDIO);
        }
    }

    /** Names what a request says of a sound that a vendor of another dialect cannot be told: its voices are others. */
    public static void dropVoice(ChatRequest request, String dialect, Set<String> dropped) {
        request.speech().filter(speech -> !speech.dialect().equals(dialect)).ifPresent(speech -> {
            if (!speech.voice().isEmpty()) {
                dropped.add("audio.voice");
            }
            if (!speech.format().isEmpty() && !speech.format().equals(FORMAT)) {
                dropped.add("audio.format");
            }
        });
    }
}
