package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.ingress.internal.Router.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Operation GENERATE = new Operation("generate");
    private final Dialect openai = new TestDialect("openai", Endpoint.post("/v1/chat/completions", Operation.CHAT),
            Endpoint.get("/v1/models", Operation.MODELS), Endpoint.get("/v1/models/{id...}", Operation.MODEL),
            Endpoint.get("/v1/models/special", GENERATE));
    private final Dialect gemini = new TestDialect("gemini", Endpoint.get("/v1beta/models/{model}", Operation.MODEL),
            Endpoint.post("/v1beta/models/{model}:generate", GENERATE),
            Endpoint.post("/v1beta/{kind}/{name...}:embed", Operation.EMBEDDINGS));
    private final Router router = Bundles.router(List.of(openai, gemini));

    @Test
    void findsLiteralPaths() {
        assertThat(found("POST", "/v1/chat/completions").route().dialect()).isSameAs(openai);
        assertThat(found("HEAD", "/v1/models").route().endpoint().operation()).isEqualTo(Operation.MODELS);
    }

    @Test
    void fillsNamesInDecoded() {
        assertThat(found("GET", "/v1/models/a%2Fb/c+d%20e").parameters()).isEqualTo(Map.of("id", "a/b/c+d e"));
        assertThat(found("GET", "/v1beta/models/x").parameters()).isEqualTo(Map.of("model", "x"));
        assertThat(found("POST", "/v1beta/models/x:generate").parameters()).isEqualTo(Map.of("model", "x"));
        assertThat(found("POST", "/v1beta/tuned/a/b:embed").parameters())
                .isEqualTo(Map.of("kind", "tuned", "name", "a/b"));
    }

    @Test
    void theMostLiteralOneWins() {
        assertThat(found("GET", "/v1/models/special").route().endpoint().operation()).isEqualTo(GENERATE);
        assertThat(found("GET", "/v1beta/models/x:generate").route().endpoint().operation())
                .isEqualTo(Operation.MODEL);
    }

    @Test
    void aNameIsNeverEmptyAndOneSegmentIsOne() {
        assertThat(router.match("GET", "/v1/models/", _ -> false)).isInstanceOf(Match.Unknown.class);
        assertThat(router.match("POST", "/v1beta/models/:generate", _ -> false)).isNotInstanceOf(Match.Found.class);
        assertThat(router.match("GET", "/v1beta/models/a/b", _ -> false)).isInstanceOf(Match.Unknown.class);
        assertThat(router.match("GET", "/", _ -> false)).isInstanceOf(Match.Unknown.class);
        assertThat(router.match("GET", "/v1/models/special/", _ -> false)).isInstanceOf(Match.Found.class);
    }

    @Test
    void namesTheMethodsOfAPath() {
        assertThat(router.match("DELETE", "/v1/models/x", _ -> false))
                .isEqualTo(new Match.OtherMethod("GET, HEAD, OPTIONS"));
        assertThat(router.match("GET", "/v1/chat/completions", _ -> false))
                .isEqualTo(new Match.OtherMethod("OPTIONS, POST"));
        assertThat(router.match("PUT", "/v1beta/models/x:generate", _ -> false))
                .isEqualTo(new Match.OtherMethod("GET, HEAD, OPTIONS, POST"));
    }

    @Test
    void theFirstOfTwoDialectsWinsAnEndpoint() {
        Dialect second = new TestDialect("second", Endpoint.get("/v1/models", Operation.MODELS));

        Match match = Bundles.router(List.of(second, openai)).match("GET", "/v1/models", _ -> true);

        assertThat(((Match.Found) match).route().dialect()).isSameAs(second);
    }

    @Test
    void ofTwoDialectsWithOneEndpointTheOneServesThatTheClientSpeaks() {
        Dialect second = new TestDialect("second", Endpoint.get("/v1/models", Operation.MODELS),
                Endpoint.get("/v1/models/{name...}", Operation.MODEL));
        Router both = Bundles.router(List.of(openai, second));

        assertThat(both.match("GET", "/v1/models", served -> served.name().equals("second")))
                .isInstanceOfSatisfying(Match.Found.class,
                        found -> assertThat(found.route().dialect()).isSameAs(second));
        assertThat(both.match("GET", "/v1/models/a", served -> served.name().equals("second")))
                .isInstanceOfSatisfying(Match.Found.class, found -> {
                    assertThat(found.route().dialect()).isSameAs(second);
                    assertThat(found.parameters()).isEqualTo(Map.of("name", "a"));
                });
        assertThat(both.match("GET", "/v1/models", _ -> false)).isInstanceOfSatisfying(Match.Found.class,
                found -> assertThat(found.route().dialect()).isSameAs(openai));
    }

    @Test
    void theNearestDialectSharesMostOfThePath() {
        assertThat(router.nearest("/v1beta/what").map(Served::dialect)).contains(gemini);
        assertThat(router.nearest("/v1beta/models/x/y/z").map(Served::dialect)).contains(gemini);
        assertThat(router.nearest("/v1/what").map(Served::dialect)).contains(openai);
        assertThat(router.nearest("/what").map(Served::dialect)).contains(openai);
        assertThat(router.nearest(null).map(Served::dialect)).contains(openai);
        assertThat(Router.EMPTY.nearest("/v1")).isEqualTo(Optional.empty());
    }

    @Test
    void whatIsNoChatCannotBeReadAsOne() {
        WireRequest request = WireRequest.builder("openai", Operation.MODELS).build();

        assertThatThrownBy(() -> found("GET", "/v1/models").route().reader().apply(request))
                .isInstanceOf(GatewayException.class).hasMessageContaining("models");
    }

    private Match.Found found(String method, String path) {
        return (Match.Found) router.match(method, path, _ -> false);
    }
}
