package io.patchbay.provider.bedrock.internal;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.provider.Provider;
import io.patchbay.testkit.ProviderContractTest;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.upstream.internal.JettyUpstream;
import java.time.Clock;
import java.util.Map;

/** What every provider must do, this one does, and signs what it sends. */
class BedrockProviderContractTest extends ProviderContractTest {
    private final JettyUpstream upstream = new JettyUpstream();

    @Override
    protected Provider provider(String baseUrl) {
        return new BedrockProvider(upstream, Signed.REGION, Map.of("baseUrl", baseUrl, "connectTimeoutMs", 1_000),
                Clock.systemUTC());
    }

    @Override
    protected Key key() {
        return Key.of("test", Map.of("accessKeyId", Signed.KEY_ID, "secretAccessKey", Signed.SECRET));
    }

    @Override
    protected void assertAuthenticated(ReceivedRequest request) {
        Signed.check(request);
    }
}
