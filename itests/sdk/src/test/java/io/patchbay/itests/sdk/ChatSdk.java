package io.patchbay.itests.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's SDK, for chat completions. */
final class ChatSdk implements Sdk {
    private final String url;
    private final OpenAIClient client;

    ChatSdk(String url, String token) {
        this.url = url;
        client = OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(token).maxRetries(0).build();
    }

    @Override
    public String dialect() {
        return "openai-chat";
    }

    @Override
    public Sdk withToken(String token) {
        return new ChatSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(client.chat().completions().create(params(ask).build()));
    }

    @Override
    public Answer stream(Ask ask) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        StringBuilder reasoning = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(params(ask)
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            chunks.stream().peek(accumulator::accumulate).flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> reasoning.append(reasoning(choice.delta()._allProperties())));
        }
        return answer(accumulator.chatCompletion(), reasoning.toString());
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        ChatCompletionMessage message = (ChatCompletionMessage) calls.message();
        ChatCompletionCreateParams.Builder params = params(ask).addMessage(message);
        List<ChatCompletionMessageFunctionToolCall> made = calls(message);
        for (int i = 0; i < made.size(); i++) {
            params.addMessage(ChatCompletionToolMessageParam.builder().toolCallId(made.get(i).id())
                    .content(results.get(i)).build());
        }
        return answer(client.chat().completions().create(params.build()));
    }

    @Override
    public String finish(Scene scene) {
        return scene == Scene.CALLS ? "tool_calls" : "stop";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return OpenAiErrors.thrownFor(status);
    }

    @Override
    public int status(Throwable thrown) {
        return OpenAiErrors.status(thrown);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "openai-java, chat";
    }

    private static ChatCompletionCreateParams.Builder params(Ask ask) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder().model(ask.model())
                .maxCompletionTokens(Ask.LIMIT).addSystemMessage(Ask.INSTRUCTIONS);
        if (ask.picture()) {
            params.addUserMessageOfArrayOfContentParts(List.of(
                    ChatCompletionContentPart.ofText(
                            ChatCompletionContentPartText.builder().text(Ask.QUESTION).build()),
                    ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                            .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder().url(Ask.DATA_URL).build())
                            .build())));
        } else {
            params.addUserMessage(Ask.QUESTION);
        }
        ask.tools().forEach(name -> params.addTool(ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder().name(name)
                        .parameters(JsonValue.from(Ask.PARAMETERS).convert(FunctionParameters.class)).build())
                .build()));
        if (ask.form()) {
            params.responseFormat(Ask.Event.class);
        }
        if (ask.effort()) {
            params.reasoningEffort(ReasoningEffort.MEDIUM);
        }
        return params;
    }

    private static Answer answer(ChatCompletion completion) {
        return answer(completion, reasoning(completion.choices().getFirst().message()._allProperties()));
    }

    private static Answer answer(ChatCompletion completion, String reasoning) {
        ChatCompletion.Choice choice = completion.choices().getFirst();
        return new Answer(
                choice.message().content().orElse(""),
                reasoning,
                calls(choice.message()).stream()
                        .map(call -> Call.of(call.function().name(), call.function().arguments())).toList(),
                choice.finishReason().asString(),
                completion.usage().orElseThrow().completionTokens(),
                choice.message());
    }

    /** OpenAI itself tells no thoughts; who does has a member of his own. */
    private static String reasoning(Map<String, JsonValue> more) {
        return Optional.ofNullable(more.get("reasoning_content")).map(text -> text.convert(String.class)).orElse("");
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletionMessage message) {
        return message.toolCalls().orElse(List.of()).stream().map(ChatCompletionMessageToolCall::asFunction).toList();
    }
}
