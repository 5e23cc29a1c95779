package io.patchbay.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A conversation that a client wants continued, in no dialect.
 *
 * <p>What was not said is empty: Patchbay adds no defaults of its own. Immutable; {@link #toBuilder} makes a changed
 * copy.
 */
public final class ChatRequest {
    private final String model;
    private final boolean stream;
    private final List<Message> messages;
    private final List<Tool> tools;
    private final Optional<ToolChoice> toolChoice;
    private final Optional<Boolean> parallelToolCalls;
    private final Optional<ResponseFormat> responseFormat;
    private final Optional<ReasoningRequest> reasoning;
    private final OptionalInt maxOutputTokens;
    private final OptionalDouble temperature;
    private final OptionalDouble topP;
    private final OptionalInt topK;
    private final OptionalDouble frequencyPenalty;
    private final OptionalDouble presencePenalty;
    private final OptionalLong seed;
    private final OptionalInt candidates;
    private final Optional<Boolean> logprobs;
    private final OptionalInt topLogprobs;
    private final List<String> outputModalities;
    private final Optional<SpeechRequest> speech;
    private final List<String> stopSequences;
    private final List<Extra> extras;
    private final List<String> untold;

    private ChatRequest(Builder builder) {
        model = Objects.requireNonNull(builder.model, "model");
        stream = builder.stream;
        messages = List.copyOf(builder.messages);
        tools = List.copyOf(builder.tools);
        toolChoice = builder.toolChoice;
        parallelToolCalls = builder.parallelToolCalls;
        responseFormat = builder.responseFormat;
        reasoning = builder.reasoning;
        maxOutputTokens = builder.maxOutputTokens;
        temperature = builder.temperature;
        topP = builder.topP;
        topK = builder.topK;
        frequencyPenalty = builder.frequencyPenalty;
        presencePenalty = builder.presencePenalty;
        seed = builder.seed;
        candidates = builder.candidates;
        logprobs = builder.logprobs;
        topLogprobs = builder.topLogprobs;
        outputModalities = List.copyOf(builder.outputModalities);
        speech = builder.speech;
        stopSequences = List.copyOf(builder.stopSequences);
        extras = List.copyOf(builder.extras);
        untold = List.copyOf(builder.untold);
    }

    /** A builder of a request for a model, with no messages and nothing else said. */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    /** A builder that starts from this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(model);
        builder.stream = stream;
        builder.messages = messages;
        builder.tools = tools;
        builder.toolChoice = toolChoice;
        builder.parallelToolCalls = parallelToolCalls;
        builder.responseFormat = responseFormat;
        builder.reasoning = reasoning;
        builder.maxOutputTokens = maxOutputTokens;
        builder.temperature = temperature;
        builder.topP = topP;
        builder.topK = topK;
        builder.frequencyPenalty = frequencyPenalty;
        builder.presencePenalty = presencePenalty;
        builder.seed = seed;
        builder.candidates = candidates;
        builder.logprobs = logprobs;
        builder.topLogprobs = topLogprobs;
        builder.outputModalities = outputModalities;
        builder.speech = speech;
        builder.stopSequences = stopSequences;
        builder.extras = extras;
        builder.untold = untold;
        return builder;
    }

    /** The model that is asked for. */
    public String model() {
        return model;
    }

    /** Whether the answer is wanted as a stream of events. */
    public boolean stream() {
        return stream;
    }

    /** The conversation so far, system messages where they stood. */
    public List<Message> messages() {
        return messages;
    }

    /** What the model may call, in the client's order: providers' prompt caches depend on it. */
    public List<Tool> tools() {
        return tools;
    }

    /** Which tools the model may or must call. */
    public Optional<ToolChoice> toolChoice() {
        return toolChoice;
    }

    /** Whether the model may call several tools in one turn. */
    public Optional<Boolean> parallelToolCalls() {
        return parallelToolCalls;
    }

    /** The form that the answer must have. */
    public Optional<ResponseFormat> responseFormat() {
        return responseFormat;
    }

    /** How much the model should think first. */
    public Optional<ReasoningRequest> reasoning() {
        return reasoning;
    }

    /** The most tokens that the answer may have, reasoning included. */
    public OptionalInt maxOutputTokens() {
        return maxOutputTokens;
    }

    /** The sampling temperature, on the scale of the dialect that said it. */
    public OptionalDouble temperature() {
        return temperature;
    }

    /** The share of probability mass to sample from, 0 to 1. */
    public OptionalDouble topP() {
        return topP;
    }

    /** The number of most likely tokens to sample from. */
    public OptionalInt topK() {
        return topK;
    }

    /** The penalty on tokens by how often they came, -2 to 2. */
    public OptionalDouble frequencyPenalty() {
        return frequencyPenalty;
    }

    /** The penalty on tokens that came at all, -2 to 2. */
    public OptionalDouble presencePenalty() {
        return presencePenalty;
    }

    /** The seed of sampling. */
    public OptionalLong seed() {
        return seed;
    }

    /** How many answers are wanted side by side. */
    public OptionalInt candidates() {
        return candidates;
    }

    /** Whether the answer shall say how likely its tokens were. */
    public Optional<Boolean> logprobs() {
        return logprobs;
    }

    /** How many of the likeliest tokens shall be told beside each token of the answer. */
    public OptionalInt topLogprobs() {
        return topLogprobs;
    }

    /** What the answer may be made of, such as {@code text}, {@code audio} and {@code image}; empty where nobody said. */
    public List<String> outputModalities() {
        return outputModalities;
    }

    /** How the answer shall sound, if it is spoken. */
    public Optional<SpeechRequest> speech() {
        return speech;
    }

    /** Texts at which the model stops. */
    public List<String> stopSequences() {
        return stopSequences;
    }

    /** What only one dialect knows of the request. */
    public List<Extra> extras() {
        return extras;
    }

    /**
     * The settings of the request that have no field here, by their names in its dialect, such as {@code logit_bias} or
     * {@code generationConfig.mediaResolution}: a provider of another dialect is not told them.
     */
    public List<String> untold() {
        return untold;
    }

    /** Builds a {@link ChatRequest}. Not safe for use by many threads. */
    public static final class Builder {
        private String model;
        private boolean stream;
        private List<Message> messages = List.of();
        private List<Tool> tools = List.of();
        private Optional<ToolChoice> toolChoice = Optional.empty();
        private Optional<Boolean> parallelToolCalls = Optional.empty();
        private Optional<ResponseFormat> responseFormat = Optional.empty();
        private Optional<ReasoningRequest> reasoning = Optional.empty();
        private OptionalInt maxOutputTokens = OptionalInt.empty();
        private OptionalDouble temperature = OptionalDouble.empty();
        private OptionalDouble topP = OptionalDouble.empty();
        private OptionalInt topK = OptionalInt.empty();
        private OptionalDouble frequencyPenalty = OptionalDouble.empty();
        private OptionalDouble presencePenalty = OptionalDouble.empty();
        private OptionalLong seed = OptionalLong.empty();
        private OptionalInt candidates = OptionalInt.empty();
        private Optional<Boolean> logprobs = Optional.empty();
        private OptionalInt topLogprobs = OptionalInt.empty();
        private List<String> outputModalities = List.of();
        private Optional<SpeechRequest> speech = Optional.empty();
        private List<String> stopSequences = List.of();
        private List<Extra> extras = List.of();
        private List<String> untold = List.of();

        private Builder(String model) {
            this.model = model;
        }

        /** The model that is asked for. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /** Whether the answer is wanted as a stream; false unless said. */
        public Builder stream(boolean wanted) {
            stream = wanted;
            return this;
        }

        /** The whole conversation. */
        public Builder messages(List<Message> conversation) {
            messages = conversation;
            return this;
        }

        /** Adds a message at the end of the conversation. */
        public Builder message(Message message) {
            messages = new ArrayList<>(messages);
            messages.add(message);
            return this;
        }

        /** What the model may call. */
        public Builder tools(List<Tool> callable) {
            tools = callable;
            return this;
        }

        /** Which tools the model may or must call. */
        public Builder toolChoice(ToolChoice choice) {
            toolChoice = Optional.of(choice);
            return this;
        }

        /** Whether the model may call several tools in one turn. */
        public Builder parallelToolCalls(boolean allowed) {
            parallelToolCalls = Optional.of(allowed);
            return this;
        }

        /** The form that the answer must have. */
        public Builder responseFormat(ResponseFormat format) {
            responseFormat = Optional.of(format);
            return this;
        }

        /** How much the model should think first. */
        public Builder reasoning(ReasoningRequest wanted) {
            reasoning = Optional.of(wanted);
            return this;
        }

        /** The most tokens that the answer may have. */
        public Builder maxOutputTokens(int tokens) {
            maxOutputTokens = OptionalInt.of(tokens);
            return this;
        }

        /** The sampling temperature. */
        public Builder temperature(double value) {
            temperature = OptionalDouble.of(value);
            return this;
        }

        /** The share of probability mass to sample from. */
        public Builder topP(double value) {
            topP = OptionalDouble.of(value);
            return this;
        }

        /** The number of most likely tokens to sample from. */
        public Builder topK(int value) {
            topK = OptionalInt.of(value);
            return this;
        }

        /** The penalty on tokens by how often they came. */
        public Builder frequencyPenalty(double value) {
            frequencyPenalty = OptionalDouble.of(value);
            return this;
        }

        /** The penalty on tokens that came at all. */
        public Builder presencePenalty(double value) {
            presencePenalty = OptionalDouble.of(value);
            return this;
        }

        /** The seed of sampling. */
        public Builder seed(long value) {
            seed = OptionalLong.of(value);
            return this;
        }

        /** How many answers are wanted side by side. */
        public Builder candidates(int count) {
            candidates = OptionalInt.of(count);
            return this;
        }

        /** Whether the answer shall say how likely its tokens were. */
        public Builder logprobs(boolean wanted) {
            logprobs = Optional.of(wanted);
            return this;
        }

        /** How many of the likeliest tokens shall be told beside each token of the answer. */
        public Builder topLogprobs(int count) {
            topLogprobs = OptionalInt.of(count);
            return this;
        }

        /** What the answer may be made of. */
        public Builder outputModalities(List<String> modalities) {
            outputModalities = modalities;
            return this;
        }

        /** How the answer shall sound. */
        public Builder speech(SpeechRequest wanted) {
            speech = Optional.of(wanted);
            return this;
        }

        /** Texts at which the model stops. */
        public Builder stopSequences(List<String> texts) {
            stopSequences = texts;
            return this;
        }

        /** What only one dialect knows of the request. */
        public Builder extras(List<Extra> members) {
            extras = members;
            return this;
        }

        /** The settings that have no field here, by their names in the request's dialect. */
        public Builder untold(List<String> names) {
            untold = names;
            return this;
        }

        /** The request. */
        public ChatRequest build() {
            return new ChatRequest(this);
        }
    }
}
