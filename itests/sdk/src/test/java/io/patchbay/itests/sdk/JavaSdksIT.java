package io.patchbay.itests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.itests.product.Gateway;
import io.patchbay.testkit.Script;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every SDK must be able to do with every provider that speaks another dialect than its own. */
class JavaSdksIT {
    private static final Upstream UPSTREAM = new Upstream();

    @RegisterExtension
    static final Gateway GATEWAY = SdkGateway.inFrontOf(UPSTREAM);

    private static List<Sdk> sdks = List.of();

    @BeforeAll
    static void connect() {
        UPSTREAM.load();
        String url = GATEWAY.url();
        sdks = Stream.<BiFunction<String, String, Sdk>>of(AnthropicSdk::new, BedrockSdk::new, ChatSdk::new,
                CohereSdk::new, GeminiSdk::new, ResponsesSdk::new)
                .map(constructor -> constructor.apply(url, SdkGateway.TOKEN)).toList();
    }

    @AfterAll
    static void close() {
        sdks.forEach(Sdk::close);
        UPSTREAM.close();
    }

    @ParameterizedTest
    @MethodSource
    void text(Sdk sdk, Take take) {
        Played played = UPSTREAM.play(take);

        Answer answer = answer(sdk, Ask.of(take.vendor()), played);

        assertThat(answer.text()).isEqualTo(played.text()).isNotEmpty();
        assertThat(answer.finish()).isEqualTo(sdk.finish(Scene.TEXT));
        assertThat(answer.outputTokens()).isEqualTo(played.outputTokens());
        assertThat(UPSTREAM.received(take.vendor()).words()).contains(Ask.INSTRUCTIONS, Ask.QUESTION);
    }

    static Stream<Arguments> text() {
        return pairs(Scene.TEXT);
    }

    @ParameterizedTest
    @MethodSource
    void calls(Sdk sdk, Take take) {
        Played played = UPSTREAM.play(take);
        List<String> names = take.calls().stream().map(Call::name).toList();
        Ask ask = Ask.of(take.vendor()).withTools(names);

        Answer answer = answer(sdk, ask, played);

        assertThat(answer.calls()).isEqualTo(take.calls());
        assertThat(answer.text()).isEqualTo(played.text());
        assertThat(answer.finish()).isEqualTo(sdk.finish(Scene.CALLS));
        assertThat(UPSTREAM.received(take.vendor()).tools()).isEqualTo(names);

        Played end = UPSTREAM.play(Take.first(take.vendor(), Scene.TEXT));
        List<String> results = IntStream.range(0, names.size()).mapToObj(i -> "result-" + i).toList();

        assertThat(sdk.next(ask, answer, results).text()).isEqualTo(end.text());

        Received received = UPSTREAM.received(take.vendor());
        assertThat(received.calls()).hasSameSizeAs(names).isEqualTo(received.resultsOf());
        assertThat(String.join("\n", received.results())).containsSubsequence(results);
    }

    static Stream<Arguments> calls() {
        return pairs(Scene.CALLS);
    }

    @ParameterizedTest
    @MethodSource
    void form(Sdk sdk, Take take) {
        Played played = UPSTREAM.play(take);

        Answer answer = answer(sdk, Ask.of(take.vendor()).withForm(), played);

        assertThat(answer.text()).isEqualTo(played.text()).contains("\"title\"");
        assertThat(UPSTREAM.received(take.vendor()).form()).contains("\"title\"", "\"category\"", "\"summary\"");
    }

    static Stream<Arguments> form() {
        return pairs(Scene.FORM);
    }

    @ParameterizedTest
    @MethodSource
    void reasoning(Sdk sdk, Take take) {
        Played played = UPSTREAM.play(take);

        Answer answer = answer(sdk, Ask.of(take.vendor()).withEffort(), played);

        assertThat(answer.reasoning()).isEqualTo(played.reasoning()).isNotEmpty();
        assertThat(answer.text()).isEqualTo(played.text()).isNotEmpty();
        assertThat(answer.outputTokens()).isEqualTo(played.outputTokens());
        assertThat(UPSTREAM.received(take.vendor()).effort()).isNotEmpty();
    }

    static Stream<Arguments> reasoning() {
        return pairs(Scene.REASONING);
    }

    @ParameterizedTest
    @MethodSource
    void picture(Sdk sdk, Vendor vendor) {
        UPSTREAM.play(Take.first(vendor, Scene.TEXT));

        sdk.whole(Ask.of(vendor).withPicture());

        Received received = UPSTREAM.received(vendor);
        assertThat(received.picture()).endsWith(Ask.PNG);
        assertThat(received.words()).contains(Ask.QUESTION);
    }

    static Stream<Arguments> picture() {
        return sdks.stream().flatMap(sdk -> others(sdk).map(vendor -> Arguments.of(sdk, vendor)));
    }

    @ParameterizedTest
    @MethodSource
    void aRefusalOfTheVendor(Sdk sdk, Take take) {
        Played played = UPSTREAM.play(take);

        assertRefused(sdk, Ask.of(take.vendor()), played.status(), played.error());
    }

