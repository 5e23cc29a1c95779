package io.patchbay.core.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers of the management plane's API. */
final class ManagementAnswers {
    private ManagementAnswers() {}

    /** A value as JSON. */
    static void write(HttpServletResponse response, int status, @Nullable Object value) throws IOException {
        byte[] body = JsonText.of(value).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** An error. */
    static void error(HttpServletResponse response, int status, String message) throws IOException {
        write(response, status, Map.of("error", Map.of("message", message)));
    }

    /**
     * An error.
     *
     * @param param the member of the request that is wrong; empty where no single one is
     */
    static void error(HttpServletResponse response, int status, String message, String param) throws IOException {
        if (param.isEmpty()) {
            error(response, status, message);
        } else {
            write(response, status, Map.of("error", Map.of("message", message, "param", param)));
        }
    }

    /** The error for a method that a path does not take. */
    static void otherMethod(HttpServletRequest request, HttpServletResponse response, String allow) throws IOException {
        response.setHeader("Allow", allow);
        error(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                request.getServletPath() + " takes " + allow + ", not " + request.getMethod() + ".");
    }
}
