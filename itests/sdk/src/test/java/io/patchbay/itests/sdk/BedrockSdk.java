package io.patchbay.itests.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.CitationGeneratedContent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ImageFormat;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** AWS's SDK, for Bedrock. */
final class BedrockSdk implements Sdk {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final BedrockRuntimeAsyncClient client;

    /** An SDK that sends a Bedrock API key. */
    BedrockSdk(String url, String token) {
        this(url, builder -> builder
                .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of("httpBearerAuth")))
                .tokenProvider(StaticTokenProvider.create(() -> token)));
    }

    private BedrockSdk(String url, Consumer<BedrockRuntimeAsyncClientBuilder> authentication) {
        this.url = url;
        BedrockRuntimeAsyncClientBuilder builder = BedrockRuntimeAsyncClient.builder()
                .endpointOverride(URI.create(url)).region(Region.EU_WEST_1)
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        authentication.accept(builder);
        client = builder.build();
    }

    /** An SDK that signs with an access key. */
    static BedrockSdk signing(String url, String accessKey) {
        return new BedrockSdk(url, builder -> builder.credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "any-secret"))));
    }

    @Override
    public String dialect() {
        return "bedrock-converse";
    }

    @Override
    public Sdk withToken(String token) {
        return new BedrockSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(request(ask, List.of(question(ask))).build());
    }

    @Override
    public Answer stream(Ask ask) {
        ConverseRequest request = request(ask, List.of(question(ask))).build();
        Stream stream = new Stream();
        join(client.converseStream(
                builder -> builder.modelId(request.modelId()).messages(request.messages()).system(request.system())
                        .inferenceConfig(request.inferenceConfig()).toolConfig(request.toolConfig())
                        .outputConfig(request.outputConfig())
                        .additionalModelRequestFields(request.additionalModelRequestFields()),
                stream.handler()));
        return stream.answer();
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        Message message = (Message) calls.message();
        List<ContentBlock> returned = new ArrayList<>();
        for (ContentBlock block : message.content()) {
            if (block.toolUse() != null) {
                String result = results.get(returned.size());
                returned.add(ContentBlock.fromToolResult(builder -> builder.toolUseId(block.toolUse().toolUseId())
                        .content(ToolResultContentBlock.fromText(result))));
            }
        }
        return answer(request(ask, List.of(question(ask), message, user(returned))).build());
    }

    @Override
    public String finish(Scene scene) {
        return scene == Scene.CALLS ? "tool_use" : "end_turn";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return switch (status) {
            case 400 -> ValidationException.class;
            case 401 -> AccessDeniedException.class;
            case 404 -> ResourceNotFoundException.class;
            case 429 -> ThrottlingException.class;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    @Override
    public int status(Throwable thrown) {
        return ((SdkServiceException) thrown).statusCode();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "aws-sdk-java, bedrockruntime";
    }

    private Answer answer(ConverseRequest request) {
        ConverseResponse response = join(client.converse(request));
        return answer(response.output().message(), response.stopReasonAsString(), response.usage());
    }

    private static Message question(Ask ask) {
        List<ContentBlock> content = new ArrayList<>(List.of(ContentBlock.fromText(Ask.QUESTION)));
        if (ask.picture()) {
            content.add(ContentBlock.fromImage(image -> image.format(ImageFormat.PNG)
                    .source(source -> source.bytes(SdkBytes.fromByteArray(Ask.png())))));
        }
        return user(content);
    }

    private static Message user(List<ContentBlock> content) {
        return Message.builder().role(ConversationRole.USER).content(content).build();
    }

    private static ConverseRequest.Builder request(Ask ask, List<Message> messages) {
        ConverseRequest.Builder request = ConverseRequest.builder().modelId(ask.model()).messages(messages)
                .system(SystemContentBlock.fromText(Ask.INSTRUCTIONS))
                .inferenceConfig(config -> config.maxTokens(Ask.LIMIT));
        if (!ask.tools().isEmpty()) {
            request.toolConfig(config -> config.tools(ask.tools().stream().map(BedrockSdk::tool).toList()));
        }
        if (ask.form()) {
            request.outputConfig(config -> config.textFormat(format -> format.type(OutputFormatType.JSON_SCHEMA)
                    .structure(structure -> structure.jsonSchema(
                            schema -> schema.name("event").schema(JSON.valueToTree(Ask.FORM).toString())))));
        }
        if (ask.effort()) {
            request.additionalModelRequestFields(document(JSON.valueToTree(
                    Map.of("thinking", Map.of("type", "enabled", "budget_tokens", Ask.THINKING_TOKENS)))));
        }
        return request;
    }

    private static Tool tool(String name) {
        return Tool.fromToolSpec(spec -> spec.name(name)
                .inputSchema(schema -> schema.json(document(JSON.valueToTree(Ask.PARAMETERS)))));
    }

    private static Answer answer(Message message, String stopReason, TokenUsage usage) {
        return new Answer(
                message.content().stream().map(BedrockSdk::text).collect(Collectors.joining()),
                message.content().stream().map(ContentBlock::reasoningContent).filter(Objects::nonNull)
                        .map(reasoning -> reasoning.reasoningText().text()).collect(Collectors.joining()),
                message.content().stream().map(ContentBlock::toolUse).filter(Objects::nonNull)
                        .map(call -> Call.of(call.name(), call.input().toString())).toList(),
                stopReason,
                usage.outputTokens(),
                message);
    }

    /** Text that is cited from somewhere is in a block of its own kind. */
    private static String text(ContentBlock block) {
        return switch (block.type()) {
            case TEXT -> block.text();
            case CITATIONS_CONTENT -> block.citationsContent().content().stream()
                    .map(CitationGeneratedContent::text).collect(Collectors.joining());
            default -> "";
        };
    }

    private static Document document(JsonNode json) {
        if (json.isObject()) {
            Map<String, Document> members = new LinkedHashMap<>();
            json.properties().forEach(member -> members.put(member.getKey(), document(member.getValue())));
            return Document.fromMap(members);
        }
        if (json.isArray()) {
            return Document.fromList(json.valueStream().map(BedrockSdk::document).toList());
        }
        return json.isNumber()
                ? Document.fromNumber(json.asText())
                : json.isBoolean() ? Document.fromBoolean(json.asBoolean()) : Document.fromString(json.asText());
    }

    /** The SDK's own exception, and not the one of the future around it. */
    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SdkException told ? told : e;
        }
    }

    /** The answer that the events of a stream make; the SDK leaves that to its users. */
    private static final class Stream {
        private final SortedMap<Integer, Block> blocks = new TreeMap<>();
        private String stopReason = "";
        private TokenUsage usage = TokenUsage.builder().build();

        /** A block of which not all has come. */
        private static final class Block {
            private final StringBuilder text = new StringBuilder();
            private final StringBuilder reasoning = new StringBuilder();
            private final StringBuilder input = new StringBuilder();
            private Optional<ToolUseBlockStart> call = Optional.empty();

            ContentBlock whole() {
                if (call.isPresent()) {
                    return ContentBlock.fromToolUse(use -> use.name(call.get().name())
                            .toolUseId(call.get().toolUseId())
                            .input(document(Call.of("", input.toString()).arguments())));
                }
                return reasoning.isEmpty()
                        ? ContentBlock.fromText(text.toString())
                        : ContentBlock.fromReasoningContent(content -> content.reasoningText(
                                thought -> thought.text(reasoning.toString())));
            }
        }

        ConverseStreamResponseHandler handler() {
            return ConverseStreamResponseHandler.builder()
                    .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockStart(event -> block(event.contentBlockIndex()).call =
                                    Optional.ofNullable(event.start().toolUse()))
                            .onContentBlockDelta(event -> add(block(event.contentBlockIndex()), event.delta()))
                            .onMessageStop(event -> stopReason = event.stopReasonAsString())
                            .onMetadata(event -> usage = event.usage())
                            .build())
                    .build();
        }

        Answer answer() {
            return BedrockSdk.answer(Message.builder().role(ConversationRole.ASSISTANT)
                    .content(blocks.values().stream().map(Block::whole).toList()).build(), stopReason, usage);
        }

        private Block block(int index) {
            return blocks.computeIfAbsent(index, _ -> new Block());
        }

        private static void add(Block block, ContentBlockDelta delta) {
            switch (delta.type()) {
                case TEXT -> block.text.append(delta.text());
                case TOOL_USE -> block.input.append(delta.toolUse().input());
                case REASONING_CONTENT -> block.reasoning
                        .append(Objects.requireNonNullElse(delta.reasoningContent().text(), ""));
                case CITATION -> {
                    // stands beside the text
                }
                default -> throw new AssertionError(delta);
            }
        }
    }
}
