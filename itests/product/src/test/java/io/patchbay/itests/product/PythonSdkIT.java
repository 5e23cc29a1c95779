package io.patchbay.itests.product;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official SDK for Python, through the gateway. */
class PythonSdkIT {
    private static final String PYTHON = Path.of("target/python/bin/python").toAbsolutePath().toString();
    private static final SdkScript SCRIPT = new SdkScript(Path.of("src/test/python"),
            List.of(PYTHON, "-c", "import openai"),
            "python3 -m venv itests/product/target/python && "
                    + "itests/product/target/python/bin/pip install -r itests/product/src/test/python/requirements.txt",
            List.of(PYTHON, "test_sdk.py"));

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
