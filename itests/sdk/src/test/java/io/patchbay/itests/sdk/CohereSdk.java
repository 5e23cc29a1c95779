package io.patchbay.itests.sdk;

import com.cohere.api.Cohere;
import com.cohere.api.core.CohereApiException;
import com.cohere.api.errors.BadRequestError;
import com.cohere.api.errors.NotFoundError;
import com.cohere.api.errors.TooManyRequestsError;
import com.cohere.api.errors.UnauthorizedError;
import com.cohere.api.resources.v2.requests.V2ChatRequest;
import com.cohere.api.resources.v2.requests.V2ChatStreamRequest;
import com.cohere.api.resources.v2.requests.V2EmbedRequest;
import com.cohere.api.resources.v2.requests.V2RerankRequest;
import com.cohere.api.resources.v2.types.V2ChatResponse;
import com.cohere.api.resources.v2.types.V2ChatStreamResponse;
import com.cohere.api.types.AssistantMessage;
import com.cohere.api.types.AssistantMessageResponse;
import com.cohere.api.types.AssistantMessageV2Content;
import com.cohere.api.types.ChatMessageV2;
import com.cohere.api.types.ChatTextContent;
import com.cohere.api.types.ChatThinkingContent;
import com.cohere.api.types.Content;
import com.cohere.api.types.EmbedInputType;
import com.cohere.api.types.EmbeddingType;
import com.cohere.api.types.ImageContent;
import com.cohere.api.types.ImageUrl;
import com.cohere.api.types.JsonResponseFormatV2;
import com.cohere.api.types.ResponseFormatV2;
import com.cohere.api.types.SystemMessageV2;
import com.cohere.api.types.SystemMessageV2Content;
import com.cohere.api.types.Thinking;
import com.cohere.api.types.ThinkingType;
import com.cohere.api.types.ToolCallV2;
import com.cohere.api.types.ToolCallV2Function;
import com.cohere.api.types.ToolMessageV2;
import com.cohere.api.types.ToolMessageV2Content;
import com.cohere.api.types.ToolV2;
import com.cohere.api.types.ToolV2Function;
import com.cohere.api.types.Usage;
import com.cohere.api.types.UserMessageV2;
import com.cohere.api.types.UserMessageV2Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cohere's SDK. */
final class CohereSdk implements Sdk {
    private final String url;
    private final Cohere client;

    CohereSdk(String url, String token) {
        this.url = url;
        client = Cohere.builder().url(url).token(token).maxRetries(0).build();
    }

    @Override
    public String dialect() {
        return "cohere-v2";
    }

    @Override
    public Sdk withToken(String token) {
        return new CohereSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(request(ask, List.of()));
    }

    @Override
    public Answer stream(Ask ask) {
        V2ChatRequest request = request(ask, List.of());
        Stream stream = new Stream();
        client.v2().chatStream(V2ChatStreamRequest.builder().model(request.getModel())
                .messages(request.getMessages()).tools(request.getTools()).maxTokens(request.getMaxTokens())
                .responseFormat(request.getResponseFormat()).thinking(request.getThinking()).build())
                .forEach(stream::add);
        return stream.answer();
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        AssistantMessage message = (AssistantMessage) calls.message();
        List<ChatMessageV2> more = new ArrayList<>(List.of(ChatMessageV2.assistant(message)));
        for (ToolCallV2 call : message.getToolCalls().orElseThrow()) {
            more.add(ChatMessageV2.tool(ToolMessageV2.builder().toolCallId(call.getId())
                    .content(ToolMessageV2Content.of(results.get(more.size() - 1))).build()));
        }
        return answer(request(ask, more));
    }

