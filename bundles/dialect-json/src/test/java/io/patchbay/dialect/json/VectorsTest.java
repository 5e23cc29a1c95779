package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    private static final Place PLACE = Place.request("json").member("vector");

    @Test
    void bothFormsSayTheSame() throws Exception {
        float[] vector = {0.5f, -1.25f, 3};
        JsonWriter numbers = new JsonWriter();
        Vectors.write(vector, numbers);

        assertThat(Vectors.read(node(numbers.text()), PLACE)).containsExactly(vector);
        assertThat(Vectors.read(node('"' + Vectors.base64(vector) + '"'), PLACE)).containsExactly(vector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{}", "[\"1\"]", "[[1]]", "\"AAAA!\""})
    void whatIsNoVectorIsRefused(String json) throws Exception {
        Node node = node(json);
        assertThatThrownBy(() -> Vectors.read(node, PLACE)).isInstanceOf(GatewayException.class);
    }

    private static Node node(String json) throws IOException {
        return JsonReader.read(Bytes.utf8(json));
    }
}
