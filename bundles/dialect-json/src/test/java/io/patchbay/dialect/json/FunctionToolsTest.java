package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionToolsTest {
    private static final Place TOOLS = Place.request("test").member("tools");

    @Test
    void whatIsReadIsWrittenAgainInItsOrder() throws IOException {
        String tools = "[{\"type\":\"function\",\"function\":{\"name\":\"b\",\"description\":\"d\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"z\":{},\"a\":{}}},\"strict\":true},\"cache\":1},"
                + "{\"type\":\"search\",\"x\":1.50},{\"type\":\"function\",\"function\":{\"name\":\"a\","
                + "\"parameters\":{}}}]";
        List<Tool> read = FunctionTools.read((Node.Arr) JsonReader.read(Bytes.utf8(tools)), TOOLS);

        assertThat(read).hasSize(3).first().isInstanceOfSatisfying(Tool.Function.class,
                function -> assertThat(function.name()).isEqualTo("b"));
        assertThat(write(read, "", Set.of())).isEqualTo(tools);
    }

    @Test
    void aFunctionWithoutParametersHasTheDialectsOwn() {
        List<Tool> tools = List.of(new Tool.Function("f", "", Json.EMPTY_OBJECT, List.of()));

        assertThat(write(tools, "", Set.of())).isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");
        assertThat(write(tools, "{}", Set.of())).contains("\"parameters\":{}");
    }

    @Test
    void aToolOfAnotherDialectIsNamed() {
        Set<String> dropped = new LinkedHashSet<>();

        assertThat(write(List.of(new Tool.Other("gemini", new Json("{}"))), "", dropped)).isEqualTo("[]");
        assertThat(dropped).containsExactly("tool of gemini");
    }

    private static String write(List<Tool> tools, String noParameters, Set<String> dropped) {
        JsonWriter out = new JsonWriter();
        FunctionTools.write(tools, "test", noParameters, out, dropped);
        return out.text();
    }
}
