package io.patchbay.dialect.gemini.internal;

import static io.patchbay.dialect.gemini.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.gemini.internal.Fixtures.json;
import static io.patchbay.dialect.gemini.internal.Fixtures.readRequest;
import static io.patchbay.dialect.gemini.internal.Fixtures.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ReasoningRequest;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.api.model.ToolChoice;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {
    private static final String HI = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"\"},{\"text\":\"a\",\"thought\":false}]},{\"parts\":[]}]}",
        "{\"contents\":[{\"role\":\"function\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}]}",
        "{\"systemInstruction\":{\"role\":\"system\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]},%s}",
        "{\"systemInstruction\":null,\"toolConfig\":null,\"generationConfig\":null,\"tools\":[],%s}",
        "{\"generationConfig\":{},\"toolConfig\":{},\"safetySettings\":[{\"category\":\"C\"}],\"labels\":{\"a_b\":1},%s}",
        "{\"generationConfig\":{\"temperature\":1,\"topP\":0.50,\"topK\":40.0,\"seed\":7,\"candidateCount\":2,"
                + "\"stopSequences\":[\"x\"],\"frequencyPenalty\":0.1,\"presencePenalty\":0,\"responseLogprobs\":true,"
                + "\"responseModalities\":[\"TEXT\"]},%s}",
        "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}},%s}",
        "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":-1}},%s}",
        "{\"generationConfig\":{\"responseMimeType\":\"text/x.enum\",\"responseSchema\":{\"enum\":[\"a\"]}},%s}",
        "{\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseSchema\":{\"type\":\"OBJECT\","
                + "\"propertyOrdering\":[\"b\",\"a\"],\"properties\":{\"b\":{\"type\":\"STRING\"}}}},%s}",
        "{\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"$ref\":\"#/x\","
                + "\"title\":\"t\"}},%s}",
        "{\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"a\",\"b\"]},"
                + "\"retrievalConfig\":{\"languageCode\":\"de\"}},%s}",
        "{\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":{}},{\"name\":\"g\",\"description\":\"\","
                + "\"parametersJsonSchema\":{\"type\":\"object\"},\"response\":{\"type\":\"STRING\"},"
                + "\"behavior\":\"NON_BLOCKING\"}]},{\"urlContext\":{}},{\"codeExecution\":{}}],%s}",
        "{\"cachedContent\":\"cachedContents/x\",\"a_new_field\":[1.50,{}],%s}"})
    void aRequestComesOutAsItWentIn(String template) {
        String body = template.replace("%s", HI);
        WireRequest written = DIALECT.writeRequest(readRequest(body));

        assertThat(json(written.body())).isEqualTo(json(body.replace("a_new_field", "aNewField")));
        assertThat(written.dropped()).isEmpty();
    }

    @Test
    void whatWasCachedIsWithNobodyElse() {
        ChatRequest request = readRequest("{\"cached_content\":\"cachedContents/x\"," + HI + "}");
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.checkPortable(request))
                .withMessageStartingWith("'cachedContent' is not possible with the provider of this model")
                .satisfies(error -> assertThat(error.param()).contains("cachedContent"));
        DIALECT.checkPortable(readRequest("{\"cachedContent\":null," + HI + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"t\",\"thought\":true,\"thoughtSignature\":\"c2ln/+==\"}",
        "{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}",
        "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"},\"thoughtSignature\":\"s\","
                + "\"mediaResolution\":{\"level\":\"HIGH\"}}",
        "{\"inlineData\":{\"mimeType\":\"application/pdf\",\"data\":\"AA==\",\"displayName\":\"a.pdf\"}}",
        "{\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"AA==\"}}",
        "{\"fileData\":{\"fileUri\":\"https://www.youtube.com/watch?v=x\"},\"videoMetadata\":{\"fps\":5}}",
        "{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"https://generativelanguage.googleapis.com/v1beta/files/x\"}}",
        "{\"functionCall\":{\"id\":\"i\",\"name\":\"f\",\"args\":{\"b\":1.50,\"a\":[]}},\"thoughtSignature\":\"s\"}",
        "{\"functionCall\":{\"name\":\"f\",\"willContinue\":true,\"partialArgs\":[{\"jsonPath\":\"$.a\"}]}}",
        "{\"functionResponse\":{\"id\":\"i\",\"name\":\"f\",\"response\":{\"output\":\"{}\"},\"scheduling\":\"SILENT\","
                + "\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}}]}}",
        "{\"functionResponse\":{\"name\":\"f\",\"response\":{\"error\":\"no\"}}}",
        "{\"functionResponse\":{\"name\":\"f\"}}",
        "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},\"thoughtSignature\":\"s\"}",
        "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\"}}", "{\"thoughtSignature\":\"s\"}", "{}",
        "{\"toolCall\":{\"a_b\":1}}"})
    void aPartComesOutAsItWentIn(String part) {
        String body = "{\"contents\":[{\"role\":\"model\",\"parts\":[" + part + "]}]}";

        assertThat(written(readRequest(body))).isEqualTo(json(body));
    }

    @Test
    void snakeCaseIsReadAsCamelCaseAndDataIsNotTouched() {
        ChatRequest request = readRequest(
                """
                {"system_instruction":{"parts":{"text":"S"}},"contents":{"role":"user","parts":[
                {"inline_data":{"mime_type":"image/png","data":"AA=="}},{"file_data":{"mime_type":"a/b","file_uri":"gs://x"}}]},
                "generation_config":{"max_output_tokens":5,"stop_sequences":["x"],"response_mime_type":"application/json",
                "response_schema":{"type":"OBJECT","properties":{"snake_case":{"type":"STRING","min_length":1}}}},
                "tool_config":{"function_calling_config":{"mode":"any","allowed_function_names":["f_g"]}},
                "tools":[{"function_declarations":[{"name":"f_g","parameters":{"type":"OBJECT"}}]},{"google_search":{}}]}""");

        assertThat(request.messages().getFirst()).extracting(Message::role, Message::text)
                .containsExactly(Role.SYSTEM, "S");
        assertThat(request.messages().getLast().parts().getFirst())
                .isEqualTo(new Part.Image(new Media("image/png", new Media.Inline("AA==")), List.of()));
        assertThat(request.maxOutputTokens()).hasValue(5);
        assertThat(request.stopSequences()).containsExactly("x");
        assertThat(request.toolChoice()).hasValue(new ToolChoice.Named("f_g"));
        assertThat(request.tools()).hasSize(2);
        assertThat(((ResponseFormat.JsonSchema) request.responseFormat().orElseThrow()).schema().text()).isEqualTo(
                "{\"type\":\"object\",\"properties\":{\"snake_case\":{\"type\":\"string\",\"minLength\":1}}}");
        assertThat(written(request).at("/tools/1")).isEqualTo(json("{\"googleSearch\":{}}"));
    }

    @Test
    void callsWithoutIdsGetThemAndResultsFindTheirCallByNameAndOrder() {
        String body = """
                {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},
                {"functionCall":{"name":"g","args":{}}},{"functionCall":{"name":"f","args":{}}},
                {"functionCall":{"id":"own","name":"h","args":{}}}]},{"role":"user","parts":[
                {"functionResponse":{"name":"g","response":{"output":"1"}}},
                {"functionResponse":{"name":"f","response":{"output":"2"}}},
                {"functionResponse":{"name":"f","response":{"output":"3"}}},
                {"functionResponse":{"name":"h","response":{"output":"4"}}}]}]}""";
        ChatRequest request = readRequest(body);

        List<String> calls = request.messages().getFirst().parts().stream()
                .map(part -> ((Part.ToolCall) part).id()).toList();
        List<String> results = request.messages().getLast().parts().stream()
                .map(part -> ((Part.ToolResult) part).callId()).toList();
        assertThat(calls).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).matches("[A-Za-z0-9_-]{1,40}"));
        assertThat(results).containsExactly(calls.get(1), calls.get(0), calls.get(2), "own");
        assertThat(written(request)).isEqualTo(json(body));
    }

    @Test
    void anotherDialectsResultCarriesTheToolsRealNameAndParallelResultsAreOneTurn() {
        ChatRequest request = ChatRequest.builder("gemini-2.5-flash")
                .message(Message.of(Role.USER, "Q"))
                .message(Message.of(Role.ASSISTANT, Part.Text.of(""), call("call_gemini_r_0", "f", "{\"a\":1}"),
                        call("b", "g", "not json"), call("c", "h", "")))
                .message(Message.of(Role.TOOL, result("call_gemini_r_0", "wrong", "{\"n\":1}", false)))
                .message(Message.of(Role.TOOL, result("b", "", "text", false)))
                .message(Message.of(Role.TOOL, result("c", "", "bad", true)))
                .message(Message.of(Role.USER, "And?")).build();

        assertThat(written(request).path("contents")).isEqualTo(json("""
                [{"role":"user","parts":[{"text":"Q"}]},
                {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},
                {"functionCall":{"id":"b","name":"g","args":{"arguments":"not json"}}},
                {"functionCall":{"id":"c","name":"h","args":{}}}]},
                {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"n":1}}},
                {"functionResponse":{"id":"b","name":"g","response":{"output":"text"}}},
                {"functionResponse":{"id":"c","name":"h","response":{"error":"bad"}}}]},
                {"role":"user","parts":[{"text":"And?"}]}]"""));
    }

    @Test
    void anOrphanedResultIsAClearError() {
        ChatRequest request = ChatRequest.builder("gemini-x")
                .message(Message.of(Role.TOOL, result("gone", "", "x", false))).build();

        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.writeRequest(request))
                .withMessageContaining("'gone'")
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @Test
    void picturesOfAResultStandBesideIt() {
        Part picture = new Part.Image(new Media("image/png", new Media.Inline("AA==")), List.of());
        ChatRequest request = ChatRequest.builder("gemini-x").message(Message.of(Role.ASSISTANT, call("a", "f", "{}")))
                .message(Message.of(Role.TOOL,
                        new Part.ToolResult("a", "", List.of(Part.Text.of("see"), picture), false,
                                List.of())))
                .build();

        assertThat(written(request).at("/contents/1/parts")).isEqualTo(json("""
                [{"functionResponse":{"id":"a","name":"f","response":{"output":"see"}}},
                {"inlineData":{"mimeType":"image/png","data":"AA=="}}]"""));
    }

    @ParameterizedTest
    @CsvSource({"gemini-2.5-flash,false", "gemini-3-pro-preview,true", "gemini-3.1-flash,true",
        "gemini-flash-latest,true", "gemini-10-x,true", "gemma-3,false"})
    void aCallThatAnotherModelMadeIsSignedWhereGeminiAsksForIt(String model, boolean signed) {
        ChatRequest request = ChatRequest.builder(model)
                .message(Message.of(Role.ASSISTANT, call("a", "f", "{}"), call("b", "f", "{}"))).build();

        JsonNode parts = written(request).at("/contents/0/parts");
        assertThat(parts.at("/0/thoughtSignature").asText())
                .isEqualTo(signed ? "skip_thought_signature_validator" : "");
        assertThat(parts.at("/1").has("thoughtSignature")).isFalse();
    }

    @Test
    void aSignatureOfItsOwnGoesBackAndNoneIsAddedToARequestOfThisDialect() {
        Extra signature = Gemini.extra(Gemini.SIGNATURE, "\"c2ln\"");
        ChatRequest mixed = ChatRequest.builder("gemini-3-pro").message(Message.of(Role.ASSISTANT,
                call("a", "f", "{}").withExtras(List.of(signature, new Extra("other", "signature", new Json("1"))))))
                .build();
        String own =
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]}]}";

        assertThat(written(mixed).at("/contents/0/parts/0/thoughtSignature").asText()).isEqualTo("c2ln");
        assertThat(written(readRequest(own).toBuilder().model("gemini-3-pro").build())).isEqualTo(json(own));
    }

    @Test
    void systemMessagesAnywhereBecomeTheInstructionAndNothingIsFilledIn() {
        ChatRequest request = ChatRequest.builder("gemini-x")
                .message(Message.of(Role.SYSTEM, "A")).message(Message.of(Role.USER, ""))
                .message(Message.of(Role.USER, "Q")).message(Message.of(Role.DEVELOPER, "B"))
                .message(Message.of(Role.SYSTEM, "")).build();

        assertThat(written(request)).isEqualTo(json("""
                {"systemInstruction":{"parts":[{"text":"A"},{"text":"B"}]},
                "contents":[{"role":"user","parts":[{"text":"Q"}]}]}"""));
    }

    @Test
    void whatCannotBeSaidIsNamed() {
        Part file = new Part.Document(new Media("", new Media.Other("x", Json.EMPTY_OBJECT)), "", List.of());
        ChatRequest request = ChatRequest.builder("gemini-x")
                .message(Message.of(Role.ASSISTANT, new Part.Reasoning("", List.of()),
                        new Part.Reasoning("Hm", List.of()),
                        new Part.Refusal("No.", List.of()), new Part.Citation("t", "u", "q", List.of())))
                .message(Message.of(Role.USER, file, new Part.Other("x", Json.EMPTY_OBJECT, List.of())))
                .tools(List.of(new Tool.Other("x", Json.EMPTY_OBJECT)))
                .toolChoice(new ToolChoice.Other("x", Json.EMPTY_OBJECT))
                .responseFormat(new ResponseFormat.Other("x", Json.EMPTY_OBJECT))
                .parallelToolCalls(false).build();
        WireRequest written = DIALECT.writeRequest(request);

        assertThat(written.dropped()).containsExactlyInAnyOrder("reasoning", "citation", "document", "block of x",
                "tool of x", "functionCallingConfig", "response_format", "parallel_tool_calls");
        assertThat(json(written.body()).at("/contents/0/parts"))
                .isEqualTo(json("[{\"text\":\"Hm\",\"thought\":true},{\"text\":\"No.\"}]"));
    }

    @ParameterizedTest
    @CsvSource({"none,,0", "minimal,,512", "low,,1024", "medium,,8192", "high,,24576", "xhigh,,24576", ",0,0",
        ",100,512",
        ",9000,9000", ",100000,24576"})
    void anEffortBecomesABudgetWithinBounds(String effort, Integer budget, int written) {
        ReasoningRequest wanted = new ReasoningRequest(effort == null ? "" : effort,
                budget == null ? OptionalInt.empty() : OptionalInt.of(budget));
        JsonNode config = written(ChatRequest.builder("gemini-x").message(Message.of(Role.USER, "Q")).reasoning(wanted)
                .build()).at("/generationConfig/thinkingConfig");

        assertThat(config.path("thinkingBudget").asInt()).isEqualTo(written);
        assertThat(config.path("includeThoughts").asBoolean()).isEqualTo(written > 0);
    }

    @Test
    void thinkingIsReadAsEffortOrBudget() {
        assertThat(thinking("{\"thinkingLevel\":\"HIGH\"}").reasoning())
                .hasValue(new ReasoningRequest("high", OptionalInt.empty()));
        assertThat(thinking("{\"thinkingBudget\":512}").reasoning())
                .hasValue(new ReasoningRequest("", OptionalInt.of(512)));
        assertThat(thinking("{\"thinkingBudget\":-1}").reasoning()).isEmpty();
    }

    @Test
    void mediaIsReadByItsTypeAndWrittenByItsPlace() {
        ChatRequest request = ChatRequest.builder("gemini-x").message(Message.of(Role.USER,
                new Part.Image(new Media("", new Media.Url("https://x/a.PNG")), List.of()),
                new Part.Image(new Media("", new Media.Url("https://x/a")), List.of()),
                new Part.Audio(new Media("audio/wav", new Media.Inline("AA==")), List.of()),
                new Part.Document(new Media("application/pdf", new Media.Inline("AA==")), "a.pdf", List.of()),
                new Part.Document(new Media("", new Media.FileId(Gemini.NAME, "gs://b/f")), "f", List.of()))).build();

        assertThat(written(request).at("/contents/0/parts")).isEqualTo(json("""
                [{"fileData":{"mimeType":"image/png","fileUri":"https://x/a.PNG"}},{"fileData":{"fileUri":"https://x/a"}},
                {"inlineData":{"mimeType":"audio/wav","data":"AA=="}},{"inlineData":{"mimeType":"application/pdf","data":"AA=="}},
                {"fileData":{"fileUri":"gs://b/f","displayName":"f"}}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"contents\":5} | contents", "{\"contents\":[5]} | contents[0]",
        "{\"contents\":[{\"parts\":5}]} | contents[0].parts",
        "{\"contents\":[{\"parts\":[{\"functionCall\":{}}]}]} | contents[0].parts[0].functionCall.name",
        "{\"contents\":[{}],\"generationConfig\":{\"topK\":\"x\"}} | generationConfig.topK",
        "{\"contents\":[{}],\"tools\":{}} | tools"})
    void whatIsWrongIsNamed(String body, String field) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> readRequest(body))
                .satisfies(error -> assertThat(error.param()).hasValue(field));
    }

    private static ChatRequest thinking(String config) {
        return readRequest("{\"generationConfig\":{\"thinkingConfig\":" + config + "}," + HI + "}");
    }

    private static Part.ToolCall call(String id, String name, String arguments) {
        return new Part.ToolCall(id, name, new Json(arguments), List.of());
    }

    private static Part result(String id, String name, String text, boolean error) {
        return new Part.ToolResult(id, name, List.of(Part.Text.of(text)), error, List.of());
    }
}
