package io.patchbay.itests.conformance;

/** A dialect of OpenAI's, with the names that OpenAI's schema has for what is said in it. */
enum OpenAiWords {
    /** Chat completions. */
    CHAT("openai-chat", "CreateChatCompletionRequest", "CreateChatCompletionResponse",
            "CreateChatCompletionStreamResponse", OpenAiWords.ERROR),
    /** Responses. */
    RESPONSES("openai-responses", "CreateResponse", "Response", "ResponseStreamEvent", "ResponseStreamEvent");

    /** An error as a whole answer. */
    static final String ERROR = "ErrorResponse";

    private final Spoken spoken;
    private final String request;
    private final String answer;
    private final String event;
    private final String errorEvent;

    OpenAiWords(String dialect, String request, String answer, String event, String errorEvent) {
        this.spoken = Spoken.ALL.stream().filter(each -> each.name().equals(dialect)).findAny().orElseThrow();
        this.request = request;
        this.answer = answer;
        this.event = event;
        this.errorEvent = errorEvent;
    }

    Spoken spoken() {
        return spoken;
    }

    String request() {
        return request;
    }

    String answer() {
        return answer;
    }

    /** An event of a stream. */
    String event() {
        return event;
    }

    /** The event by which a stream ends that has failed. */
    String errorEvent() {
        return errorEvent;
    }
}
