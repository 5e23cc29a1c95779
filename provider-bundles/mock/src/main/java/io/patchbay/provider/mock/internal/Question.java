package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.util.List;

/** What the mock wants to know of a chat request: read in one pass, without binding it. */
final class Question {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();
    private static final List<String> ROLES = List.of("assistant", "developer", "function", "system", "tool", "user");

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
     * @throws InvalidParameter if a vendor would refuse one of its parameters
     */
    static Question read(Bytes body) throws IOException, InvalidParameter {
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

    private void member(String name, JsonParser parser) throws IOException, InvalidParameter {
        Parameter.checkChat(name, parser);
        switch (name) {
            case "messages" -> {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    for (int i = 0; parser.nextToken() == JsonToken.START_OBJECT; i++) {
                        message(i, parser);
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

    private void message(int number, JsonParser parser) throws IOException, InvalidParameter {
        StringBuilder text = new StringBuilder();
        lastRole = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "role" -> lastRole = role(number, parser.getValueAsString(""));
                case "content" -> {
                    if (!Parameter.Kind.STRING_OR_ARRAY.takes(value)) {
                        throw Parameter.Kind.STRING_OR_ARRAY.refusal("messages[" + number + "].content", value);
                    }
                    if (value == JsonToken.VALUE_STRING) {
                        text.append(parser.getText());
                    } else {
                        MAPPER.<JsonNode>readTree(parser)
                                .forEach(part -> text.append(part.path("text").asText()).append(' '));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        words += Words.count(text);
        if (lastRole.equals("user")) {
            lastUserText = text.toString();
        }
    }

    private static String role(int number, String role) throws InvalidParameter {
        if (!ROLES.contains(role)) {
            String parameter = "messages[" + number + "].role";
            throw new InvalidParameter(parameter, "Invalid value for '" + parameter + "': there is no role '" + role
                    + "'. Supported values are: " + ROLES + ".", "invalid_value");
        }
        return role;
    }
}
