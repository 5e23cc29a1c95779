package io.patchbay.provider.vertex.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.testkit.FakeClock;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import io.patchbay.upstream.UpstreamRequest;
import io.patchbay.upstream.internal.JettyUpstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VertexProviderTest {
    private static final String EMAIL = "gateway@p.iam.gserviceaccount.com";
    private static final String LOCATION = "/v1/projects/p/locations/europe-west1";
    private static final Operation COUNT_TOKENS = new Operation("count-tokens");

    private final JettyUpstream client = new JettyUpstream();
    private final FakeUpstream upstream = FakeUpstream.start().otherwise(Script.json(200, "{}"));
    private final List<String> hosts = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final FakeClock clock = new FakeClock();
    private final VertexProvider provider = new VertexProvider(request -> client.send(toTheFake(request)), "p",
            "europe-west1", Map.of("baseUrl", ""), clock, environment);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aServiceAccountGetsATokenOnce() throws Exception {
        upstream.answer(Script.json(200, token("one")));

        send(ServiceAccount.json(EMAIL));
        send(ServiceAccount.json(EMAIL));

        ReceivedRequest asked = upstream.take();
        assertThat(asked.path()).isEqualTo("/token");
        assertThat(claims(asked)).contains("\"iss\":\"" + EMAIL + "\"",
                "\"scope\":\"https://www.googleapis.com/auth/cloud-platform\"");
        assertThat(hosts).containsExactly("oauth2.googleapis.com", "europe-west1-aiplatform.googleapis.com",
                "europe-west1-aiplatform.googleapis.com");
        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer one");
        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer one");
    }

    @Test
    void aChangedSecretActsAtOnce() throws Exception {
        upstream.answer(Script.json(200, token("one")), Script.json(200, "{}"), Script.json(200, token("two")));

        send(ServiceAccount.json(EMAIL));
        send(ServiceAccount.json("other@p.iam.gserviceaccount.com"));

        List<ReceivedRequest> received = upstream.received();
        assertThat(claims(received.get(2))).contains("other@p.iam");
        assertThat(received.get(3).headers().all("authorization")).containsExactly("Bearer two");
    }

    @Test
    void withoutAKeyTheMachinesFileIsReadEachTime() throws Exception {
        Path file = Files.writeString(directory.resolve("adc.json"), ServiceAccount.json(EMAIL));
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
        upstream.answer(Script.json(200, token("one")), Script.json(200, "{}"), Script.json(200, token("two")));

        send("");
        Files.writeString(file, ServiceAccount.json("other@p.iam.gserviceaccount.com"));
        clock.advance(Duration.ofDays(40_000));
        send("");

        List<ReceivedRequest> received = upstream.received();
        assertThat(claims(received.get(0))).contains(EMAIL);
        assertThat(claims(received.get(2))).contains("other@p.iam");
        assertThat(received.get(3).headers().all("authorization")).containsExactly("Bearer two");
    }

    @ParameterizedTest
    @CsvSource({"400,KEY_REFUSED", "401,KEY_REFUSED", "429,RATE_LIMITED", "503,UPSTREAM"})
    void aTokenThatIsRefusedIsToldWithoutAnythingSecret(int status, ErrorKind kind) {
        upstream.answer(Script.json(status, "{\"error\": \"invalid_grant\", \"error_description\": \"the words\"}"));

        assertThatThrownBy(() -> send(ServiceAccount.json(EMAIL))).isInstanceOfSatisfying(GatewayException.class,
                error -> {
                    assertThat(error.kind()).isEqualTo(kind);
                    assertThat(error.message()).isEqualTo(
                            "Google gives no token for the key 'k': invalid_grant, status " + status + ".");
                });
        assertThat(upstream.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sk-secret", "{\"type\":\"secret\"}", "{\"type\":\"service_account\"}",
        "{\"secret"})
    void whatIsNoCredentialIsRefusedWithoutRepeatingIt(String value) {
        assertThatThrownBy(() -> send(value)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED);
            assertThat(error.message()).contains("'k'").doesNotContain("secret");
        });
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false,generateContent,", "true,streamGenerateContent,alt=sse"})
    void geminiIsBelowItsPublisher(boolean stream, String method, String query) throws Exception {
        upstream.answer(Script.json(200, token("one")));
        WireRequest request = WireRequest.builder("gemini", Operation.CHAT).path("/v1beta/models/{model}:" + method)
                .model("gemini-3-pro").query(query == null ? "" : query).stream(stream)
                .body(Bytes.utf8("{\"contents\":[]}")).build();

        provider.send(attempt(request, ServiceAccount.json(EMAIL))).close();

        upstream.take();
        ReceivedRequest received = upstream.take();
        assertThat(received.target()).isEqualTo(LOCATION + "/publishers/google/models/gemini-3-pro:" + method
                + (query == null ? "" : "?" + query));
        assertThat(received.body().utf8()).isEqualTo("{\"contents\":[]}");
    }

    @ParameterizedTest
    @CsvSource({"false,rawPredict", "true,streamRawPredict"})
    void claudeIsARawPrediction(boolean stream, String method) throws Exception {
        upstream.answer(Script.json(200, token("one")));

        provider.send(attempt(claude(Operation.CHAT, stream), ServiceAccount.json(EMAIL))).close();

        upstream.take();
        ReceivedRequest received = upstream.take();
        assertThat(received.path()).isEqualTo(
                LOCATION + "/publishers/anthropic/models/claude-sonnet-4-5%4020250929:" + method);
        assertThat(received.body().utf8()).isEqualTo("""
                { "metadata":{"model":"x"}, "anthropic_version":"vertex-2023-10-16" , "messages":[]}""");
    }

    @Test
    void claudesTokensAreCountedByName() throws Exception {
        upstream.answer(Script.json(200, token("one")));

        provider.send(attempt(claude(COUNT_TOKENS, false), ServiceAccount.json(EMAIL))).close();

        upstream.take();
        ReceivedRequest received = upstream.take();
        assertThat(received.path()).isEqualTo(LOCATION + "/publishers/anthropic/models/count-tokens:rawPredict");
        assertThat(received.body().utf8()).isEqualTo(
                """
                { "metadata":{"model":"x"}, "model" : "claude-sonnet-4-5@20250929","anthropic_version":"vertex-2023-10-16" , "messages":[]}""");
    }

    @Test
    void othersAreAskedAsOpenAiIs() throws Exception {
        upstream.answer(Script.json(200, token("one")));
        WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT).path("/chat/completions")
                .model("meta/llama").body(Bytes.utf8("{\"model\":\"meta/llama\"}")).build();

        provider.send(attempt(request, ServiceAccount.json(EMAIL))).close();

        upstream.take();
        assertThat(upstream.take().path()).isEqualTo(LOCATION + "/endpoints/openapi/chat/completions");
    }

    @Test
    void theModelSaysTheDialect() {
        assertThat(provider.dialects("gemini-3-pro")).containsExactly("gemini");
        assertThat(provider.dialects("claude-opus-4-6")).containsExactly("anthropic-messages");
        assertThat(provider.dialects("meta/llama")).containsExactly("openai-chat");
    }

    @ParameterizedTest
    @CsvSource({"gemini-embedding-001,gemini", "claude-x,anthropic-messages", "meta/llama,openai-chat"})
    void whatIsNotServedIsSaid(String model, String dialect) {
        WireRequest request = WireRequest.builder(dialect, Operation.EMBEDDINGS).model(model).build();

        assertThatThrownBy(() -> provider.send(attempt(request, ServiceAccount.json(EMAIL))))
                .isInstanceOfSatisfying(GatewayException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @ParameterizedTest
    @CsvSource({"global,aiplatform.googleapis.com", "eu,aiplatform.eu.rep.googleapis.com",
        "us-east5,us-east5-aiplatform.googleapis.com"})
    void theLocationSaysWhere(String location, String host) {
        assertThat(VertexProvider.baseUrl("p", location))
                .isEqualTo("https://" + host + "/v1/projects/p/locations/" + location);
    }

    @Test
    void aProjectIsNeeded() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new VertexProvider(client, "", "global", Map.of("baseUrl", ""), clock, environment))
                .withMessageContaining("project");
    }

    static String token(String value) {
        return "{\"access_token\":\"" + value + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";
    }

    private static WireRequest claude(Operation operation, boolean stream) {
        String body = """
                { "metadata":{"model":"x"}, "model" : "claude-sonnet-4-5@20250929" , "messages":[]}""";
        int from = body.indexOf("claude");
        return WireRequest.builder("anthropic-messages", operation).path("/messages")
                .model("claude-sonnet-4-5@20250929").modelAt(from, from + 26).stream(stream).body(Bytes.utf8(body))
                .build();
    }

    private void send(String value) {
        WireRequest request = WireRequest.builder("gemini", Operation.CHAT).path("/v1/models/{model}:generateContent")
                .model("gemini-3-pro").body(Bytes.utf8("{}")).build();
        provider.send(attempt(request, value)).close();
    }

    private static Attempt attempt(WireRequest request, String value) {
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        Attempt.Builder attempt = Attempt.builder(exchange, Target.of("test", request.model(), 1));
        return value.isEmpty() ? attempt.build() : attempt.key(Key.of("k", Map.of("value", value))).build();
    }

    /** Whoever a request is for, the fake gets it. */
    private UpstreamRequest toTheFake(UpstreamRequest request) {
        hosts.add(request.uri().getHost());
        String query = request.uri().getRawQuery() == null ? "" : "?" + request.uri().getRawQuery();
        return UpstreamRequest.builder(URI.create(upstream.url() + request.uri().getRawPath() + query))
                .method(request.method()).headers(request.headers()).body(request.body()).build();
    }

    /** What a service account has signed. */
    private static String claims(ReceivedRequest asked) {
        String body = asked.body().utf8();
        String jwt = body.substring(body.indexOf("assertion=") + "assertion=".length());
        return new String(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
