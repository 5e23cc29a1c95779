package io.patchbay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ModelInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpProviderTest {
    private static final Map<String, Object> BASE = Map.of("baseUrl", "https://api.example.com/v1/");

    private final List<UpstreamRequest> sent = new ArrayList<>();

    @Test
    void sendsTheRequestBelowTheBaseUrlWithTheKey() {
        WireRequest wire =
                Requests.chat().toBuilder().query("a=b").headers(Headers.of("content-type", "application/json"))
                        .build();
        Cancellation cancellation = new Cancellation();
        Attempt attempt = Requests.attempt(wire).key(key("sk-1\n")).cancellation(cancellation).build();

        provider(BASE, Authentication.BEARER, "{}").send(attempt);

        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.uri()).hasToString("https://api.example.com/v1/chat/completions?a=b");
            assertThat(request.headers()).isEqualTo(
                    Headers.of("content-type", "application/json").with("Authorization", "Bearer sk-1"));
            assertThat(request.body()).isSameAs(wire.body());
            assertThat(request.cancellation()).isSameAs(cancellation);
            assertThat(request.connection()).isEqualTo(ConnectionSettings.DEFAULT);
            assertThat(request.toString()).doesNotContain("sk-1", "a=b");
        });
    }

    @Test
    void configuredHeadersReplaceTheClients() {
        Map<String, Object> configuration = Map.of("baseUrl", "https://h", "headers", List.of("X-Title: ours"));
        WireRequest wire = Requests.chat().toBuilder().headers(Headers.of("x-title", "theirs").with("a", "b")).build();

        provider(configuration, Authentication.BEARER, "{}").send(Requests.attempt(wire).build());

        assertThat(sent.getFirst().headers()).isEqualTo(Headers.of("a", "b").with("X-Title", "ours"));
    }

    @Test
    void anotherHeaderCanCarryTheKey() {
        provider(BASE, Authentication.header("x-api-key", ""), "{}")
                .send(Requests.attempt(Requests.chat()).key(key("k")).build());

        assertThat(sent.getFirst().headers()).isEqualTo(Headers.of("x-api-key", "k"));
    }

    @Test
    void aKeyWithoutAValueIsRefusedBeforeAnythingIsSent() {
        Attempt attempt = Requests.attempt(Requests.chat()).key(key(" ")).build();

        GatewayException e = catchThrowableOfType(GatewayException.class,
                () -> provider(BASE, Authentication.BEARER, "{}").send(attempt));

        assertThat(e.kind()).isEqualTo(ErrorKind.KEY_REFUSED);
        assertThat(sent).isEmpty();
    }

    @Test
    void isAsPatientAsTheAttempt() {
        Timeouts timeouts = new Timeouts(Duration.ofMillis(70), Duration.ofMinutes(5), Duration.ofMinutes(9),
                Duration.ofMinutes(7), Duration.ofHours(1));

        provider(BASE, Authentication.BEARER, "{}").send(Requests.attempt(Requests.chat()).timeouts(timeouts).build());

        assertThat(sent.getFirst().longestSilence()).isEqualTo(Duration.ofMinutes(9));
        assertThat(sent.getFirst().connection().connectTimeout()).isEqualTo(Duration.ofMillis(70));
    }

    @Test
    void aQueryThatIsNoneIsTheClientsError() {
        WireRequest wire = Requests.chat().toBuilder().query("a={").build();

        GatewayException e = catchThrowableOfType(GatewayException.class,
                () -> provider(BASE, Authentication.BEARER, "{}").send(Requests.attempt(wire).build()));

        assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
    }

    @Test
    void listsModelsAsVendorsDo() {
        assertThat(models(
                "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"created\":7,\"owned_by\":\"x\"},{\"id\":\"b\"}]}"))
                .containsExactly(new ModelInfo("a", "x", 7), new ModelInfo("b", "", 0));
        assertThat(models("[{\"id\":\"a\"},{\"no\":\"id\"}]")).containsExactly(new ModelInfo("a", "", 0));
        assertThat(models("{\"models\":[{\"name\":\"models/gemini-x\",\"displayName\":\"X\"}]}"))
                .containsExactly(new ModelInfo("gemini-x", "", 0));
        assertThat(models("{\"models\":[{\"name\":\"qwen3:4b\",\"model\":\"qwen3:4b\"}]}"))
                .containsExactly(new ModelInfo("qwen3:4b", "", 0));
        assertThat(sent.getFirst().uri()).hasToString("https://api.example.com/v1/models");
        assertThat(sent.getFirst().headers().first("authorization")).contains("Bearer k");
        assertThat(sent.getFirst().timeout()).isPresent();
    }

    @Test
    void aListThatIsNoneIsAnErrorOfTheUpstream() {
        for (String body : List.of("", "<html>", "{}", "{\"data\":7}", "7", "{\"data\":[")) {
            GatewayException e = catchThrowableOfType(GatewayException.class, () -> models(body));

            assertThat(e).as(body).isNotNull();
            assertThat(e.kind()).as(body).isEqualTo(ErrorKind.UPSTREAM);
        }
    }

    private List<ModelInfo> models(String body) {
        return provider(BASE, Authentication.BEARER, body).models(Optional.of(key("k")));
    }

    private HttpProvider provider(Map<String, Object> configuration, Authentication authentication, String body) {
        return new HttpProvider(request -> {
            sent.add(request);
            return Answer.whole(200, Headers.EMPTY, Bytes.utf8(body));
        }, ProviderSettings.of(configuration), authentication);
    }

    private static Key key(String value) {
        return Key.of("main-1", Map.of("value", value));
    }
}
