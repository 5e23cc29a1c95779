package io.patchbay.itests.sdk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Anthropic's SDK. */
final class AnthropicSdk implements Sdk {
    private final String url;
    private final AnthropicClient client;

    AnthropicSdk(String url, String token) {
        this.url = url;
        client = AnthropicOkHttpClient.builder().baseUrl(url).apiKey(token).maxRetries(0).build();
    }

    @Override
    public String dialect() {
        return "anthropic-messages";
    }

    @Override
    public Sdk withToken(String token) {
        return new AnthropicSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(client.messages().create(params(ask).build()));
    }

    @Override
    public Answer stream(Ask ask) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events =
                client.messages().createStreaming(params(ask).build())) {
            events.stream().forEach(accumulator::accumulate);
        }
        return answer(accumulator.message());
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        Message message = (Message) calls.message();
        List<ContentBlockParam> blocks = new ArrayList<>();
        for (ToolUseBlock call : blocks(message, ContentBlock::toolUse).toList()) {
            blocks.add(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder().toolUseId(call.id())
                    .content(results.get(blocks.size())).build()));
        }
        return answer(client.messages().create(
                params(ask).addMessage(message).addUserMessageOfContentBlockParams(blocks).build()));
    }

    @Override
    public String finish(Scene scene) {
        return scene == Scene.CALLS ? "tool_use" : "end_turn";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return switch (status) {
            case 400 -> BadRequestException.class;
            case 401 -> UnauthorizedException.class;
            case 404 -> NotFoundException.class;
            case 429 -> RateLimitException.class;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    @Override
    public int status(Throwable thrown) {
        return ((AnthropicServiceException) thrown).statusCode();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "anthropic-java";
    }

    /** How many tokens a question has. */
    long tokens(Ask ask) {
        return client.messages().countTokens(MessageCountTokensParams.builder().model(ask.model())
                .addUserMessage(Ask.QUESTION).build()).inputTokens();
    }

    /** The names of all models. */
    List<String> models() {
        return client.models().list().autoPager().stream().map(ModelInfo::id).toList();
    }

    private static MessageCreateParams.Builder params(Ask ask) {
        MessageCreateParams.Builder params = MessageCreateParams.builder().model(ask.model()).maxTokens(Ask.LIMIT)
                .system(Ask.INSTRUCTIONS);
        if (ask.picture()) {
            params.addUserMessageOfContentBlockParams(List.of(
                    ContentBlockParam.ofText(TextBlockParam.builder().text(Ask.QUESTION).build()),
                    ContentBlockParam.ofImage(ImageBlockParam.builder().source(Base64ImageSource.builder()
                            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG).data(Ask.PNG).build()).build())));
        } else {
            params.addUserMessage(Ask.QUESTION);
        }
        ask.tools().forEach(name -> params.addTool(tool(name)));
        if (ask.form()) {
            params.outputConfig(Ask.Event.class);
        }
        if (ask.effort()) {
            params.enabledThinking(Ask.THINKING_TOKENS);
        }
        return params;
    }

    private static Tool tool(String name) {
        return Tool.builder().name(name).inputSchema(JsonValue.from(Ask.PARAMETERS).convert(Tool.InputSchema.class))
                .build();
    }

    private static Answer answer(Message message) {
        return new Answer(
                blocks(message, ContentBlock::text).map(TextBlock::text).collect(Collectors.joining()),
                blocks(message, ContentBlock::thinking).map(ThinkingBlock::thinking).collect(Collectors.joining()),
                blocks(message, ContentBlock::toolUse)
                        .map(call -> new Call(call.name(), call._input().convert(JsonNode.class))).toList(),
                message.stopReason().orElseThrow().asString(),
                message.usage().outputTokens(),
                message);
    }

    private static <B> Stream<B> blocks(Message message, Function<ContentBlock, Optional<B>> kind) {
        return message.content().stream().flatMap(block -> kind.apply(block).stream());
    }
}
