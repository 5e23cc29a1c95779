package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static io.patchbay.dialect.gemini.internal.Fixtures.readRequest;
import static io.patchbay.dialect.gemini.internal.Fixtures.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolsTest {
    private static final String HI = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"mode\":\"AUTO\"}", "{\"mode\":\"NONE\"}", "{\"mode\":\"ANY\"}",
        "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"a\",\"b\"]}",
        "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"a\"]}"})
    void toolChoicesInAllTheirFormsAreReadAndWritten(String form) {
        ToolChoice choice = readRequest("{\"toolConfig\":{\"functionCallingConfig\":" + form + "}," + HI + "}")
                .toolChoice().orElseThrow();

        assertThat(choice).isNotInstanceOf(ToolChoice.Other.class);
        assertThat(
                written(ChatRequest.builder("gemini-x").message(Message.of(Role.USER, "Q")).toolChoice(choice).build())
                        .at("/toolConfig/functionCallingConfig"))
                .isEqualTo(json(form));
    }

    @Test
    void schemasOfAnotherDialectAreJsonSchemaInTheirOrder() {
        String schema =
                """
                {"type":"object","properties":{"z":{"$ref":"#/$defs/Z","description":"d"},"a":{"const":"x"},
                "$ref":{"type":"string"}},"$defs":{"Z":{"type":"string","enum":["const"]}},"additionalProperties":false}""";
        ChatRequest request = ChatRequest.builder("gemini-x").message(Message.of(Role.USER, "Q"))
                .tools(List.of(new Tool.Function("f", "d", new Json(schema), List.of()),
                        new Tool.Function("g", "", new Json("{\"type\":\"object\",\"properties\":{}}"), List.of()),
                        new Tool.Other(Gemini.NAME, new Json("{\"googleSearch\":{}}")),
                        new Tool.Function("h", "", Json.EMPTY_OBJECT, List.of())))
                .responseFormat(new ResponseFormat.JsonSchema("n", new Json(schema), true, List.of())).build();
        String clean = "{\"type\":\"object\",\"properties\":{\"z\":{\"$ref\":\"#/$defs/Z\"},\"a\":{\"enum\":[\"x\"]},"
                + "\"$ref\":{\"type\":\"string\"}},\"$defs\":{\"Z\":{\"type\":\"string\",\"enum\":[\"const\"]}},"
                + "\"additionalProperties\":false}";

        assertThat(DIALECT.writeRequest(request).body().utf8()).contains("\"parametersJsonSchema\":" + clean)
                .contains("\"responseJsonSchema\":" + clean);
        assertThat(written(request).at("/tools")).isEqualTo(json("[{\"functionDeclarations\":[{\"name\":\"f\","
                + "\"description\":\"d\",\"parametersJsonSchema\":" + clean + "},{\"name\":\"g\"}]},"
                + "{\"googleSearch\":{}},{\"functionDeclarations\":[{\"name\":\"h\"}]}]"));
    }

    @Test
    void aSchemaOfGeminisKindIsReadAsJsonSchema() {
        ChatRequest request = readRequest("""
                {"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","propertyOrdering":["b"],
                "properties":{"b":{"type":"ARRAY","items":{"type":"STRING","nullable":true,"format":"enum","enum":["TYPE"]}},
                "type":{"type":"INTEGER"}},"required":["b"]}}]}],%s}""".replace("%s", HI));

        assertThat(((Tool.Function) request.tools().getFirst()).parameters().text()).isEqualTo("""
                {"type":"object","properties":{"b":{"type":"array","items":{"type":["string","null"],"format":"enum",\
                "enum":["TYPE"]}},"type":{"type":"integer"}},"required":["b"]}""");
    }

    @Test
    void aToolThatAFilterChangedIsWrittenAnew() {
        ChatRequest request = readRequest(
                "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":{\"type\":\"OBJECT\"}}]}]," + HI
                        + "}");
        Tool.Function function = (Tool.Function) request.tools().getFirst();
        Json changed = new Json("{\"type\":\"object\",\"properties\":{\"a\":{}}}");
        ChatRequest other = request.toBuilder().tools(List.of(
                new Tool.Function("f", "", changed, function.extras()))).build();

        assertThat(written(other).at("/tools/0/functionDeclarations/0")).isEqualTo(
                json("{\"name\":\"f\",\"parametersJsonSchema\":" + changed.text() + "}"));
    }
}
