package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void whatIsReadIsWrittenTheSame() throws IOException {
        String json = "{\"b\":[1,2.50,-3e7,true,false,null,\"ü\\\"\"],\"a\":{\"x\":{}}}";

        assertThat(Json.write(read(json))).isEqualTo(json.replace("-3e7", "-3E+7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"a\":", "[1,"})
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void membersAreTextsOrNothing() throws IOException {
        Object object = read("{\"text\":\"a\",\"number\":1,\"none\":null,\"list\":[\"a\",2]}");

        assertThat(Json.text(object, "text")).isEqualTo("a");
        assertThat(Json.text(object, "number")).isEqualTo("1");
        assertThat(Json.text(object, "none")).isEmpty();
        assertThat(Json.text("no object", "none")).isEmpty();
        assertThat(Json.texts(Json.object(object).get("list"))).isEqualTo("a, 2");
        assertThat(Json.write(Arrays.asList(1, null))).isEqualTo("[\"1\",null]");
    }

    private static Object read(String json) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
