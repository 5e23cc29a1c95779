package io.patchbay.management.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Writes an answer that is JSON and must not be stored. */
final class JsonAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes a part of the answer. */
    @FunctionalInterface
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonAnswer() {}

    /** Sends one value. */
    static void value(HttpServletResponse response, int status, Part value) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            value.write(json);
        }
    }

    /** Sends an object. */
    static void send(HttpServletResponse response, int status, Part members) throws IOException {
        value(response, status, json -> {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        });
    }

    static void error(HttpServletResponse response, int status, String message) throws IOException {
        error(response, status, message, List.of());
    }

    /** Sends an error with the problems that it is made of. */
    static void error(HttpServletResponse response, int status, String message, List<String> problems)
            throws IOException {
        send(response, status, json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            if (!problems.isEmpty()) {
                json.writeArrayFieldStart("problems");
                for (String problem : problems) {
                    json.writeStartObject();
                    json.writeStringField("message", problem);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }
}
