package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations that not every provider of a dialect has, and those that are about no model. */
@Timeout(20)
class SurfaceTest {
    private final Bench bench = new Bench();
    private final List<Attempt> sent = new ArrayList<>();

    @Test
    void passesThroughToAProviderThatHasIt() {
        bench.offering("main", answering("main"), "images", "files");

        Answer answer = bench.handle(images("main/painter"));

        assertThat(Bench.text(answer)).isEqualTo("+main");
        assertThat(sent).singleElement().satisfies(attempt -> {
            assertThat(attempt.request().body().utf8()).isEqualTo("painter: hello");
            assertThat(attempt.request().operation()).isEqualTo(new Operation("images"));
        });
    }

    @Test
    void aProviderWithoutItIsLeftOutAndAnotherTargetTried() {
        bench.provider(Origins.bundle(), "plain", answering("plain"));
        bench.offering("other", answering("other"), "files");
        bench.offering("main", answering("main"), "images");
        bench.route("painter", List.of("plain"), "other", "main");

        try (Answer answer = bench.handle(images("painter"))) {
            assertThat(Bench.text(answer)).isEqualTo("+main");
            assertThat(answer.headers().first("x-patchbay-attempts")).contains("1");
        }
        assertThat(sent).hasSize(1);
    }

    @Test
    void whereNoneHasItTheErrorNamesSurfaceAndProvider() {
        bench.provider(Origins.bundle(), "plain", answering("plain"));
        bench.dialect("b");
        bench.route("painter", List.of("plain"));

        for (String model : List.of("plain/x", "painter")) {
            assertThatThrownBy(() -> bench.handle(images(model)))
                    .isInstanceOfSatisfying(GatewayException.class, error -> {
                        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                        assertThat(error.code()).contains("surface_not_supported");
                        assertThat(error.message()).contains("'plain'").contains("images");
                    });
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void aProviderOfAnotherDialectHasNoneOfIt() {
        bench.dialect("b");
        bench.offering("main", answering("main"), "images");
        WireRequest request = request("images", "main/painter").build();
        WireRequest inB = WireRequest.builder("b", request.operation()).surface(true).body(request.body())
                .model(request.model()).modelAt(0, request.model().length()).build();

        assertThatThrownBy(() -> bench.handle(exchange(inB, Caller.ANONYMOUS))).hasMessageContaining("has no images");
    }

    @Test
    void failsOverAsEveryRequestDoes() {
        bench.offering("main", attempt -> Answer.whole(503, Headers.EMPTY, Bytes.utf8("no")), "images");
        bench.offering("spare", answering("spare"), "images");
        bench.route("painter", List.of("main"), "spare");

        assertThat(Bench.text(bench.handle(images("painter")))).isEqualTo("+spare");
    }

    @Test
    void soundIsPassedOnPieceByPiece() {
        bench.offering("main", attempt -> Answer.stream(200, Headers.of("content-type", "audio/mpeg"), FrameSource.of(
                Stream.of("+a", "+b").map(Bytes::utf8).map(Frame::of).toList())), "speech");

        try (Answer answer = bench.handle(exchange(request("speech", "main/voice").build(), Caller.ANONYMOUS))) {
            assertThat(answer.streamed()).isTrue();
            assertThat(answer.next().orElseThrow().bytes()).contains(Bytes.utf8("+a"));
            assertThat(Bench.text(answer)).isEqualTo("+b");
        }
    }

    @Test
    void whatHasNoModelGoesToTheProviderThatAHeaderNames() {
        bench.offering("main", answering("main"), "files");
        bench.offering("other", answering("other"), "files");

        try (Answer answer = bench.handle(files("other"))) {
            assertThat(Bench.text(answer)).isEqualTo("+other");
            assertThat(answer.headers().first("x-patchbay-provider")).contains("other");
            assertThat(answer.headers().contains("x-patchbay-model")).isFalse();
        }
        assertThat(sent).singleElement()
                .satisfies(attempt -> assertThat(attempt.request().headers().size()).isZero());
    }

    @Test
    void withoutTheHeaderItGoesToTheOnlyProviderThatHasIt() {
        bench.provider(Origins.bundle(), "plain", answering("plain"));
        bench.offering("main", answering("main"), "files");

        assertThat(Bench.text(bench.handle(files()))).isEqualTo("+main");

        bench.offering("other", answering("other"), "files");
        assertThatThrownBy(() -> bench.handle(files())).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(error.message()).contains("main, other").contains("x-patchbay-provider");
        });
    }

