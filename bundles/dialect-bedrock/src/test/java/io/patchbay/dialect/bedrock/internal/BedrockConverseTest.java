package io.patchbay.dialect.bedrock.internal;

import static io.patchbay.dialect.bedrock.internal.Fixtures.DIALECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BedrockConverseTest {
    @Test
    void everyEndpointIsThereAtTheRootAndUnderTheVendorsName() {
        assertThat(DIALECT.endpoints()).extracting(Endpoint::path).containsExactlyInAnyOrder(
                "/model/{model}/converse", "/model/{model}/converse-stream", "/model/{model}/invoke",
                "/model/{model}/invoke-with-response-stream", "/bedrock/model/{model}/converse",
                "/bedrock/model/{model}/converse-stream", "/bedrock/model/{model}/invoke",
                "/bedrock/model/{model}/invoke-with-response-stream");
    }

    @Test
    void thePathBelowTheProvidersBaseUrlHasNoPrefix() {
        Endpoint endpoint = Endpoint.post("/bedrock/model/{model}/converse-stream", Operation.CHAT);
        WireRequest request = DIALECT.scan(new RawRequest(endpoint,
                Map.of("model", "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.x.y-v1:0"), "", Headers.EMPTY,
                Bytes.utf8("{\"messages\":[]}")));

        assertThat(request.path()).isEqualTo(
                "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.x.y-v1%3A0/converse-stream");
        assertThat(request.stream()).isTrue();
    }

    @Test
    void aModelsOwnRequestIsPassedThroughUnread() {
        WireRequest request = DIALECT.scan(Fixtures.raw("/invoke-with-response-stream", "m", Bytes.utf8("no JSON")));

        assertThat(request.operation()).isEqualTo(BedrockConverse.INVOKE);
        assertThat(request.stream()).isTrue();
        assertThat(request.body()).isEqualTo(Bytes.utf8("no JSON"));
        assertThat(request.withModel("n").path()).isEqualTo("/model/n/invoke-with-response-stream");
        assertThat(DIALECT.scanner(request).scan(Fixtures.event("chunk", "{'bytes':'AA=='}")))
                .isEqualTo(Glimpse.CONTENT);
    }

    @Test
    void theTokenIsABearerOrTheAccessKeyIdOfASignature() {
        assertThat(token("Bearer  abc ")).hasValue("abc");
        assertThat(token("AWS4-HMAC-SHA256 Credential=pb-app/20260301/us-east-1/bedrock/aws4_request, "
                + "SignedHeaders=host, Signature=00")).hasValue("pb-app");
        assertThat(token("AWS4-HMAC-SHA256 Signature=00/1")).isEmpty();
        assertThat(token("AWS4-HMAC-SHA256 Credential=/x")).isEmpty();
        assertThat(token("Basic abc")).isEmpty();
        assertThat(token("Bearer ")).isEmpty();
        assertThat(DIALECT.token(Headers.EMPTY, "")).isEmpty();
    }

    @Test
    void aBodyThatIsNoGoodJsonIsRefused() {
        for (String body : new String[]{"", "[]", "{", "{} {}", "{\"messages\":5}", "{\"messages\":[5]}",
            "{\"messages\":[{\"role\":5}]}", "{\"messages\":[{}]}"}) {
            assertThatExceptionOfType(GatewayException.class).as(body).isThrownBy(() -> Fixtures.scan(body));
        }
    }

    private static Optional<String> token(String authorization) {
        return DIALECT.token(Headers.of("authorization", authorization), "");
    }
}