    static Stream<Arguments> aRefusalOfTheVendor() {
        return pairs(Scene.REFUSAL);
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void aWrongToken(Sdk sdk) {
        Sdk stranger = sdk.withToken("token-of-nobody");

        assertRefused(stranger, Ask.of(Vendor.OPENAI), 401, "");

        stranger.close();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void anUnknownModel(Sdk sdk) {
        assertRefused(sdk, Ask.of(Vendor.OPENAI).withModel("no-such-model"), 404, "no-such-model");
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void tooManyRequests(Sdk sdk) {
        assertRefused(sdk, Ask.of(Vendor.OPENAI).withModel("busy"), 429, "");
    }

    @Test
    void vectorsOfAnotherVendor() {
        Script vectors = Script.json(200, """
                {"object":"list","model":"m","data":[
                  {"object":"embedding","index":0,"embedding":[0.5,-0.25]},
                  {"object":"embedding","index":1,"embedding":[0.125,1]}],
                 "usage":{"prompt_tokens":4,"total_tokens":4}}""");
        UPSTREAM.play(vectors);
        List<String> texts = List.of("one", "two");
        String model = Ask.of(Vendor.OPENAI).model();

        assertThat(sdk(GeminiSdk.class).vectors(model, texts))
                .containsExactly(List.of(0.5f, -0.25f), List.of(0.125f, 1f));
        assertThat(UPSTREAM.received(Vendor.OPENAI).body().path("input").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(sdk(CohereSdk.class).vectors(model, texts))
                .containsExactly(List.of(0.5f, -0.25f), List.of(0.125f, 1f));
        assertThat(UPSTREAM.received(Vendor.OPENAI).body().path("input").toString()).isEqualTo("[\"one\",\"two\"]");
    }

    @Test
    void tokensAreCountedByVendorsOfTheSameDialect() {
        UPSTREAM.play(Script.json(200, "{\"input_tokens\":17}"));
        assertThat(sdk(AnthropicSdk.class).tokens(Ask.of(Vendor.ANTHROPIC))).isEqualTo(17);

        UPSTREAM.play(Script.json(200, "{\"totalTokens\":19}"));
        assertThat(sdk(GeminiSdk.class).tokens(Ask.of(Vendor.GEMINI))).isEqualTo(19);

        assertThatExceptionOfType(sdk(AnthropicSdk.class).thrownFor(400))
                .isThrownBy(() -> sdk(AnthropicSdk.class).tokens(Ask.of(Vendor.OPENAI)));
        assertThatExceptionOfType(sdk(GeminiSdk.class).thrownFor(400))
                .isThrownBy(() -> sdk(GeminiSdk.class).tokens(Ask.of(Vendor.OPENAI)));
    }

    @Test
    void documentsAreRanked() {
        UPSTREAM.play(Script.json(200, """
                {"id":"1","results":[{"index":1,"relevance_score":0.75},{"index":0,"relevance_score":0.25}]}"""));

        assertThat(sdk(CohereSdk.class).ranked(Ask.of(Vendor.COHERE).model(), "which?", List.of("this", "that")))
                .containsExactly("that", "this");
        assertThat(UPSTREAM.received(Vendor.COHERE).body().path("model").asText()).isEqualTo(Vendor.COHERE.model);
    }

    @Test
    void modelsOfAllVendorsAreListed() {
        List<String> all =
                Stream.of(Vendor.values()).map(vendor -> vendor.provider() + "/" + vendor.model).toList();

        assertThat(sdk(AnthropicSdk.class).models()).containsAll(all);
        AnthropicSdk prefixed = new AnthropicSdk(GATEWAY.url() + "/anthropic", SdkGateway.TOKEN);
        assertThat(prefixed.models()).containsAll(all);
        prefixed.close();
        assertThat(sdk(CohereSdk.class).models()).containsAll(all);
        assertThat(sdk(GeminiSdk.class).models())
                .containsAll(all.stream().map(name -> "models/" + name).toList());
    }

    /** An AWS SDK that can only sign has the token as its access key. */
    @Test
    void aSignedRequest() {
        Played played = UPSTREAM.play(Take.first(Vendor.OPENAI, Scene.TEXT));
        Sdk signing = BedrockSdk.signing(GATEWAY.url(), SdkGateway.TOKEN);

        assertThat(signing.whole(Ask.of(Vendor.OPENAI)).text()).isEqualTo(played.text());

        signing.close();
    }

    private static <S extends Sdk> S sdk(Class<S> type) {
        return sdks.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    static Stream<Sdk> sdks() {
        return sdks.stream();
    }

    private static Answer answer(Sdk sdk, Ask ask, Played played) {
        return played.streamed() ? sdk.stream(ask) : sdk.whole(ask);
    }

    /** Whether a stream is asked for or not, the SDK throws its own exception for a status, and tells what is wrong. */
    private static void assertRefused(Sdk sdk, Ask ask, int status, String words) {
        for (ThrowingCallable asked : List.<ThrowingCallable>of(() -> sdk.whole(ask), () -> sdk.stream(ask))) {
            assertThatExceptionOfType(sdk.thrownFor(status)).isThrownBy(asked).satisfies(thrown -> {
                assertThat(sdk.status(thrown)).isEqualTo(status);
                assertThat(thrown.toString()).contains(words);
            });
        }
    }

    private static Stream<Arguments> pairs(Scene scene) {
        return sdks.stream().flatMap(sdk -> Take.of(scene).filter(take -> !take.vendor().dialect.equals(sdk.dialect()))
                .map(take -> Arguments.of(sdk, take)));
    }

    private static Stream<Vendor> others(Sdk sdk) {
        return Stream.of(Vendor.values()).filter(vendor -> !vendor.dialect.equals(sdk.dialect()));
    }
}
