package io.patchbay.itests.product;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official SDKs for Node, and Vercel's, through the gateway. */
class NodeSdkIT {
    private static final OpenAiUpstream UPSTREAM = new OpenAiUpstream();
    private static final RecordedVendors VENDORS = new RecordedVendors();

    @RegisterExtension
    static final Gateway GATEWAY = SdkGateway.inFrontOf(UPSTREAM, VENDORS);

    @AfterAll
    static void close() {
        UPSTREAM.close();
        VENDORS.close();
    }

    @Test
    void theSdkIsServed() throws Exception {
        script("openai", "sdk.test.js").run(GATEWAY);
    }

    @ParameterizedTest
    @CsvSource({"openai, openai.test.js", "@anthropic-ai/sdk, anthropic.test.js", "@google/genai, google.test.js",
        "ai, ai.test.js"})
    void theSdkReachesEveryVendor(String sdk, String file) throws Exception {
        VENDORS.assumeRecorded();

        script(sdk, file).run(GATEWAY, Map.of("VENDORS", VENDORS.controlUrl(), "VENDORS_KEY", RecordedVendors.KEY));
    }

    private static SdkScript script(String sdk, String file) {
        return new SdkScript(Path.of("src/test/node"), List.of("node", "-e", "import('%s')".formatted(sdk)),
                "npm ci --prefix itests/product/src/test/node", List.of("node", "--test", file));
    }
}
