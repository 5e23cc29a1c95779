package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRootsTest {
    private static final Endpoint FILE = Endpoint.get("/files/{id}/content", new Operation("files"));

    @Test
    void anEndpointIsBelowEachRoot() {
        assertThat(OpenAiRoots.of(List.of(FILE))).extracting(Endpoint::path).containsExactly("/v1/files/{id}/content",
                "/openai/v1/files/{id}/content", "/openai/files/{id}/content", "/litellm/v1/files/{id}/content",
                "/litellm/files/{id}/content", "/langchain/v1/files/{id}/content", "/langchain/files/{id}/content");
    }

    @Test
    void thePathForTheProviderHasNoRootAndTheIdFilledIn() {
        assertThat(OpenAiRoots.of(List.of(FILE))).allSatisfy(endpoint -> {
            assertThat(OpenAiRoots.path(request(endpoint, "file-1"))).isEqualTo("/files/file-1/content");
            assertThat(OpenAiRoots.path(request(endpoint, "a/b c?d"))).isEqualTo("/files/a%2Fb%20c%3Fd/content");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void anIdThatWouldLeadElsewhereIsRefused(String id) {
        Endpoint endpoint = OpenAiRoots.of(List.of(FILE)).getFirst();

        assertThatThrownBy(() -> OpenAiRoots.path(request(endpoint, id))).isInstanceOf(GatewayException.class);
    }

    private static RawRequest request(Endpoint endpoint, String id) {
        return new RawRequest(endpoint, Map.of("id", id), "", Headers.EMPTY, Bytes.EMPTY);
    }
}
