package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;

/** What the mock wants to know of a chat request: read in one pass, without binding it. */
final class Question {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private String lastRole = "";
    private String lastUserText = "";
    private int words;
    private boolean includeUsage;
    private JsonNode tools = MissingNode.getInstance();
    private JsonNode toolChoice = MissingNode.getInstance();
    private JsonNode responseFormat = MissingNode.getInstance();

    private Question() {}

    /**
     * Reads a request's body.
     *
     * @throws IOException if it is no JSON
     */
    static Question read(Bytes body) throws IOException {
        Question question = new Question();
        try (JsonParser parser = body.read(FACTORY::createParser)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    question.member(name, parser);
                }
            }
        }
        return question;
    }

    /** The last user message's text; empty where there is none. */
    String lastUserText() {
        return lastUserText;
    }

    /** How many words all messages have: what the mock counts as tokens. */
    int words() {
        return words;
    }

    /** Whether a stream is to report its usage. */
    boolean includeUsage() {
        return includeUsage;
    }

    /** The form that the answer must have; missing where none was asked for. */
    JsonNode responseFormat() {
        return responseFormat;
    }

    /** The function that must be called: the one that is named, else the first; missing where none must be. */
    JsonNode requiredFunction() {
        String named = toolChoice.at("/function/name").asText();
        boolean required = toolChoice.asText().equals("required") || !named.isEmpty();
        // The result of a call is there: to call again would go round for ever.
        if (required && !lastRole.equals("tool")) {
            for (JsonNode tool : tools) {
                JsonNode function = tool.path("function");
                if (named.isEmpty() || named.equals(function.path("name").asText())) {
                    return function;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private void member(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "messages" -> {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        message(parser);
                    }
                }
            }
            case "tools" -> tools = MAPPER.readTree(parser);
            case "tool_choice" -> toolChoice = MAPPER.readTree(parser);
            case "response_format" -> responseFormat = MAPPER.readTree(parser);
            case "stream_options" -> includeUsage =
                    MAPPER.<JsonNode>readTree(parser).path("include_usage").asBoolean();
            default -> parser.skipChildren();
        }
    }

    private void message(JsonParser parser) throws IOException {
        StringBuilder text = new StringBuilder();
        lastRole = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("role")) {
                lastRole = parser.getValueAsString("");
            } else if (name.equals("content") && value == JsonToken.VALUE_STRING) {
                text.append(parser.getText());
            } else if (name.equals("content") && value == JsonToken.START_ARRAY) {
                MAPPER.<JsonNode>readTree(parser).forEach(part -> text.append(part.path("text").asText()).append(' '));
            } else {
                parser.skipChildren();
            }
        }
        words += Words.count(text);
        if (lastRole.equals("user")) {
            lastUserText = text.toString();
        }
    }
}
