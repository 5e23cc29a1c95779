package io.patchbay.core.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what the management plane's API answers. */
final class JsonAnswer {
    private JsonAnswer() {}

    /** A value. */
    static void write(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = JsonText.of(value).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /**
     * An error.
     *
     * @param param the member of the request that is wrong; empty where no single one is
     */
    static void error(HttpServletResponse response, int status, String message, String param) throws IOException {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        if (!param.isEmpty()) {
            error.put("param", param);
        }
        write(response, status, Map.of("error", error));
    }

    /** The error for a method that a path does not take. */
    static void otherMethod(HttpServletResponse response, String path, String taken, String method)
            throws IOException {
        response.setHeader("Allow", taken.equals("GET") ? "GET, HEAD" : taken);
        error(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, path + " takes " + taken + ", not " + method + ".",
                "");
    }
}
