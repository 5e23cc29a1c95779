package io.patchbay.dialect.json;

import io.patchbay.api.model.ReasoningRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What OpenAI's models that think refuse, as far as a name tells which one it is.
 *
 * <p>Sources: OpenAI on <a href="https://developers.openai.com/api/docs/guides/latest-model">parameter compatibility</a>,
 * and its schema on {@code stop}.
 */
public final class OpenAiModel {
    private static final Pattern NAME =
            Pattern.compile("(?:.*[/.])?(?:(o\\d)|gpt-(\\d)(?:\\.(\\d+))?)(?![\\d.])(.*)");
    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "logprobs", "top_logprobs");
    private static final Set<String> OF_O_SERIES = Set.of("temperature", "top_p", "logprobs", "top_logprobs",
            "frequency_penalty", "presence_penalty", "stop");

    private OpenAiModel() {}

    /**
     * The members of a request, by their names in a chat, that a model refuses.
     *
     * @param reasoning how much it is asked to think
     */
    public static Set<String> refusals(String model, Optional<ReasoningRequest> reasoning) {
        Matcher name = NAME.matcher(model);
        if (!name.matches()) {
            return Set.of();
        }
        if (name.group(1) != null) {
            return OF_O_SERIES;
        }
        int major = Integer.parseInt(name.group(2));
        if (major < 5 || name.group(4).startsWith("-chat")) {
            return Set.of();
        }
        int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
        return thinks(major * 100 + minor, name.group(4), reasoning) ? SAMPLING : Set.of();
    }

    /** From 5.1 on a model can be told not to think; up to 5.4 that is what it does where nothing is said. */
    private static boolean thinks(int version, String variant, Optional<ReasoningRequest> reasoning) {
        if (version < 501 || variant.startsWith("-pro") || variant.startsWith("-codex")) {
            return true;
        }
        return reasoning.map(wanted -> !wanted.effort().equals("none") && wanted.budgetTokens().orElse(1) != 0)
                .orElse(version > 504);
    }
}
