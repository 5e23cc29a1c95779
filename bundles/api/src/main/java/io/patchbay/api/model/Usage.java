package io.patchbay.api.model;

import java.util.List;
import java.util.Objects;

/**
 * Tokens that an answer used, each counted in one place.
 *
 * <p>The totals include their parts: {@code inputTokens} includes what was read from and written to the provider's
 * cache, {@code outputTokens} includes reasoning, whatever the dialect's own way of adding up. A count that nobody gave
 * is 0. Immutable.
 */
public final class Usage {
    /** Nothing used. */
    public static final Usage NONE = builder().build();

    private final long inputTokens;
    private final long cacheReadTokens;
    private final long cacheWriteTokens;
    private final long outputTokens;
    private final long reasoningTokens;
    private final List<Extra> extras;

    private Usage(Builder builder) {
        inputTokens = builder.inputTokens;
        cacheReadTokens = builder.cacheReadTokens;
        cacheWriteTokens = builder.cacheWriteTokens;
        outputTokens = builder.outputTokens;
        reasoningTokens = builder.reasoningTokens;
        extras = List.copyOf(builder.extras);
    }

    /** A builder in which every count is 0. */
    public static Builder builder() {
        return new Builder();
    }

    /** Usage of so many tokens in and out, and nothing else. */
    public static Usage of(long inputTokens, long outputTokens) {
        return builder().inputTokens(inputTokens).outputTokens(outputTokens).build();
    }

    /** All tokens of the request, cached ones included. */
    public long inputTokens() {
        return inputTokens;
    }

    /** Tokens of the request that the provider read from its cache. */
    public long cacheReadTokens() {
        return cacheReadTokens;
    }

    /** Tokens of the request that the provider wrote to its cache. */
    public long cacheWriteTokens() {
        return cacheWriteTokens;
    }

    /** All tokens of the answer, reasoning included. */
    public long outputTokens() {
        return outputTokens;
    }

    /** Tokens of the answer that were reasoning. */
    public long reasoningTokens() {
        return reasoningTokens;
    }

    /** Input and output together. */
    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /** Counts that only one dialect knows. */
    public List<Extra> extras() {
        return extras;
    }

    /** This usage and another one together, count by count; extras are left out. */
    public Usage plus(Usage other) {
        return builder()
                .inputTokens(inputTokens + other.inputTokens)
                .cacheReadTokens(cacheReadTokens + other.cacheReadTokens)
                .cacheWriteTokens(cacheWriteTokens + other.cacheWriteTokens)
                .outputTokens(outputTokens + other.outputTokens)
                .reasoningTokens(reasoningTokens + other.reasoningTokens)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Usage that
                && inputTokens == that.inputTokens
                && cacheReadTokens == that.cacheReadTokens
                && cacheWriteTokens == that.cacheWriteTokens
                && outputTokens == that.outputTokens
                && reasoningTokens == that.reasoningTokens
                && extras.equals(that.extras);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens, extras);
    }

    @Override
    public String toString() {
        return "Usage[in=" + inputTokens + " (cache read " + cacheReadTokens + ", write " + cacheWriteTokens + "), out="
                + outputTokens + " (reasoning " + reasoningTokens + ")]";
    }

    /** Builds a {@link Usage}. Not safe for use by many threads. */
    public static final class Builder {
        private long inputTokens;
        private long cacheReadTokens;
        private long cacheWriteTokens;
        private long outputTokens;
        private long reasoningTokens;
        private List<Extra> extras = List.of();

        private Builder() {}

        /** All tokens of the request, cached ones included. */
        public Builder inputTokens(long count) {
            inputTokens = count;
            return this;
        }

        /** Tokens of the request that the provider read from its cache. */
        public Builder cacheReadTokens(long count) {
            cacheReadTokens = count;
            return this;
        }

        /** Tokens of the request that the provider wrote to its cache. */
        public Builder cacheWriteTokens(long count) {
            cacheWriteTokens = count;
            return this;
        }

        /** All tokens of the answer, reasoning included. */
        public Builder outputTokens(long count) {
            outputTokens = count;
            return this;
        }

        /** Tokens of the answer that were reasoning. */
        public Builder reasoningTokens(long count) {
            reasoningTokens = count;
            return this;
        }

        /** Counts that only one dialect knows. */
        public Builder extras(List<Extra> members) {
            extras = members;
            return this;
        }

        /** The usage. */
        public Usage build() {
            return new Usage(this);
        }
    }
}
