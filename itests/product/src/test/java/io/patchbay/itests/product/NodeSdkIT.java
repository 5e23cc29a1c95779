package io.patchbay.itests.product;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official SDK for Node, through the gateway. */
class NodeSdkIT {
    private static final SdkScript SCRIPT = new SdkScript(Path.of("src/test/node"),
            List.of("node", "-e", "import('openai')"), "npm ci --prefix itests/product/src/test/node",
            List.of("node", "--test", "sdk.test.js"));

    private static final OpenAiUpstream UPSTREAM = new OpenAiUpstream();

    @RegisterExtension
    static final Gateway GATEWAY = SdkGateway.inFrontOf(UPSTREAM);

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void theSdkIsServed() throws Exception {
        SCRIPT.run(GATEWAY);
    }
}
