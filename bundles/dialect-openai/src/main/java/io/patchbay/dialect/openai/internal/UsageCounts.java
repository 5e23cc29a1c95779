package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Usage;

/**
 * Counts of a usage object under the names that OpenAI and OpenAI-like vendors have for them.
 *
 * <p>OpenAI counts as Patchbay does: the totals include what was cached and what was reasoning. Where a vendor says a
 * count under two names, they are equal, or one is 0.
 */
final class UsageCounts {
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private long reasoning;

    /** Takes a count; one of another name does not matter. */
    void add(String name, long count) {
        switch (name) {
            // The second of each is OpenAI's own beside chat.
            case "prompt_tokens", "input_tokens" -> input = Math.max(input, count);
            case "completion_tokens", "output_tokens" -> output = Math.max(output, count);
            // The second is DeepSeek's, the third Venice's.
            case "cached_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens" ->
                    cacheRead = Math.max(cacheRead, count);
            // OpenAI counts no cache writes; the first is OpenRouter's.
            case "cache_write_tokens", "cache_creation_input_tokens" -> cacheWrite = Math.max(cacheWrite, count);
            case "reasoning_tokens" -> reasoning = Math.max(reasoning, count);
            default -> {}
        }
    }

    /** The usage that was counted, without extras. */
    Usage.Builder usage() {
        return Usage.builder().inputTokens(input).outputTokens(output).cacheReadTokens(cacheRead)
                .cacheWriteTokens(cacheWrite).reasoningTokens(reasoning);
    }
}
