package io.patchbay.launcher;

/** What a demonstration shows. */
final class Demo {
    private Demo() {}

    /** Commands to try. */
    static String text(String port) {
        return """

                Try, in another terminal:

                  an answer
                    curl http://127.0.0.1:PORT/v1/chat/completions -H 'content-type: application/json' \\
                      -d '{"model":"steady/demo","messages":[{"role":"user","content":"Hello"}]}'

                  a stream
                    curl -N http://127.0.0.1:PORT/v1/chat/completions -H 'content-type: application/json' \\
                      -d '{"model":"steady/demo","stream":true,"messages":[{"role":"user","content":"Hello"}]}'

                  a fallback: every other call of the provider "flaky" fails; see x-patchbay-provider and x-patchbay-attempts
                    curl -i http://127.0.0.1:PORT/v1/chat/completions -H 'content-type: application/json' \\
                      -d '{"model":"demo","messages":[{"role":"user","content":"Hello"}]}'

                  the models
                    curl http://127.0.0.1:PORT/v1/models

                Any OpenAI SDK works with http://127.0.0.1:PORT/v1 as its base URL. Ctrl-C stops the demo.
                """.replace("PORT", port);
    }
}
