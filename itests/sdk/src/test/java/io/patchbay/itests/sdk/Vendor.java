package io.patchbay.itests.sdk;

/**
 * A provider's dialect, and where it says what: the yardstick for what an upstream was asked and what it answered.
 */
@SuppressWarnings("ImmutableEnumChecker") // Places are lists of texts that nobody changes.
enum Vendor {
    OPENAI("openai-chat", "openai", "/v1", "gpt-4.1-mini",
            new Answered(
                    Places.at("choices/*/message/content", "choices/*/delta/content"),
                    Places.at("choices/*/message/reasoning_content", "choices/*/delta/reasoning_content"),
                    Places.at("usage/completion_tokens"),
                    Places.at("error/message")),
            new Asked(
                    Places.at("messages/*/content", "messages/*/content/*/text"),
                    Places.at("messages/*/content/*/image_url/url"),
                    Places.at("tools/*/function/name"),
                    Places.at("response_format/json_schema/schema"),
                    Places.at("reasoning_effort"),
                    Places.at("messages/*/tool_calls/*/id"),
                    Places.at("messages/*[role=tool]/tool_call_id"),
                    Places.at("messages/*[role=tool]/content"))), RESPONSES("openai-responses", "openai", "/v1",
                            "gpt-5.2",
                            new Answered(
                                    Places.at("output/*[type=message]/content/*/text",
                                            "[type=response.output_text.delta]/delta"),
                                    Places.at("output/*[type=reasoning]/summary/*/text",
                                            "[type=response.reasoning_summary_text.delta]/delta"),
                                    Places.at("usage/output_tokens", "response/usage/output_tokens"),
                                    Places.at("error/message")),
                            new Asked(
                                    Places.at("instructions", "input/*/content", "input/*/content/*/text"),
                                    Places.at("input/*/content/*/image_url"),
                                    Places.at("tools/*/name"),
                                    Places.at("text/format/schema"),
                                    Places.at("reasoning/effort"),
                                    Places.at("input/*[type=function_call]/call_id"),
                                    Places.at("input/*[type=function_call_output]/call_id"),
                                    Places.at("input/*[type=function_call_output]/output"))), ANTHROPIC(
                                            "anthropic-messages", "anthropic", "/v1", "claude-sonnet-4-6",
                                            new Answered(
                                                    Places.at("content/*/text", "delta/text"),
                                                    Places.at("content/*/thinking", "delta/thinking"),
                                                    Places.at("usage/output_tokens"),
                                                    Places.at("error/message")),
                                            new Asked(
                                                    Places.at("system", "system/*/text", "messages/*/content",
                                                            "messages/*/content/*/text"),
                                                    Places.at("messages/*/content/*/source/data"),
                                                    Places.at("tools/*/name"),
                                                    Places.at("output_config/format/schema",
                                                            "tools/*[name=patchbay_answer]/input_schema"),
                                                    Places.at("thinking/type"),
                                                    Places.at("messages/*/content/*[type=tool_use]/id"),
                                                    Places.at("messages/*/content/*[type=tool_result]/tool_use_id"),
                                                    Places.at(
                                                            "messages/*/content/*[type=tool_result]/content"))), GEMINI(
                                                                    "gemini", "gemini", "", "gemini-2.5-flash",
                                                                    new Answered(
                                                                            Places.at(
                                                                                    "candidates/*/content/parts/*[thought!=true]/text"),
                                                                            Places.at(
                                                                                    "candidates/*/content/parts/*[thought=true]/text"),
                                                                            Places.at(
                                                                                    "usageMetadata/candidatesTokenCount",
                                                                                    "usageMetadata/thoughtsTokenCount"),
                                                                            Places.at("error/message")),
                                                                    new Asked(
                                                                            Places.at("systemInstruction/parts/*/text",
                                                                                    "contents/*/parts/*/text"),
                                                                            Places.at(
                                                                                    "contents/*/parts/*/inlineData/data"),
                                                                            Places.at(
                                                                                    "tools/*/functionDeclarations/*/name"),
                                                                            Places.at(
                                                                                    "generationConfig/responseJsonSchema",
                                                                                    "generationConfig/responseSchema"),
                                                                            Places.at(
                                                                                    "generationConfig/thinkingConfig"),
                                                                            Places.at(
                                                                                    "contents/*/parts/*/functionCall/name"),
                                                                            Places.at(
                                                                                    "contents/*/parts/*/functionResponse/name"),
                                                                            Places.at(
                                                                                    "contents/*/parts/*/functionResponse/response"))), BEDROCK(
                                                                                            "bedrock-converse",
                                                                                            "bedrock", "",
                                                                                            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
                                                                                            new Answered(
                                                                                                    Places.at(
                                                                                                            "output/message/content/*/text",
                                                                                                            "delta/text"),
                                                                                                    Places.at(
                                                                                                            "output/message/content/*/reasoningContent/reasoningText/text",
                                                                                                            "delta/reasoningContent/text"),
                                                                                                    Places.at(
                                                                                                            "usage/outputTokens"),
                                                                                                    Places.at(
                                                                                                            "message")),
                                                                                            new Asked(
                                                                                                    Places.at(
                                                                                                            "system/*/text",
                                                                                                            "messages/*/content/*/text"),
                                                                                                    Places.at(
                                                                                                            "messages/*/content/*/image/source/bytes"),
                                                                                                    Places.at(
                                                                                                            "toolConfig/tools/*/toolSpec/name"),
                                                                                                    Places.at(
                                                                                                            "outputConfig/textFormat/structure/jsonSchema/schema"),
                                                                                                    Places.at(
                                                                                                            "additionalModelRequestFields/thinking"),
                                                                                                    Places.at(
                                                                                                            "messages/*/content/*/toolUse/toolUseId"),
                                                                                                    Places.at(
                                                                                                            "messages/*/content/*/toolResult/toolUseId"),
                                                                                                    Places.at(
                                                                                                            "messages/*/content/*/toolResult/content"))), COHERE(
                                                                                                                    "cohere-v2",
                                                                                                                    "cohere",
                                                                                                                    "",
                                                                                                                    "command-a-03-2025",
                                                                                                                    new Answered(
                                                                                                                            Places.at(
                                                                                                                                    "message/content/*/text",
                                                                                                                                    "delta/message/content/text"),
                                                                                                                            Places.at(
                                                                                                                                    "message/content/*/thinking",
                                                                                                                                    "delta/message/content/thinking"),
                                                                                                                            Places.at(
                                                                                                                                    "usage/tokens/output_tokens",
                                                                                                                                    "delta/usage/tokens/output_tokens"),
                                                                                                                            Places.at(
                                                                                                                                    "message")),
                                                                                                                    new Asked(
                                                                                                                            Places.at(
                                                                                                                                    "messages/*/content",
                                                                                                                                    "messages/*/content/*/text"),
                                                                                                                            Places.at(
                                                                                                                                    "messages/*/content/*/image_url/url"),
                                                                                                                            Places.at(
                                                                                                                                    "tools/*/function/name"),
                                                                                                                            Places.at(
                                                                                                                                    "response_format/json_schema",
                                                                                                                                    "response_format/schema"),
                                                                                                                            Places.at(
                                                                                                                                    "thinking/type"),
                                                                                                                            Places.at(
                                                                                                                                    "messages/*/tool_calls/*/id"),
                                                                                                                            Places.at(
                                                                                                                                    "messages/*[role=tool]/tool_call_id"),
                                                                                                                            Places.at(
                                                                                                                                    "messages/*[role=tool]/content")));

