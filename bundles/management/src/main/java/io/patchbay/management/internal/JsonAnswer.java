package io.patchbay.management.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes an answer that is a JSON object and must not be stored. */
final class JsonAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes the members of the object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonAnswer() {}

    static void send(HttpServletResponse response, int status, Members members) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
    }

    static void error(HttpServletResponse response, int status, String message) throws IOException {
        send(response, status, json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeEndObject();
        });
    }
}
