package io.patchbay.itests.conformance;

import java.util.List;

/**
 * A dialect of OpenAI's, with the names that OpenAI's schema has for what is said in it.
 *
 * @param spoken the dialect
 * @param request a request
 * @param answer a whole answer
 * @param event an event of a stream
 * @param errorEvent the event by which a stream ends that has failed
 */
record OpenAiWords(Spoken spoken, String request, String answer, String event, String errorEvent) {
    /** An error as a whole answer. */
    static final String ERROR = "ErrorResponse";

    static final OpenAiWords CHAT = of("openai-chat", "CreateChatCompletionRequest", "CreateChatCompletionResponse",
            "CreateChatCompletionStreamResponse", ERROR);
    static final OpenAiWords RESPONSES =
            of("openai-responses", "CreateResponse", "Response", "ResponseStreamEvent", "ResponseStreamEvent");
    static final List<OpenAiWords> ALL = List.of(CHAT, RESPONSES);

    private static OpenAiWords of(String dialect, String request, String answer, String event, String errorEvent) {
        Spoken spoken = Spoken.ALL.stream().filter(each -> each.name().equals(dialect)).findAny().orElseThrow();
        return new OpenAiWords(spoken, request, answer, event, errorEvent);
    }
}