    /** What it is called in {@code dialects}. */
    final String dialect;
    /** The type of provider. */
    final String type;
    /** What its base URL ends in. */
    final String basePath;
    /** A model that can do all that is asked here. */
    final String model;
    final Answered answered;
    final Asked asked;

    /**
     * Where an answer, or an event of a stream, says what.
     *
     * @param text what the model says
     * @param reasoning what it thinks
     * @param outputTokens what is to be added up to the number of tokens that it wrote
     * @param error what is wrong with the request
     */
    record Answered(Places text, Places reasoning, Places outputTokens, Places error) {}

    /**
     * Where a request says what.
     *
     * @param words what is said to the model
     * @param picture the picture, or an address with it
     * @param tools names of the tools
     * @param form the schema of the answer
     * @param effort that it is to think
     * @param calls by what each call is known to its result
     * @param resultsOf the call that each result is for
     * @param results what the tools returned
     */
    record Asked(Places words, Places picture, Places tools, Places form, Places effort, Places calls,
            Places resultsOf, Places results) {}

    Vendor(String dialect, String type, String basePath, String model, Answered answered, Asked asked) {
        this.dialect = dialect;
        this.type = type;
        this.basePath = basePath;
        this.model = model;
        this.answered = answered;
        this.asked = asked;
    }

    /** The provider's name in the gateway's document. */
    String provider() {
        return dialect;
    }

    @Override
    public String toString() {
        return dialect;
    }
}
