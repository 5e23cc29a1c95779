package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.time.InstantSource;
import java.util.List;

/** Writes whole answers as completions: of a message, only what it says is left. */
final class Completions {
    static final String OBJECT = "text_completion";

    private Completions() {}

    static Bytes write(ChatResponse response, InstantSource clock) {
        Extras extras = OpenAiChat.extras(response.extras());
        List.of("id", "object", "model", "choices").forEach(extras::take);
        JsonWriter out = new JsonWriter().object()
                .member("id", response.id())
                .member("object", OBJECT)
                .rawMember("created",
                        extras.take("created").orElseGet(() -> Long.toString(clock.instant().getEpochSecond())))
                .member("model", response.model())
                .name("choices").array();
        for (int i = 0; i < response.candidates().size(); i++) {
            choice(response.candidates().get(i), i, out);
        }
        out.endArray();
        if (!response.usage().equals(Usage.NONE)) {
            extras.take("usage");
            UsageCodec.write(response.usage(), out.name("usage"));
        }
        extras.write(out);
        return out.endObject().bytes();
    }

    private static void choice(Candidate candidate, int position, JsonWriter out) {
        Extras extras = OpenAiChat.extras(candidate.extras());
        List.of("message", "text").forEach(extras::take);
        out.object()
                .member("text", text(candidate.parts()))
                .rawMember("index", extras.take("index").orElse(Integer.toString(position)))
                .rawMember("logprobs", extras.take("logprobs")
                        .or(() -> ChatResponses.logprobs(candidate.logprobs()))
                        .map(json -> CompletionLogprobs.write(json, 0)).orElse("null"))
                .rawMember("finish_reason", FinishReasons.write(candidate.finish(), extras));
        extras.write(out);
        out.endObject();
    }

    private static String text(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text said -> text.append(said.text());
                case Part.Refusal said -> text.append(said.text());
                default -> {}
            }
        }
        return text.toString();
    }
}
