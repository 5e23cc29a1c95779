package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a request's parameter must be. The gateway passes on what it does not need itself, and a vendor refuses what is
 * wrong with it; so does the mock, for callers to find their mistakes before they meet a vendor.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI, chat completions</a> and
 * embeddings.
 *
 * @param kind its type
 * @param least the least that a number may be
 * @param most the most that a number may be
 */
record Parameter(Kind kind, double least, double most) {
    private static final Map<String, Parameter> CHAT = chat();
    private static final Map<String, Parameter> EMBEDDINGS = Map.of(
            "dimensions", new Parameter(Kind.INTEGER, 1, Embeddings.MOST_DIMENSIONS),
            "encoding_format", of(Kind.STRING),
            "user", of(Kind.STRING));

    /**
     * What a value may be.
     *
     * @param text in words
     * @param tokens the tokens that such a value begins with
     */
    record Kind(String text, Set<JsonToken> tokens) {
        static final Kind ARRAY = new Kind("an array", Set.of(JsonToken.START_ARRAY));
        static final Kind BOOLEAN = new Kind("a boolean", Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE));
        static final Kind INTEGER = new Kind("an integer", Set.of(JsonToken.VALUE_NUMBER_INT));
        static final Kind NUMBER =
                new Kind("a number", Set.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT));
        static final Kind OBJECT = new Kind("an object", Set.of(JsonToken.START_OBJECT));
        static final Kind STRING = new Kind("a string", Set.of(JsonToken.VALUE_STRING));
        static final Kind STRING_OR_ARRAY =
                new Kind("a string or an array", Set.of(JsonToken.VALUE_STRING, JsonToken.START_ARRAY));
        static final Kind STRING_OR_OBJECT =
                new Kind("a string or an object", Set.of(JsonToken.VALUE_STRING, JsonToken.START_OBJECT));

        /** Whether a value is of this type, or null. */
        boolean takes(JsonToken value) {
            return value == JsonToken.VALUE_NULL || tokens.contains(value);
        }

        /** What is said of a value that is of another type. */
        InvalidParameter refusal(String name, JsonToken value) {
            return new InvalidParameter(name, "Invalid type for '" + name + "': expected " + text + ", but got "
                    + kindOf(value) + " instead.", "invalid_type");
        }

        private static String kindOf(JsonToken value) {
            return Stream.of(ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, STRING)
                    .filter(kind -> kind.tokens.contains(value)).findFirst().orElseThrow().text;
        }
    }

    /**
     * Checks a parameter of a chat request, at whose value a parser stands.
     *
     * @throws InvalidParameter if it is known and a vendor would refuse its value
     */
    static void checkChat(String name, JsonParser value) throws IOException, InvalidParameter {
        check(CHAT, name, value);
    }

    /**
     * Checks a parameter of a request for embeddings, at whose value a parser stands.
     *
     * @throws InvalidParameter if it is known and a vendor would refuse its value
     */
    static void checkEmbeddings(String name, JsonParser value) throws IOException, InvalidParameter {
        check(EMBEDDINGS, name, value);
    }

    private static void check(Map<String, Parameter> known, String name, JsonParser value)
            throws IOException, InvalidParameter {
        Parameter parameter = known.get(name);
        if (parameter != null) {
            if (!parameter.kind.takes(value.currentToken())) {
                throw parameter.kind.refusal(name, value.currentToken());
            }
            if (value.currentToken().isNumeric()) {
                parameter.checkRange(name, value);
            }
        }
    }

    private void checkRange(String name, JsonParser value) throws IOException, InvalidParameter {
        double number = value.getDoubleValue();
        String type = kind.equals(Kind.INTEGER) ? "integer" : "decimal";
        if (number < least) {
            throw new InvalidParameter(name, "Invalid '" + name + "': " + type
                    + " below minimum value. Expected a value >= " + text(least) + ", but got " + value.getText()
                    + " instead.", type + "_below_min_value");
        }
        if (number > most) {
            throw new InvalidParameter(name, "Invalid '" + name + "': " + type
                    + " above maximum value. Expected a value <= " + text(most) + ", but got " + value.getText()
                    + " instead.", type + "_above_max_value");
        }
    }

    private static String text(double bound) {
        return String.valueOf((long) bound);
    }

    private static Parameter of(Kind kind) {
        return new Parameter(kind, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static Map<String, Parameter> chat() {
        Map<String, Parameter> chat = new HashMap<>();
        chat.put("frequency_penalty", new Parameter(Kind.NUMBER, -2, 2));
        chat.put("max_completion_tokens", new Parameter(Kind.INTEGER, 1, Double.POSITIVE_INFINITY));
        chat.put("max_tokens", new Parameter(Kind.INTEGER, 1, Double.POSITIVE_INFINITY));
        chat.put("n", new Parameter(Kind.INTEGER, 1, 128));
        chat.put("presence_penalty", new Parameter(Kind.NUMBER, -2, 2));
        chat.put("temperature", new Parameter(Kind.NUMBER, 0, 2));
        chat.put("top_logprobs", new Parameter(Kind.INTEGER, 0, 20));
        chat.put("top_p", new Parameter(Kind.NUMBER, 0, 1));
        for (String name : List.of("functions", "messages", "modalities", "tools")) {
            chat.put(name, of(Kind.ARRAY));
        }
        for (String name : List.of("logprobs", "parallel_tool_calls", "store", "stream")) {
            chat.put(name, of(Kind.BOOLEAN));
        }
        for (String name : List.of("audio", "logit_bias", "metadata", "prediction", "response_format",
                "stream_options", "web_search_options")) {
            chat.put(name, of(Kind.OBJECT));
        }
        for (String name : List.of("prompt_cache_key", "reasoning_effort", "safety_identifier", "service_tier",
                "user", "verbosity")) {
            chat.put(name, of(Kind.STRING));
        }
        for (String name : List.of("function_call", "tool_choice")) {
            chat.put(name, of(Kind.STRING_OR_OBJECT));
        }
        chat.put("seed", of(Kind.INTEGER));
        chat.put("stop", of(Kind.STRING_OR_ARRAY));
        return Map.copyOf(chat);
    }
}
