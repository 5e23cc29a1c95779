package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Vectors of length 1 that depend on the text alone, in the dialect {@code openai-chat}.
 *
 * <p>Format: <a href="https://platform.openai.com/docs/api-reference/embeddings">OpenAI, embeddings</a>.
 */
final class Embeddings {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** The length of the longest vector. */
    static final int MOST_DIMENSIONS = 4_096;
    private static final List<String> ENCODINGS = List.of("base64", "float");

    private Embeddings() {}

    /**
     * Answers a request.
     *
     * @param body the request's body
     * @param model the model that answers
     * @param dimensions the length of a vector where the request does not say one
     * @throws IOException if the body is no JSON
     * @throws InvalidParameter if a vendor would refuse one of its parameters
     */
    static Bytes answer(Bytes body, String model, int dimensions) throws IOException, InvalidParameter {
        JsonNode request = body.<JsonNode, IOException>read(MAPPER::readTree);
        check(request);
        int length = request.path("dimensions").asInt(dimensions);
        boolean base64 = request.path("encoding_format").asText().equals("base64");
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list").put("model", model);
        ArrayNode data = answer.putArray("data");
        int tokens = 0;
        for (JsonNode input : inputs(request.path("input"))) {
            String text = input.isTextual() ? input.asText() : input.toString();
            tokens += input.isArray() ? input.size() : Words.count(text);
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            float[] vector = vector(text, length);
            if (base64) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return Bytes.wrap(MAPPER.writeValueAsBytes(answer));
    }

    private static void check(JsonNode request) throws IOException, InvalidParameter {
        for (Map.Entry<String, JsonNode> member : request.properties()) {
            try (JsonParser value = member.getValue().traverse()) {
                value.nextToken();
                Parameter.checkEmbeddings(member.getKey(), value);
            }
        }
        String encoding = request.path("encoding_format").asText("float");
        if (!ENCODINGS.contains(encoding)) {
            throw new InvalidParameter("encoding_format", "Invalid value for 'encoding_format': there is no encoding '"
                    + encoding + "'. Supported values are: " + ENCODINGS + ".", "invalid_value");
        }
    }

    /** A text, a list of token numbers, or a list of such. */
    private static List<JsonNode> inputs(JsonNode input) {
        if (!input.isArray() || input.path(0).isNumber()) {
            return List.of(input);
        }
        List<JsonNode> inputs = new ArrayList<>();
        input.forEach(inputs::add);
        return inputs;
    }

    private static float[] vector(String text, int length) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        double[] numbers = new double[length];
        double squares = 0;
        for (int i = 0; i < length; i++) {
            numbers[i] = random.nextDouble(-1, 1);
            squares += numbers[i] * numbers[i];
        }
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) (numbers[i] / Math.sqrt(squares));
        }
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
