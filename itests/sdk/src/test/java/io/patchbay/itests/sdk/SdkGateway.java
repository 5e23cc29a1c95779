package io.patchbay.itests.sdk;

import io.patchbay.itests.product.Gateway;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gateway that the SDKs are tried with: a provider for each vendor, named after its dialect, and a virtual key. */
final class SdkGateway {
    /** What clients authenticate with. */
    static final String TOKEN = "token-of-the-sdk-tests";

    private SdkGateway() {}

    /** A gateway in front of all vendors; of the model {@code busy}, every request is one too many. */
    static Gateway inFrontOf(Upstream upstream) {
        String vendors = Stream.of(Vendor.values()).map(vendor -> """
                io.patchbay.provider.%1$s~%2$s: { baseUrl: "%3$s", %4$smodels: ["%5$s"] }
                io.patchbay.key~%2$s: { provider: %2$s, .value: "$[env:UPSTREAM_KEY]" }
                """.formatted(vendor.type, vendor, upstream.url(vendor), dialects(vendor), vendor.model))
                .collect(Collectors.joining());
        return Gateway.with(vendors + """
                io.patchbay.ingress: { host: "127.0.0.1" }
                io.patchbay.provider.openai~busy: { baseUrl: "%s", models: ["busy"] }
                io.patchbay.route~busy: { model: "busy", targets: ["busy"], retries: 0 }
                io.patchbay.virtualkey~app: { .token: "$[env:APP_TOKEN]" }
                """.formatted(upstream.busyUrl()))
                .environment("UPSTREAM_KEY", Upstream.KEY)
                .environment("APP_TOKEN", TOKEN);
    }

    /** OpenAI speaks two: each is a provider of its own here. */
    private static String dialects(Vendor vendor) {
        return vendor.type.equals("openai") ? "dialects: [\"%s\"], ".formatted(vendor) : "";
    }
}
