package io.patchbay.itests.conformance;

import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * One thing that an answer can say, in no dialect.
 *
 * @param name what it is
 * @param answer an answer that says it
 * @param told what an answer says about it, in a few words; empty where it says nothing
 */
record AnswerFeature(String name, ChatResponse answer, Function<ChatResponse, String> told) {
    private static final Part TEXT = Part.Text.of("A");
    private static final Usage USAGE = Usage.builder().inputTokens(40).cacheReadTokens(10).cacheWriteTokens(20)
            .outputTokens(30).reasoningTokens(5).build();

    private static final ChatResponse PROBABLE = new ChatResponse("r", "m", List.of(new Candidate(List.of(TEXT),
            FinishReason.STOP, List.of(new TokenLogprob("A", -0.5, List.of(65), List.of())), List.of())), USAGE,
            List.of());

    static final List<AnswerFeature> ALL = Stream.of(
            Stream.of(part("thought", new Part.Reasoning("Hm.", List.of())),
                    part("call of a tool", new Part.ToolCall("c", "f", new Json("{}"), List.of())),
                    part("refusal", new Part.Refusal("No.", List.of())),
                    part("citation", new Part.Citation("T", "https://example.org", "q", List.of())),
                    part("sound", new Part.Audio(new Media("audio/L16;codec=pcm;rate=24000",
                            new Media.Inline("AAECAw==")), List.of())),
                    part("picture", new Part.Image(new Media("image/png", new Media.Inline("iVBORw0KGgo=")),
                            List.of())),
                    new AnswerFeature("log probabilities", PROBABLE,
                            it -> it.candidates().getFirst().logprobs().isEmpty() ? "" : "told"),
                    new AnswerFeature("several answers", answer(FinishReason.STOP, 2, TEXT),
                            it -> it.candidates().size() > 1 ? "several" : "")),
            Arrays.stream(FinishReason.values()).map(AnswerFeature::finish),
            Stream.of(count("tokens in and out", usage -> usage.inputTokens() + usage.outputTokens()),
                    count("tokens read from a cache", Usage::cacheReadTokens),
                    count("tokens written to a cache", Usage::cacheWriteTokens),
                    count("tokens of thinking", Usage::reasoningTokens)))
            .flatMap(each -> each).toList();

    /** What a dialect makes of it: {@code yes}, {@code no} where it is left out, or in which words it is told. */
    String in(Spoken dialect) {
        String there = told.apply(dialect.whole(answer));
        return there.equals(told.apply(answer)) ? "yes" : there.isEmpty() ? "no" : "as " + there;
    }

    private static AnswerFeature part(String name, Part part) {
        return new AnswerFeature(name, answer(FinishReason.STOP, 1, TEXT, part), it -> {
            List<Part> parts = it.candidates().getFirst().parts();
            boolean itself = parts.stream().anyMatch(part.getClass()::isInstance);
            return itself ? name : it.text().equals("A") ? "" : "text";
        });
    }

    private static AnswerFeature finish(FinishReason reason) {
        Part[] parts = reason == FinishReason.TOOL_CALLS
                ? new Part[]{new Part.ToolCall("c", "f", new Json("{}"), List.of())}
                : new Part[]{TEXT};
        return new AnswerFeature("end: " + words(reason), answer(reason, 1, parts),
                it -> words(it.candidates().getFirst().finish()));
    }

    private static AnswerFeature count(String name, ToLongFunction<Usage> count) {
        return new AnswerFeature(name, answer(FinishReason.STOP, 1, TEXT), it -> {
            long tokens = count.applyAsLong(it.usage());
            return tokens == 0 ? "" : Long.toString(tokens);
        });
    }

    private static ChatResponse answer(FinishReason reason, int candidates, Part... parts) {
        Candidate candidate = new Candidate(List.of(parts), reason, List.of());
        return new ChatResponse("r", "m", Stream.generate(() -> candidate).limit(candidates).toList(), USAGE,
                List.of());
    }

    private static String words(FinishReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
