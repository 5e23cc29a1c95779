package io.patchbay.provider.azure.internal;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureProviderTest {
    private static final Map<String, String> CLIENT =
            Map.of("tenantId", "the-tenant", "clientId", "the-client", "clientSecret", "the-secret\n");

    private final JettyUpstream client = new JettyUpstream();
    private final FakeUpstream upstream = FakeUpstream.start().otherwise(Script.json(200, "{}"));
    private final List<String> hosts = new ArrayList<>();
    private final Map<String, Object> configuration = new HashMap<>(Map.of("baseUrl", upstream.url() + "/openai/v1"));
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aClientsSecretGetsATokenOnce() throws Exception {
        upstream.answer(token("one"));
        AzureProvider provider = provider();

        send(provider, CLIENT);
        send(provider, CLIENT);

        ReceivedRequest asked = upstream.take();
        assertThat(asked.path()).isEqualTo("/the-tenant/oauth2/v2.0/token");
        assertThat(asked.body().utf8()).contains("grant_type=client_credentials", "client_id=the-client",
                "client_secret=the-secret",
                "https%3A%2F%2Fcognitiveservices.azure.com%2F.default");
        assertThat(hosts).containsExactly("login.microsoftonline.com", "127.0.0.1", "127.0.0.1");
        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer one");
        ReceivedRequest second = upstream.take();
        assertThat(second.headers().all("authorization")).containsExactly("Bearer one");
        assertThat(second.headers().contains("api-key")).isFalse();
    }

    @Test
    void aChangedSecretActsAtOnce() throws Exception {
        upstream.answer(token("one"), Script.json(200, "{}"), token("two"));
        AzureProvider provider = provider();
        Map<String, String> rotated = new HashMap<>(CLIENT);
        rotated.put("clientSecret", "another");

        send(provider, CLIENT);
        send(provider, rotated);

        List<ReceivedRequest> received = upstream.received();
        assertThat(received.get(2).body().utf8()).contains("client_secret=another");
        assertThat(received.get(3).headers().all("authorization")).containsExactly("Bearer two");
    }

    @ParameterizedTest
    @CsvSource({"401,KEY_REFUSED", "400,KEY_REFUSED", "429,RATE_LIMITED", "503,UPSTREAM"})
    void aTokenThatIsRefusedIsToldWithoutTheSecret(int status, ErrorKind kind) {
        upstream.answer(Script.json(status,
                """
                {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret the-secret."}"""));

        assertThatThrownBy(() -> send(provider(), CLIENT)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(kind);
            assertThat(error.message()).isEqualTo("Microsoft Entra ID gives no token for the key 'k': "
                    + "invalid_client, AADSTS7000215 (status " + status + ").");
        });
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void aKeyThatLacksAPartIsRefused() {
        Map<String, String> partly = Map.of("tenantId", "t", "clientId", "c");

        assertThatThrownBy(() -> send(provider(), partly)).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED);
            assertThat(error.message()).contains("'k'", "clientSecret");
        });
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aNationalCloudHasAnAuthorityOfItsOwn() {
        configuration.put("authority", "https://login.partner.microsoftonline.cn");
        configuration.put("scope", "https://cognitiveservices.azure.cn/.default");
        upstream.answer(token("one"));

        send(provider(), CLIENT);

        assertThat(hosts.getFirst()).isEqualTo("login.partner.microsoftonline.cn");
        assertThat(upstream.received().getFirst().body().utf8()).contains("cognitiveservices.azure.cn");
    }

    @Test
    void aWorkloadsIdentityIsItsTokenFile() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "the-assertion");
        environment.putAll(Map.of("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c", "AZURE_FEDERATED_TOKEN_FILE",
                file.toString()));
        upstream.answer(token("one"));

        send(provider(), Map.of());

        assertThat(upstream.take().body().utf8()).contains("client_assertion=the-assertion", "client_id=c");
        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer one");
    }

    @Test
    void aMachineHasAManagedIdentity() throws Exception {
        environment.put("AZURE_CLIENT_ID", "user-assigned");
        upstream.answer(managed("one"), Script.json(200, "{}"), managed("two"));

        send(provider(), Map.of());
        send(provider(), Map.of());

        ReceivedRequest asked = upstream.take();
        assertThat(hosts.getFirst()).isEqualTo("169.254.169.254");
        assertThat(asked.headers().all("metadata")).containsExactly("true");
        assertThat(asked.target()).contains("resource=https%3A%2F%2Fcognitiveservices.azure.com&",
                "client_id=user-assigned");
        assertThat(upstream.take().headers().all("authorization")).containsExactly("Bearer one");
        assertThat(upstream.received().getLast().headers().all("authorization"))
                .as("another configuration does not meet what the library has kept").containsExactly("Bearer two");
    }

    @Test
    void aMachineWithoutAnIdentityIsRefused() {
        upstream.answer(
                Script.json(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"));

        assertThatThrownBy(() -> send(provider(), Map.of())).isInstanceOfSatisfying(GatewayException.class,
                error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED);
                    assertThat(error.message()).contains("this machine");
                });
    }

    @ParameterizedTest
    @CsvSource({"/openai/v1,'',/chat/completions,/openai/v1/chat/completions",
        "/openai/v1,preview,/chat/completions,/openai/v1/chat/completions?api-version=preview",
        "/openai,2024-10-21,/chat/completions,/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
        "/openai,2025-03-01-preview,/responses,/openai/responses?api-version=2025-03-01-preview"})
    void theVersionSaysWhereTheDeploymentStands(String base, String version, String path, String target)
            throws Exception {
        configuration.put("baseUrl", upstream.url() + base);
        configuration.put("apiVersion", version);

        provider().send(attempt(path, Map.of("value", "x"))).close();

        assertThat(upstream.take().target()).isEqualTo(target);
    }

    @Test
    void theListOfModelsHasTheVersionAsWell() throws Exception {
        configuration.put("apiVersion", "2024-10-21");
        upstream.answer(Script.json(200, "{\"data\":[]}"));

        provider().models(Optional.of(Key.of("k", Map.of("value", "x"))));

        assertThat(upstream.take().target()).isEqualTo("/openai/v1/models?api-version=2024-10-21");
    }

    @Test
    void anInstanceMaySpeakFewerDialects() {
        assertThat(provider().dialects("m")).containsExactly("openai-chat", "openai-responses");
        configuration.put("dialects", new String[]{"openai-chat"});
        assertThat(provider().dialects("m")).containsExactly("openai-chat");
    }

    private AzureProvider provider() {
        return new AzureProvider(request -> client.send(toTheFake(request)), Configured.settings(configuration),
                configuration, new FakeClock(), environment);
    }

    private static void send(AzureProvider provider, Map<String, String> secrets) {
        provider.send(attempt("/chat/completions", secrets)).close();
    }

    private static Attempt attempt(String path, Map<String, String> secrets) {
        WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT).path(path).model("my gpt")
                .body(Bytes.utf8("{}")).build();
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        Attempt.Builder attempt = Attempt.builder(exchange, Target.of("test", "my gpt", 1));
        return secrets.isEmpty() ? attempt.build() : attempt.key(Key.of("k", secrets)).build();
    }

    /** Whoever a request is for, the fake gets it. */
    private UpstreamRequest toTheFake(UpstreamRequest request) {
        hosts.add(request.uri().getHost());
        String query = request.uri().getRawQuery() == null ? "" : "?" + request.uri().getRawQuery();
        return UpstreamRequest.builder(URI.create(upstream.url() + request.uri().getRawPath() + query))
                .method(request.method()).headers(request.headers()).body(request.body()).build();
    }

    private static Script token(String value) {
        return Script.json(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + value + "\"}");
    }

    private static Script managed(String value) {
        return Script.json(200, "{\"access_token\":\"" + value + "\",\"expires_on\":\"4070908800\",\"resource\":\"r\","
                + "\"token_type\":\"Bearer\"}");
    }
}
