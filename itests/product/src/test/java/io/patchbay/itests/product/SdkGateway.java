package io.patchbay.itests.product;

/**
 * The gateway that the official SDKs are tried with: in front of {@link OpenAiUpstream} and of the mock provider, with a
 * virtual key.
 */
final class SdkGateway {
    /** What clients authenticate with. */
    static final String TOKEN = "token-of-the-sdk-tests";

    private SdkGateway() {}

    /**
     * The models: {@code gpt-test}, {@code text-embedding-test} and {@code gpt-limited} of the upstream, {@code mock-1} of
     * the mock.
     */
    static Gateway inFrontOf(OpenAiUpstream upstream) {
        return with(document(upstream));
    }

    /** The same, and all models of the recorded vendors. */
    static Gateway inFrontOf(OpenAiUpstream upstream, RecordedVendors vendors) {
        return with(document(upstream) + vendors.document()).environment("VENDORS_KEY", RecordedVendors.KEY);
    }

    private static Gateway with(String document) {
        return Gateway.with(document)
                .environment("UPSTREAM_KEY", OpenAiUpstream.KEY)
                .environment("APP_TOKEN", TOKEN);
    }

    private static String document(OpenAiUpstream upstream) {
        return """
                io.patchbay.ingress: { host: "127.0.0.1" }
                io.patchbay.provider.openai~main: { baseUrl: "%s", models: ["gpt-test", "text-embedding-test"] }
                io.patchbay.provider.openai~limited: { baseUrl: "%s", models: ["gpt-limited"] }
                io.patchbay.provider.mock~mock: { models: ["mock-1"], reply: "Hello from the mock." }
                io.patchbay.key~main: { provider: main, .value: "$[env:UPSTREAM_KEY]" }
                io.patchbay.route~limited: { model: "gpt-limited", targets: ["limited"], retries: 0 }
                io.patchbay.virtualkey~app: { .token: "$[env:APP_TOKEN]" }
                """.formatted(upstream.baseUrl(), upstream.limitedBaseUrl());
    }
}
