package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;

/** An error in OpenAI's schema. */
record OpenAiError(int status, String message, String type, String code) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads an answer that must be an error in OpenAI's schema, and nothing else. */
    static OpenAiError of(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("content-type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/json"));
        return of(response.statusCode(), response.body());
    }

    static OpenAiError of(int status, String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
        JsonNode error = json.path("error");
        assertThat(status).as(body).isGreaterThanOrEqualTo(400);
        assertThat(json.fieldNames()).toIterable().as(body).containsExactly("error");
        assertThat(error.fieldNames()).toIterable().as(body)
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.path("message").asText()).as(body).isNotBlank();
        assertThat(error.path("type").isTextual()).as(body).isTrue();
        return new OpenAiError(status, error.path("message").asText(), error.path("type").asText(),
                error.path("code").asText());
    }
}