    @Test
    void aProviderThatIsNotThereIsToldApartFromOneThatNobodyKnows() {
        bench.configured.add(Bench.provider("absent"));

        assertThatThrownBy(() -> bench.handle(files("absent"))).hasMessageContaining("not installed");
        assertThatThrownBy(() -> bench.handle(files("nobody"))).hasMessageContaining("no provider 'nobody'");
        assertThatThrownBy(() -> bench.handle(files())).hasMessageContaining("No provider has files");
    }

    @Test
    void whatHasNoModelIsNotDoneTwice() {
        bench.offering("main", noting(attempt -> Answer.whole(503, Headers.EMPTY, Bytes.utf8("late"))), "files");

        try (Answer answer = bench.handle(files())) {
            assertThat(answer.status()).isEqualTo(503);
        }
        assertThat(sent).hasSize(1);
    }

    @Test
    void aCallerOfSomeModelsMayNotUseWhatHasNone() {
        bench.offering("main", answering("main"), "files", "images");
        Caller painter = Caller.of("painter", List.of(new ModelPattern("main/*")));

        assertThat(Bench.text(bench.handle(exchange(request("images", "main/x").build(), painter)))).isEqualTo("+main");
        assertThatThrownBy(() -> bench.handle(exchange(request("files", "").build(), painter)))
                .isInstanceOfSatisfying(GatewayException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.PERMISSION);
                    assertThat(error.message()).contains("painter").contains("files");
                });
    }

    @Test
    void whatHasNoModelAlwaysHasTheSameKey() {
        bench.offering("main", answering("main"), "files");
        key("a", 1);
        key("b", 3);
        key("c", 3);

        for (int i = 0; i < 20; i++) {
            bench.handle(files()).close();
        }

        assertThat(sent).hasSize(20).allSatisfy(attempt -> assertThat(attempt.key().map(Key::name)).contains("b"));
    }

    private void key(String name, int weight) {
        Map<String, Object> settings = Map.of(".value", "v", "weight", (double) weight);
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("service.pid", "io.patchbay.key~" + name);
        Origin origin = Origins.of(properties);
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", "main"), settings),
                properties).whenever(key -> bench.installed.addKey(origin, key));
    }

    private Provider answering(String name) {
        return noting(attempt -> Answer.whole(200, Headers.EMPTY, Bytes.utf8("+" + name)));
    }

    private Provider noting(Provider provider) {
        return attempt -> {
            sent.add(attempt);
            return provider.send(attempt);
        };
    }

    private static Exchange images(String model) {
        return exchange(request("images", model).build(), Caller.ANONYMOUS);
    }

    private static Exchange files(String... provider) {
        WireRequest.Builder request = request("files", "");
        for (String name : provider) {
            request.headers(Headers.of("x-patchbay-provider", name));
        }
        return exchange(request.build(), Caller.ANONYMOUS);
    }

    private static WireRequest.Builder request(String operation, String model) {
        WireRequest.Builder request = WireRequest.builder("a", new Operation(operation)).surface(true)
                .path("/" + operation).body(Bytes.utf8(model + ": hello")).model(model);
        return model.isEmpty() ? request : request.modelAt(0, model.length());
    }

    private static Exchange exchange(WireRequest request, Caller caller) {
        return Exchange.of("id-1", caller, Instant.EPOCH, request, _ -> {
            throw new AssertionError("nobody reads it");
        });
    }
}
