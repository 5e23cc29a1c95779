package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.SpeechRequest;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import io.patchbay.dialect.json.Spoken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an answer is made of, and in which voice it is spoken. */
final class Speech {
    private static final Setting<List<String>> WORDS = SettingTypes.texts("responseModalities",
            ChatRequest::outputModalities, ChatRequest.Builder::outputModalities);

    static final Setting<List<String>> MODALITIES = new Setting<>(WORDS.names(),
            (node, place) -> WORDS.reader().apply(node, place)
                    .map(words -> words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList()),
            Speech::modalities, WORDS.getter(), WORDS.setter());

    static final Setting<SpeechRequest> VOICE = new Setting<>(List.of("speechConfig"), Speech::voice,
            speech -> Optional.of(voice(speech.voice())),
            request -> request.speech().filter(speech -> speech.dialect().equals(Gemini.NAME)),
            ChatRequest.Builder::speech);

    private Speech() {}

    /** Models that speak say nothing else. */
    private static Optional<String> modalities(List<String> wanted) {
        List<String> words = wanted.contains(Spoken.AUDIO) ? List.of(Spoken.AUDIO) : wanted;
        return WORDS.writer().apply(words.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList());
    }

    private static Optional<SpeechRequest> voice(Node node, Place place) {
        return node instanceof Node.Null
                ? Optional.empty()
                : Optional.of(new SpeechRequest(Gemini.NAME, Camel.take(Camel.members(node, place), "voiceConfig")
                        .flatMap(config -> Camel.take(config, "prebuiltVoiceConfig"))
                        .map(prebuilt -> prebuilt.textOrEmpty("voiceName")).orElse(""), ""));
    }

    private static String voice(String name) {
        return new JsonWriter().object().name("voiceConfig").object().name("prebuiltVoiceConfig").object()
                .member("voiceName", name).endObject().endObject().endObject().text();
    }
}
