package io.patchbay.provider.vertex.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.provider.Provider;
import io.patchbay.testkit.FakeClock;
import io.patchbay.testkit.ProviderContractTest;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.upstream.Upstream;
import io.patchbay.upstream.internal.JettyUpstream;
import java.util.Map;

/** What every provider must do, this one does, with a token. */
class VertexProviderContractTest extends ProviderContractTest {
    private final JettyUpstream upstream = new JettyUpstream();

    @Override
    protected Provider provider(String baseUrl) {
        Upstream google = request -> request.uri().getHost().equals("oauth2.googleapis.com")
                ? Answer.whole(200, Headers.of("content-type", "application/json"),
                        Bytes.utf8(VertexProviderTest.token("one")))
                : upstream.send(request);
        return new VertexProvider(google, "p", "global", Map.of("baseUrl", baseUrl, "connectTimeoutMs", 1_000),
                new FakeClock(), Map.of());
    }

    @Override
    protected Key key() {
        return Key.of("test", Map.of("value", ServiceAccount.json("a@p.iam.gserviceaccount.com")));
    }

    @Override
    protected void assertAuthenticated(ReceivedRequest request) {
        assertThat(request.headers().all("authorization")).containsExactly("Bearer one");
    }
}
