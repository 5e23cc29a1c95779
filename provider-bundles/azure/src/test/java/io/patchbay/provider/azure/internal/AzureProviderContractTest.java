package io.patchbay.provider.azure.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.provider.Provider;
import io.patchbay.testkit.FakeClock;
import io.patchbay.testkit.ProviderContractTest;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.upstream.internal.JettyUpstream;
import java.util.Map;

/** What every provider must do, this one does. */
class AzureProviderContractTest extends ProviderContractTest {
    private final JettyUpstream upstream = new JettyUpstream();

    @Override
    protected Provider provider(String baseUrl) {
        Map<String, Object> configuration = Map.of("baseUrl", baseUrl, "connectTimeoutMs", 1_000);
        return new AzureProvider(upstream, Configured.settings(configuration), configuration, new FakeClock(),
                Map.of());
    }

    @Override
    protected Key key() {
        return Key.of("test", Map.of("value", "test-key"));
    }

    @Override
    protected void assertAuthenticated(ReceivedRequest request) {
        assertThat(request.headers().all("api-key")).containsExactly("test-key");
        assertThat(request.headers().contains("authorization")).isFalse();
    }
}
