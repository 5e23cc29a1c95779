package io.patchbay.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.CredentialCalls.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialCallsTest {
    private static final ConnectionSettings SETTINGS =
            ConnectionSettings.builder().proxy("http://proxy:3128").trustFile("ca.pem").http2(true).build();

    private final List<UpstreamRequest> sent = new ArrayList<>();
    private final CredentialCalls calls = new CredentialCalls(request -> {
        sent.add(request);
        return Answer.whole(401, Headers.of("a", "b"), Bytes.utf8("secret"));
    }, SETTINGS);

    @Test
    void anEndpointElsewhereIsCalledAsTheProviderIs() {
        Headers headers = Headers.of("accept", "x").with("Host", "h").with("Content-Length", "1")
                .with("Accept-Encoding", "gzip");

        Reply reply = calls.call("POST", URI.create("https://h/token"), headers, Bytes.utf8("a=b"), new Cancellation());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers()).isEqualTo(Headers.of("a", "b"));
        assertThat(reply.body().utf8()).isEqualTo("secret");
        assertThat(reply.toString()).doesNotContain("secret");
        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.headers()).isEqualTo(Headers.of("accept", "x"));
            assertThat(request.body().utf8()).isEqualTo("a=b");
            assertThat(request.connection()).isEqualTo(SETTINGS);
            assertThat(request.timeout()).isPresent();
        });
    }

    @Test
    void aMetadataServiceIsCalledDirectly() {
        calls.call("GET", URI.create("http://169.254.169.254/"), Headers.EMPTY, Bytes.EMPTY, new Cancellation());

        ConnectionSettings direct = sent.getFirst().connection();
        assertThat(direct.proxy()).isEmpty();
        assertThat(direct.proxyOfEnvironment()).isFalse();
        assertThat(direct.http2()).isFalse();
    }
}
