package io.patchbay.provider.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.UpstreamRequest;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Proves an access key by a signature, and a Bedrock API key as a bearer; without a key, signs with the credentials of
 * AWS's default chain.
 *
 * <p>Signed are the address, the body, its type and AWS's own headers; a header that is not signed may change on the
 * way. Source: <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS Signature Version
 * 4</a>.
 */
final class AwsAuthentication implements Authentication {
    private static final String SERVICE = "bedrock";
    private static final String AUTHORIZATION = "authorization";
    private static final String AMZ = "x-amz-";

    private final String region;
    private final Clock clock;
    private final DefaultCredentials defaults;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    AwsAuthentication(String region, Clock clock, DefaultCredentials defaults) {
        this.region = region;
        this.clock = clock;
        this.defaults = defaults;
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request, Key key) {
        Optional<String> accessKeyId = Authentication.secret(key, "accessKeyId");
        return accessKeyId.isPresent()
                ? signed(request, identity(key, accessKeyId.get()))
                : BEARER.authenticate(request, key);
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request) {
        return signed(request, defaults.resolve());
    }

    private static AwsCredentialsIdentity identity(Key key, String accessKeyId) {
        String secret = Authentication.secret(key, "secretAccessKey")
                .orElseThrow(() -> new GatewayException(ErrorKind.KEY_REFUSED,
                        "The key '" + key.name() + "' has an access key ID, but no secret access key."));
        return Authentication.secret(key, "sessionToken")
                .<AwsCredentialsIdentity>map(
                        token -> AwsSessionCredentialsIdentity.create(accessKeyId, secret, token))
                .orElseGet(() -> AwsCredentialsIdentity.create(accessKeyId, secret));
    }

    private UpstreamRequest signed(UpstreamRequest request, AwsCredentialsIdentity identity) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(request.uri());
        request.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("content-type")) {
                unsigned.appendHeader(name, value);
            }
        });
        SignedRequest signed = signer.sign(sign -> sign.identity(identity)
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArrayUnsafe(request.body().toArray()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        Headers.Builder headers = Headers.builder();
        request.headers().without(AwsAuthentication::isProof).forEach(headers::add);
        signed.request().forEachHeader((name, values) -> {
            if (isProof(name)) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        return request.toBuilder().headers(headers.build()).build();
    }

    private static boolean isProof(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(AUTHORIZATION) || lower.startsWith(AMZ);
    }
}
