package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall.Function;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official SDK for Java, through the gateway. */
class OpenAiSdkIT {
    private static final OpenAiUpstream UPSTREAM = new OpenAiUpstream();

    @RegisterExtension
    static final Gateway GATEWAY = SdkGateway.inFrontOf(UPSTREAM);

    private static OpenAIClient client;

    /** What the structured answer is read into. */
    public static class Weather {
        public String city;
        public int celsius;
        public boolean sunny;
    }

    @BeforeAll
    static void connect() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(GATEWAY.process().url() + "/v1")
                .apiKey(SdkGateway.TOKEN)
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
        UPSTREAM.close();
    }

    @Test
    void text() {
        ChatCompletion completion = client.chat().completions().create(hello("gpt-test").build());

        assertThat(completion.choices().getFirst().message().content())
                .hasValue("Dobrý den, světe! 👋 Patchbay says hello.");
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-test", "mock-1"})
    void aStreamAddsUpToTheUnstreamedAnswer(String model) {
        ChatCompletion whole = client.chat().completions().create(hello(model).build());

        ChatCompletion accumulated = accumulate(hello(model));

        assertThat(accumulated.choices().getFirst().message().content())
                .isEqualTo(whole.choices().getFirst().message().content());
        assertThat(accumulated.choices().getFirst().finishReason())
                .isEqualTo(whole.choices().getFirst().finishReason());
        assertThat(accumulated.usage()).isEqualTo(whole.usage());
        assertThat(accumulated.model()).isEqualTo(whole.model());
    }

    @Test
    void parallelToolCallsStreamedOrNot() {
        ChatCompletionCreateParams.Builder params = hello("gpt-test").addTool(tool("weather")).addTool(tool("time"));

        List<Function> whole = calls(client.chat().completions().create(params.build()));

        assertThat(whole).extracting(Function::name).containsExactly("weather", "time", "weather");
        assertThat(whole).extracting(Function::arguments).containsExactly("{\"city\":\"Ostrava\",\"unit\":\"°C\"}",
                "{}",
                "{\"city\":\"Zürich\",\"unit\":\"°C\"}");
        assertThat(calls(accumulate(params))).isEqualTo(whole);
    }

    @Test
    void structuredOutput() {
        Weather weather = client.chat().completions()
                .create(hello("gpt-test").responseFormat(Weather.class).build())
                .choices().getFirst().message().content().orElseThrow();

        assertThat(weather.city).isEqualTo("Ostrava");
        assertThat(weather.celsius).isEqualTo(21);
        assertThat(weather.sunny).isTrue();
    }

    @Test
    void embeddings() {
        for (EmbeddingCreateParams.EncodingFormat format : List.of(EmbeddingCreateParams.EncodingFormat.FLOAT,
                EmbeddingCreateParams.EncodingFormat.BASE64)) {
            CreateEmbeddingResponse response = client.embeddings().create(EmbeddingCreateParams.builder()
                    .model("text-embedding-test").inputOfArrayOfStrings(List.of("one", "two"))
                    .encodingFormat(format).build());

            assertThat(response.data()).hasSize(2);
            assertThat(response.data().getFirst().embedding()).hasSize(3).first()
                    .satisfies(value -> assertThat(value).isEqualTo(0.5f, within(1e-6f)));
        }
    }

    @Test
    void modelsAreListedAndFoundByName() {
        List<String> ids = client.models().list().data().stream().map(Model::id).toList();

        assertThat(ids).contains("gpt-test", "main/gpt-test", "mock-1", "gpt-limited").doesNotHaveDuplicates();
        assertThat(client.models().retrieve("main/gpt-test").id()).isEqualTo("main/gpt-test");
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.models().retrieve("no-such"));
    }

    @Test
    void aWrongTokenIsUnauthorized() {
        OpenAIClient stranger = client.withOptions(options -> options.apiKey("token-of-nobody"));

        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> stranger.chat().completions().create(hello("gpt-test").build()))
                .satisfies(e -> assertThat(e.code()).hasValue("invalid_api_key"));
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.chat().completions().create(hello("no-such-model").build()))
                .satisfies(e -> {
                    assertThat(e.code()).hasValue("model_not_found");
                    assertThat(e.param()).hasValue("model");
                    assertThat(e.getMessage()).contains("no-such-model");
                });
    }

    @Test
    void aBadRequestOfTheUpstreamIsTold() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.chat().completions().create(hello("gpt-test").temperature(99.0).build()))
                .satisfies(e -> {
                    assertThat(e.code()).hasValue("decimal_above_max_value");
                    assertThat(e.param()).hasValue("temperature");
                });
    }

    @Test
    void aBadRequestOfTheClientIsTold() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.chat().completions().create(
                        hello("gpt-test").putAdditionalBodyProperty("model", JsonValue.from(7)).build()))
                .satisfies(e -> assertThat(e.param()).hasValue("model"));
    }

    @Test
    void aRateLimitIsTold() {
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> client.chat().completions().create(hello("gpt-limited").build()))
                .satisfies(e -> {
                    assertThat(e.code()).hasValue("rate_limit_exceeded");
                    assertThat(e.headers().values("retry-after")).containsExactly("30");
                });
    }

    @Test
    void anErrorBeforeAStreamIsTypedToo() {
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> accumulate(hello("gpt-limited")));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> accumulate(hello("no-such-model")));
    }

    private static ChatCompletionCreateParams.Builder hello(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Say hello.");
    }

    private static ChatCompletionFunctionTool tool(String name) {
        return ChatCompletionFunctionTool.builder().function(FunctionDefinition.builder().name(name)
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties",
                                JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build()).build();
    }

    private static ChatCompletion accumulate(ChatCompletionCreateParams.Builder params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(
                params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()).build())) {
            chunks.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    private static List<Function> calls(ChatCompletion completion) {
        return completion.choices().getFirst().message().toolCalls().orElseThrow().stream()
                .map(ChatCompletionMessageToolCall::asFunction)
                .map(call -> call.function())
                .toList();
    }
}
