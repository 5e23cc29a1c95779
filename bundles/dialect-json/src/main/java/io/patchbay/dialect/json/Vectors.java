package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Reads and writes an embedding's vector: an array of numbers, or little-endian 32-bit floats in Base64. */
public final class Vectors {
    private Vectors() {}

    /** A vector in either form. */
    public static float[] read(Node node, Place place) {
        return node instanceof Node.Str base64 ? decode(base64.value()) : numbers(node, place);
    }

    /** A vector that must be an array of numbers. */
    public static float[] numbers(Node node, Place place) {
        if (!(node instanceof Node.Arr array)) {
            throw place.invalidType("an array of numbers", node.kind());
        }
        float[] vector = new float[array.elements().size()];
        for (int i = 0; i < vector.length; i++) {
            if (!(array.elements().get(i) instanceof Node.Num number)) {
                throw place.element(i).invalidType("a number", array.elements().get(i).kind());
            }
            vector[i] = Float.parseFloat(number.json().text());
        }
        return vector;
    }

    private static float[] decode(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream's vector is not valid Base64.", e);
        }
    }

    /** Writes an array of numbers. */
    public static void write(float[] vector, JsonWriter out) {
        out.array();
        for (float value : vector) {
            out.raw(Float.toString(value));
        }
        out.endArray();
    }

    /** A vector in Base64. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