    @Override
    public String finish(Scene scene) {
        return scene == Scene.CALLS ? "TOOL_CALL" : "COMPLETE";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return switch (status) {
            case 400 -> BadRequestError.class;
            case 401 -> UnauthorizedError.class;
            case 404 -> NotFoundError.class;
            case 429 -> TooManyRequestsError.class;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    @Override
    public int status(Throwable thrown) {
        return ((CohereApiException) thrown).statusCode();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "cohere-java";
    }

    List<List<Float>> vectors(String model, List<String> texts) {
        return client.v2().embed(V2EmbedRequest.builder().model(model).inputType(EmbedInputType.SEARCH_DOCUMENT)
                .texts(texts).embeddingTypes(List.of(EmbeddingType.FLOAT)).build())
                .getEmbeddings().getFloat().orElseThrow().stream()
                .map(vector -> vector.stream().map(Double::floatValue).toList()).toList();
    }

    /** Documents, the best for a question first. */
    List<String> ranked(String model, String question, List<String> documents) {
        return client.v2().rerank(
                V2RerankRequest.builder().model(model).query(question).documents(documents).build())
                .getResults().stream().map(result -> documents.get(result.getIndex())).toList();
    }

    /** The names of all models; the list is not at the root. */
    List<String> models() {
        return Cohere.builder().url(url + "/cohere").token(SdkGateway.TOKEN).build().models().list().getModels()
                .stream().flatMap(model -> model.getName().stream()).toList();
    }

    private Answer answer(V2ChatRequest request) {
        V2ChatResponse response = client.v2().chat(request);
        AssistantMessageResponse message = response.getMessage();
        List<ToolCallV2> calls = message.getToolCalls().orElse(List.of());
        return answer(
                message.getContent().orElse(List.of()).stream().flatMap(item -> item.getText().stream())
                        .map(ChatTextContent::getText).collect(Collectors.joining()),
                message.getContent().orElse(List.of()).stream().flatMap(item -> item.getThinking().stream())
                        .map(ChatThinkingContent::getThinking).collect(Collectors.joining()),
                calls, response.getFinishReason().toString(), response.getUsage());
    }

    private static V2ChatRequest request(Ask ask, List<ChatMessageV2> more) {
        List<Content> content = new ArrayList<>(
                List.of(Content.text(ChatTextContent.builder().text(Ask.QUESTION).build())));
        if (ask.picture()) {
            content.add(Content.imageUrl(
                    ImageContent.builder().imageUrl(ImageUrl.builder().url(Ask.DATA_URL).build()).build()));
        }
        List<ChatMessageV2> messages = new ArrayList<>(List.of(
                ChatMessageV2.system(
                        SystemMessageV2.builder().content(SystemMessageV2Content.of(Ask.INSTRUCTIONS)).build()),
                ChatMessageV2.user(UserMessageV2.builder().content(UserMessageV2Content.of(content)).build())));
        messages.addAll(more);
        V2ChatRequest._FinalStage request =
                V2ChatRequest.builder().model(ask.model()).messages(messages).maxTokens(Ask.LIMIT);
        if (!ask.tools().isEmpty()) {
            request.tools(ask.tools().stream().map(CohereSdk::tool).toList());
        }
        if (ask.form()) {
            request.responseFormat(
                    ResponseFormatV2.jsonObject(JsonResponseFormatV2.builder().jsonSchema(Ask.FORM).build()));
        }
        if (ask.effort()) {
            request.thinking(Thinking.builder().type(ThinkingType.ENABLED).tokenBudget(Ask.THINKING_TOKENS).build());
        }
        return request.build();
    }

    private static ToolV2 tool(String name) {
        return ToolV2.builder().function(ToolV2Function.builder().name(name).parameters(Ask.PARAMETERS).build())
                .build();
    }

    private static Answer answer(String text, String reasoning, List<ToolCallV2> calls, String finish,
            Optional<Usage> usage) {
        AssistantMessage.Builder message = AssistantMessage.builder().toolCalls(calls);
        if (!text.isEmpty()) {
            message.content(AssistantMessageV2Content.of(text));
        }
        return new Answer(text, reasoning, calls.stream().map(CohereSdk::call).toList(), finish,
                usage.flatMap(Usage::getTokens).flatMap(tokens -> tokens.getOutputTokens()).orElseThrow().longValue(),
                message.build());
    }

    private static Call call(ToolCallV2 call) {
        ToolCallV2Function function = call.getFunction().orElseThrow();
        return Call.of(function.getName().orElseThrow(), function.getArguments().orElseThrow());
    }

    /** The answer that the events of a stream make; the SDK leaves that to its users. */
    private static final class Stream {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final List<ToolCallV2> begun = new ArrayList<>();
        private final List<StringBuilder> arguments = new ArrayList<>();
        private String finish = "";
        private Optional<Usage> usage = Optional.empty();

        void add(V2ChatStreamResponse event) {
            event.getContentDelta().flatMap(each -> each.getDelta()).flatMap(delta -> delta.getMessage())
                    .flatMap(message -> message.getContent()).ifPresent(content -> {
                        content.getText().ifPresent(text::append);
                        content.getThinking().ifPresent(reasoning::append);
                    });
            event.getToolCallStart().flatMap(each -> each.getDelta()).flatMap(delta -> delta.getMessage())
                    .flatMap(message -> message.getToolCalls()).ifPresent(call -> {
                        begun.add(call);
                        arguments.add(new StringBuilder(
                                call.getFunction().flatMap(ToolCallV2Function::getArguments).orElse("")));
                    });
            event.getToolCallDelta().flatMap(each -> each.getDelta()).flatMap(delta -> delta.getMessage())
                    .flatMap(message -> message.getToolCalls()).flatMap(call -> call.getFunction())
                    .flatMap(function -> function.getArguments()).ifPresent(piece -> arguments.getLast().append(piece));
            event.getMessageEnd().flatMap(each -> each.getDelta()).ifPresent(delta -> {
                finish = delta.getFinishReason().orElseThrow().toString();
                usage = delta.getUsage();
            });
        }

        Answer answer() {
            List<ToolCallV2> calls = new ArrayList<>();
            for (ToolCallV2 call : begun) {
                calls.add(ToolCallV2.builder().id(call.getId())
                        .function(ToolCallV2Function.builder().name(call.getFunction().orElseThrow().getName())
                                .arguments(arguments.get(calls.size()).toString()).build())
                        .build());
            }
            return CohereSdk.answer(text.toString(), reasoning.toString(), calls, finish, usage);
        }
    }
}
