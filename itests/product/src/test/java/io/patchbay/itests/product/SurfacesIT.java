package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.ResponseStatus;
import io.patchbay.testkit.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What OpenAI's API has beside chat, by the official SDK where it has a method and by plain HTTP: to providers that have
 * it, to those that do not, and used wrongly.
 */
class SurfacesIT {
    private static final String NARROW = "token-for-some-models";
    private static final SurfaceUpstream UPSTREAM = new SurfaceUpstream();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.ingress: { host: "127.0.0.1" }
            io.patchbay.provider.openai~main: { baseUrl: "%1$s/v1", models: ["m-*"], surfaces: ["images", "image-edits",
              "speech", "transcriptions", "translations", "moderations", "files", "batches", "stored-responses"] }
            io.patchbay.provider.openai~other: { baseUrl: "%1$s/broken/v1", models: ["broken-*"], surfaces: ["images", "files"] }
            io.patchbay.provider.openai~plain: { baseUrl: "%1$s/plain/v1", models: ["chat-*"], dialects: ["openai-chat"] }
            io.patchbay.provider.mock~mock: { models: ["mock-1"], reply: "Hello from the mock." }
            io.patchbay.key~main: { provider: main, .value: "$[env:UPSTREAM_KEY]" }
            io.patchbay.route~painter: { model: "painter", targets: ["plain/chat-1"], fallbacks: ["other/broken-1", "main/m-paint"], retries: 0 }
            io.patchbay.route~plainpainter: { model: "plain-painter", targets: ["plain/chat-1"] }
            io.patchbay.virtualkey~app: { .token: "$[env:APP_TOKEN]" }
            io.patchbay.virtualkey~narrow: { .token: "$[env:NARROW_TOKEN]", models: ["m-*"] }
            """.formatted(UPSTREAM.url()))
            .environment("UPSTREAM_KEY", SurfaceUpstream.KEY)
            .environment("APP_TOKEN", SdkGateway.TOKEN)
            .environment("NARROW_TOKEN", NARROW);

    private static OpenAIClient client;

    @BeforeAll
    static void connect() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl(GATEWAY.process().url() + "/v1")
                .apiKey(SdkGateway.TOKEN)
                .putHeader("x-patchbay-provider", "main")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void close() {
        client.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void forget() {
        UPSTREAM.forget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/openai/v1", "/openai", "/litellm/v1", "/litellm", "/langchain/v1", "/langchain"})
    void everyRootLeadsToTheSame(String root) throws Exception {
        java.net.http.HttpResponse<String> models = get(root + "/models");
        java.net.http.HttpResponse<String> chat = post(root + "/chat/completions", Client.body("chat-1", false));

        assertThat(models.body()).contains("\"mock-1\"");
        assertThat(chat.statusCode()).isEqualTo(200);
        ReceivedRequest received = UPSTREAM.take();
        while (received.method().equals("GET")) {
            received = UPSTREAM.take();
        }
        assertThat(received.path()).isEqualTo("/plain/v1/chat/completions");
        assertThat(post(root + "/responses", "{}").statusCode()).isEqualTo(400);
        assertThat(post(root + "/no-such", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void aCompletionGoesThroughToAProviderThatHasIt() throws Exception {
        Completion completion = client.completions().create(once("m-old").build());

        assertThat(completion.choices().getFirst().text()).isEqualTo(" upon");
        assertThat(UPSTREAM.take().path()).isEqualTo("/v1/completions");
    }

    @Test
    void aCompletionBecomesAChatWithOneThatHasNot() throws Exception {
        Completion completion = client.completions().create(once("chat-1").build());

        assertThat(completion.choices().getFirst().text()).isEqualTo(" upon a time");
        assertThat(completion.choices().getFirst().finishReason().toString()).isEqualTo("length");
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(4);
        ReceivedRequest received = UPSTREAM.take();
        assertThat(received.path()).isEqualTo("/plain/v1/chat/completions");
        assertThat(received.body().utf8()).contains("\"messages\":[{\"role\":\"user\",\"content\":\"Once\"}]");
    }

    @ParameterizedTest
    @CsvSource({"chat-1, ' upon a time'", "mock-1, Hello from the mock."})
    void aStreamedCompletionDoesAsWell(String model, String text) {
        try (StreamResponse<Completion> chunks = client.completions().createStreaming(once(model).build())) {
            assertThat(chunks.stream().flatMap(chunk -> chunk.choices().stream()).map(choice -> choice.text())
                    .collect(Collectors.joining())).isEqualTo(text);
        }
    }

    @Test
    void aCompletionThatNoChatCanGiveIsRefused() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.completions().create(once("chat-1").echo(true).build()))
                .satisfies(e -> assertThat(e.param()).hasValue("echo"));
        assertThat(UPSTREAM.untouched()).isTrue();
    }

    @Test
    void aPicture() throws Exception {
        ImagesResponse images = client.images()
                .generate(ImageGenerateParams.builder().model("main/m-paint").prompt("a fox").build());

        assertThat(images.data().orElseThrow().getFirst().b64Json()).hasValue("AAAA");
        ReceivedRequest received = UPSTREAM.take();
        assertThat(received.path()).isEqualTo("/v1/images/generations");
        assertThat(received.body().utf8()).contains("\"m-paint\"").doesNotContain("main/");
        await().until(
                () -> GATEWAY.metrics().sum("patchbay_tokens_total", "model=\"m-paint\"", "kind=\"output\"") >= 7);
    }

    @Test
    void aRouteLeavesOutWhoHasNoPicturesAndFailsOver() {
        java.net.http.HttpResponse<String> answer =
                post("/v1/images/generations", "{\"model\":\"painter\",\"prompt\":\"x\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-patchbay-provider")).contains("main");
        assertThat(answer.headers().firstValue("x-patchbay-attempts")).contains("2");
    }

    @Test
    void whereNobodyHasPicturesTheErrorSaysSo() {
        assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> client.images()
                .generate(ImageGenerateParams.builder().model("plain-painter").prompt("a fox").build()))
                .satisfies(e -> {
                    assertThat(e.code()).hasValue("surface_not_supported");
                    assertThat(e.getMessage()).contains("'plain'").contains("images");
                });
        assertThat(UPSTREAM.untouched()).isTrue();
    }

    @Test
    void anEditedPictureKeepsItsBytes() throws Exception {
        String form = form("image", "\u0000\u00ff--b \r\n", "model", "main/m-paint");

        java.net.http.HttpResponse<String> answer = postForm("/v1/images/edits", form);

        assertThat(answer.body()).isEqualTo("{\"created\":2,\"data\":[{\"b64_json\":\"BBBB\"}]}");
        ReceivedRequest received = UPSTREAM.take();
        assertThat(new String(received.body().toArray(), StandardCharsets.ISO_8859_1))
                .isEqualTo(form.replace("main/m-paint", "m-paint"));
        assertThat(received.headers().first("content-type")).contains("multipart/form-data; boundary=b");
    }

    @Test
    void speechIsHeardWhileItIsSpoken() throws Exception {
        try (HttpResponse speech = client.audio().speech().create(
                SpeechCreateParams.builder().model("m-voice").voice("alloy").input("Hi").build())) {
            assertThat(speech.headers().values("content-type")).containsExactly("audio/mpeg");
            byte[] first = new byte[3];
            assertThat(speech.body().readNBytes(first, 0, 3)).isEqualTo(3);
            assertThat(first).isEqualTo(new byte[]{(byte) 0xff, (byte) 0xfb, '1'});
            UPSTREAM.secondPiece.open();
            assertThat(speech.body().readAllBytes()).isEqualTo(new byte[]{'2', '3', '4'});
        }
        assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> client.audio().speech().create(
                SpeechCreateParams.builder().model("chat-1").voice("alloy").input("Hi").build()));
    }

    @Test
    void speechThatBreaksOffDoesNotLookLikeItsEnd() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> post("/v1/audio/speech", "{\"model\":\"mock-1\",\"input\":\"x\"}", "x-mock-fault",
                        "cut"));
        assertThat(post("/v1/audio/speech", "{\"model\":\"mock-1\",\"input\":\"x\"}", "x-mock-fault", "reset")
                .statusCode())
                .isEqualTo(502);
    }

    @Test
    void aTranscriptByTheSdksForm() throws Exception {
        String text = client.audio().transcriptions().create(TranscriptionCreateParams.builder().model("main/m-ear")
                .file(new byte[]{0, 1, '\r', '\n', '-', '-'}).build()).asTranscription().text();

        assertThat(text).isEqualTo("Ahoj");
        ReceivedRequest received = UPSTREAM.take();
        assertThat(received.path()).isEqualTo("/v1/audio/transcriptions");
        assertThat(received.body().utf8()).contains("m-ear").doesNotContain("main/").contains("\u0000\u0001\r\n--");
        assertThat(received.headers().first("content-type").orElseThrow()).startsWith("multipart/form-data");
    }

    @Test
    void aTranslationAndFormsThatAreNone() {
        assertThat(postForm("/v1/audio/translations", form("file", "x", "model", "m-ear")).body())
                .isEqualTo("{\"text\":\"Hello\"}");
        UPSTREAM.forget();
        for (String wrong : List.of("no form", form("model", "m-ear", "model", "chat-1"))) {
            assertThat(OpenAiError.of(postForm("/v1/audio/translations", wrong)).type())
                    .isEqualTo("invalid_request_error");
        }
        assertThat(UPSTREAM.untouched()).isTrue();
    }

    @Test
    void aModerationNeedsNoModelButAProvider() throws Exception {
        assertThat(client.moderations().create(ModerationCreateParams.builder().input("x").build()).id())
                .isEqualTo("modr-1");
        assertThat(UPSTREAM.take().headers().contains("x-patchbay-provider")).isFalse();
        assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> client.moderations().create(
                ModerationCreateParams.builder().input("x").putAdditionalHeader("x-patchbay-provider", "nobody")
                        .build()));
        assertThat(OpenAiError.of(post("/v1/moderations", "{\"input\":\"x\"}")).message()).contains("main, mock")
                .contains("x-patchbay-provider");
    }

    @Test
    void filesFromBeginningToEnd() throws IOException {
        FileObject file = client.files().create(FileCreateParams.builder().file("{}\n".getBytes(StandardCharsets.UTF_8))
                .purpose(FilePurpose.BATCH).build());

        assertThat(file.id()).isEqualTo("file-1");
        assertThat(client.files().list().data()).hasSize(1);
        assertThat(client.files().retrieve("file-1").filename()).isEqualTo("in.jsonl");
        try (HttpResponse content = client.files().content("file-1")) {
            assertThat(new String(content.body().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"error\":1}\n");
        }
        assertThat(client.files().delete("file-1").deleted()).isTrue();
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.files().retrieve("file-2"));
        assertThat(OpenAiError.of(get("/v1/files")).message()).contains("main, other");
        assertThat(get("/v1/files/..%2Fmodels").statusCode()).isEqualTo(400);
    }

    @Test
    void batchesFromBeginningToEnd() {
        Batch batch = client.batches().create(BatchCreateParams.builder().inputFileId("file-1")
                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H).build());

        assertThat(batch.id()).isEqualTo("batch_1");
        assertThat(client.batches().list().data()).hasSize(1);
        assertThat(client.batches().retrieve("batch_1").status()).isEqualTo(Batch.Status.VALIDATING);
        assertThat(client.batches().cancel("batch_1").status()).isEqualTo(Batch.Status.CANCELLING);
        assertThat(get("/v1/batches").statusCode()).as("only one provider has batches").isEqualTo(200);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.batches().retrieve("batch_2"));
    }

    @Test
    void aStoredResponseIsToldAsItIs() {
        assertThat(client.responses().retrieve("resp_1").error().orElseThrow().message()).isEqualTo("It failed then.");
        assertThat(client.responses().cancel("resp_1").status()).hasValue(ResponseStatus.CANCELLED);
        assertThat(client.responses().inputItems().list("resp_1").data()).isEmpty();
        client.responses().delete("resp_1");
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.responses().retrieve("resp_2"));
        assertThat(get("/v1/responses/resp_1", "x-patchbay-provider", "plain").statusCode()).isEqualTo(400);
    }

    @Test
    void theSameCredentialsAndLimitsHold() {
        OpenAIClient stranger = client.withOptions(options -> options.apiKey("token-of-nobody"));
        OpenAIClient narrow = client.withOptions(options -> options.apiKey(NARROW));

        assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> stranger.files().list());
        assertThatExceptionOfType(PermissionDeniedException.class).isThrownBy(() -> narrow.files().list());
        assertThatExceptionOfType(PermissionDeniedException.class)
                .isThrownBy(() -> narrow.completions().create(once("chat-1").build()));
        assertThat(narrow.completions().create(once("m-old").build()).id()).isEqualTo("cmpl-1");
    }

    private static CompletionCreateParams.Builder once(String model) {
        return CompletionCreateParams.builder().model(model).prompt("Once").maxTokens(3);
    }

    private static java.net.http.HttpResponse<String> get(String path, String... headers) {
        return GATEWAY.client().get(path, authenticated(headers));
    }

    private static java.net.http.HttpResponse<String> post(String path, String json, String... headers) {
        return GATEWAY.client().post(path, json, authenticated(headers));
    }

    private static java.net.http.HttpResponse<String> postForm(String path, String form) {
        Client http = GATEWAY.client();
        return http.send(http.request(path, authenticated()).header("content-type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form.getBytes(StandardCharsets.ISO_8859_1))), BodyHandlers.ofString());
    }

    private static String[] authenticated(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "authorization";
        all[headers.length + 1] = "Bearer " + SdkGateway.TOKEN;
        return all;
    }

    /** A form of fields, whose names and values take turns. */
    private static String form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append("--b\r\nContent-Disposition: form-data; name=\"").append(fields[i]).append("\"\r\n\r\n")
                    .append(fields[i + 1]).append("\r\n");
        }
        return form.append("--b--").toString();
    }
}
