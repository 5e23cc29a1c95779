package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.SpeechRequest;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import io.patchbay.dialect.json.Spoken;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Answers that are spoken: a member {@code audio} with the sound, and what it says as a transcript. */
final class Speech {
    static final String MEMBER = "audio";
    static final String TRANSCRIPT = "transcript";

    private static final String DATA = "data";
    /** A voice that all models have, for a client that named none of OpenAI's: one must be named. */
    private static final String ANY_VOICE = "alloy";
    private static final Setting<List<String>> WORDS = SettingTypes.texts("modalities",
            ChatRequest::outputModalities, ChatRequest.Builder::outputModalities);

    static final Setting<List<String>> MODALITIES = new Setting<>(WORDS.names(), WORDS.reader(),
            // What is spoken has a transcript.
            wanted -> WORDS.writer().apply(wanted.contains(Spoken.AUDIO) ? List.of("text", Spoken.AUDIO) : wanted),
            WORDS.getter(), WORDS.setter());

    static final Setting<SpeechRequest> VOICE = new Setting<>(List.of(MEMBER), Speech::voice,
            speech -> Optional.of(voice(speech)),
            request -> request.speech().or(() -> Optional.of(new SpeechRequest("", "", ""))
                    .filter(_ -> Spoken.wanted(request))),
            ChatRequest.Builder::speech);

    private Speech() {}

    private static Optional<SpeechRequest> voice(Node node, Place place) {
        if (node instanceof Node.Null) {
            return Optional.empty();
        }
        Members audio = Members.of(node, place);
        String voice = audio.peek("voice").orElse(null) instanceof Node.Str(_, String name) ? name : "";
        return Optional.of(new SpeechRequest(OpenAiChat.NAME, voice, audio.textOrEmpty("format")));
    }

    private static String voice(SpeechRequest speech) {
        boolean own = speech.dialect().equals(OpenAiChat.NAME);
        return new JsonWriter().object().member("voice", own ? speech.voice() : ANY_VOICE)
                .member("format", own ? speech.format() : Spoken.FORMAT).endObject().text();
    }

    /** Takes what a message says in a sound: the transcript, which is a text to others, and the sound. */
    static List<Part> take(Members message) {
        if (!(message.peek(MEMBER).orElse(null) instanceof Node.Obj object)
                || !(object.members().get(DATA) instanceof Node.Str)) {
            return List.of();
        }
        Members audio = message.object(MEMBER).orElseThrow();
        String base64 = audio.requiredText(DATA);
        String transcript = audio.textOrEmpty(TRANSCRIPT);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Audio(new Media(mediaType(base64), new Media.Inline(base64)), audio.extras()));
        if (!transcript.isEmpty()) {
            parts.add(Part.Text.of(transcript));
        }
        return parts;
    }

    /** A text, without its words, of which a stream says that it is what a sound says. */
    static Part.Text transcript() {
        return new Part.Text("", List.of(OpenAiChat.extra(TRANSCRIPT, "\"\"")));
    }

    static boolean isTranscript(Part part) {
        return part instanceof Part.Text text && OpenAiChat.extras(text.extras()).has(TRANSCRIPT);
    }

    /** Whether an answer is spoken: what is text in it is what the sound says. */
    static boolean isSpoken(Candidate candidate) {
        return candidate.parts().stream().anyMatch(Part.Audio.class::isInstance);
    }

    /** What a sound's first bytes, which stand here in Base64, say it is: its format was only said by who asked for it. */
    private static String mediaType(String base64) {
        if (base64.startsWith("UklGR")) {
            return "audio/wav";
        }
        if (base64.startsWith("SUQz") || base64.startsWith("//")) {
            return "audio/mpeg";
        }
        if (base64.startsWith("T2dnUw")) {
            return "audio/ogg";
        }
        return base64.startsWith("ZkxhQw") ? "audio/flac" : Spoken.MEDIA_TYPE;
    }

    /** Writes all that an answer says in sounds as one. */
    static void write(Candidate candidate, JsonWriter out) {
        StringBuilder transcript = new StringBuilder();
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        List<Extra> about = new ArrayList<>();
        for (Part part : candidate.parts()) {
            if (part instanceof Part.Audio(Media(_, Media.Inline(String base64)), List<Extra> extras)) {
                sound.writeBytes(bytes(base64));
                about.addAll(extras);
            } else if (part instanceof Part.Text text) {
                transcript.append(text.text());
            }
        }
        Extras extras = OpenAiChat.extras(about);
        extras.take(TRANSCRIPT);
        out.name(MEMBER).object().rawMember("id", extras.take("id").orElse("\"audio_0\""))
                .rawMember("expires_at", extras.take("expires_at").orElse("0"))
                .member(DATA, Base64.getEncoder().encodeToString(sound.toByteArray()))
                .member(TRANSCRIPT, transcript.toString());
        extras.write(out);
        out.endObject();
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** A piece of a sound, or of its transcript, as a member of a delta. */
    static JsonWriter piece(JsonWriter delta, String member, String value) {
        return delta.name(MEMBER).object().member(member, value).endObject();
    }

    /** A piece of a sound as a member of a delta. */
    static JsonWriter piece(JsonWriter delta, Part.Audio audio) {
        if (!(audio.media().source() instanceof Media.Inline(String base64))) {
            return delta;
        }
        delta.name(MEMBER).object();
        OpenAiChat.extras(audio.extras()).write(delta);
        return delta.member(DATA, base64).endObject();
    }
}
