package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.provider.Provider;

/** The contract can be met. */
class JdkProviderContractTest extends ProviderContractTest {
    @Override
    protected Provider provider(String baseUrl) {
        return new JdkProvider(baseUrl);
    }

    @Override
    protected void assertAuthenticated(ReceivedRequest request) {
        assertThat(request.headers().all("authorization")).containsExactly("Bearer test-secret");
    }
}
