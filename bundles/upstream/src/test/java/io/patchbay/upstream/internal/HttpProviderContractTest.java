package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.provider.Provider;
import io.patchbay.testkit.ProviderContractTest;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.HttpProvider;
import io.patchbay.upstream.ProviderSettings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class HttpProviderContractTest extends ProviderContractTest {
    private final JettyUpstream upstream = new JettyUpstream(Map.of());

    @AfterEach
    void closeClient() {
        upstream.close();
    }

    @Override
    protected Provider provider(String baseUrl) {
        return new HttpProvider(upstream, ProviderSettings.of(Map.of("baseUrl", baseUrl, "connectTimeoutMs", 1_000)),
                Authentication.BEARER);
    }

    @Override
    protected void assertAuthenticated(ReceivedRequest request) {
        assertThat(request.headers().all("authorization")).containsExactly("Bearer test-secret");
    }
}
