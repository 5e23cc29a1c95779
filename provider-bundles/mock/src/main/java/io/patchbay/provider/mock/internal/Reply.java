package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the mock says: the words of a setting, made ready once where they do not depend on the request. */
final class Reply {
    private static final String PLACEHOLDER = "{message}";
    private static final int LONGEST_ECHO = 80;

    private final String template;
    private final int eventCount;
    private final List<String> fixed;

    /**
     * A reply.
     *
     * @param template the text, in which <code>{message}</code> stands for the beginning of the last user message
     * @param eventCount how many words are said; 0 for as many as there are
     */
    Reply(String template, int eventCount) {
        this.template = template;
        this.eventCount = eventCount;
        fixed = template.contains(PLACEHOLDER) ? List.of() : pieces(template);
    }

    /** The words that answer a question, or the JSON that fits the form it asks for; escaped for JSON. */
    List<String> to(Question question) {
        JsonNode format = question.responseFormat();
        return switch (format.path("type").asText()) {
            case "json_schema" ->
                    Words.cut(JsonText.escape(SchemaInstance.of(format.at("/json_schema/schema")).toString()));
            case "json_object" ->
                    Words.cut(JsonText.escape("{\"reply\": \"" + JsonText.escape(text(question)) + "\"}"));
            default -> fixed.isEmpty() ? pieces(text(question)) : fixed;
        };
    }

    private String text(Question question) {
        return text(question.lastUserText());
    }

    /** The text as it is, for what was said. */
    String text(String said) {
        String asked = said.strip();
        String echo = asked.length() > LONGEST_ECHO ? asked.substring(0, LONGEST_ECHO) + "..." : asked;
        return template.replace(PLACEHOLDER, echo);
    }

    private List<String> pieces(String text) {
        List<String> words = Words.cut(text);
        List<String> counted = eventCount == 0 ? words : Words.repeat(words, eventCount);
        return counted.stream().map(JsonText::escape).toList();
    }
}
