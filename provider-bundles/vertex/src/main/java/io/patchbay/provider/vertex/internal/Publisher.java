package io.patchbay.provider.vertex.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.util.regex.Pattern;

/**
 * Whose model it is, which says how Vertex AI is asked for it.
 *
 * <p>Source: <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">Gemini</a>, <a
 * href="https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude">Claude</a>, <a
 * href="https://cloud.google.com/vertex-ai/generative-ai/docs/migrate/openai/overview">OpenAI's way</a>.
 */
enum Publisher {
    /** Gemini, with Google's paths below the publisher. */
    GOOGLE("gemini") {
        @Override
        WireRequest adapted(WireRequest request) {
            if (!request.operation().equals(Operation.CHAT) && !request.operation().equals(COUNT_TOKENS)) {
                throw unserved(request);
            }
            String path = GEMINI_MODELS.matcher(request.path()).replaceFirst("/publishers/google/models/");
            return request.toBuilder().path(path).build();
        }
    },
    /** Claude, with Anthropic's messages as raw predictions. */
    ANTHROPIC("anthropic-messages") {
        @Override
        WireRequest adapted(WireRequest request) {
            boolean count = request.operation().equals(COUNT_TOKENS);
            if (!request.operation().equals(Operation.CHAT) && !count) {
                throw unserved(request);
            }
            String model = count ? "count-tokens" : "{model}";
            return request.toBuilder()
                    .path("/publishers/anthropic/models/" + model
                            + (request.stream() ? ":streamRawPredict" : ":rawPredict"))
                    .modelAt(-1, -1)
                    .body(AnthropicBody.forVertex(request.body(), count))
                    .build();
        }
    },
    /** Anybody else, as OpenAI does. */
    OTHER("openai-chat") {
        @Override
        WireRequest adapted(WireRequest request) {
            if (!request.operation().equals(Operation.CHAT)) {
                throw unserved(request);
            }
            return request.toBuilder().path("/endpoints/openapi" + request.path()).build();
        }
    };

    private static final Operation COUNT_TOKENS = new Operation("count-tokens");
    private static final Pattern GEMINI_MODELS = Pattern.compile("^/v1(beta)?/models/");

    private final String dialect;

    Publisher(String dialect) {
        this.dialect = dialect;
    }

    /** Whose a model is, by its name. */
    static Publisher of(String model) {
        if (model.startsWith("claude")) {
            return ANTHROPIC;
        }
        return model.contains("/") ? OTHER : GOOGLE;
    }

    /** The dialect in which its models are asked. */
    String dialect() {
        return dialect;
    }

    /**
     * A request in the dialect, as Vertex AI wants it.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST} for what is not served
     */
    abstract WireRequest adapted(WireRequest request);

    private static GatewayException unserved(WireRequest request) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, "A request for " + request.operation().name()
                + " cannot be sent to this model on Vertex AI.").withParam("model");
    }
}
