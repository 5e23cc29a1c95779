package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the API reads and answers. Nothing of it may be stored on the way. */
final class Answers {
    /** A status and what is told with it. */
    static final class HttpException extends Exception {
        private final int status;

        HttpException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        void handle() throws IOException, HttpException, RefusedException, InvalidDocumentException;
    }

    private Answers() {}

    /** Answers, or says why not. */
    static void handle(HttpServletResponse response, Handler handler) throws IOException {
        try {
            handler.handle();
        } catch (HttpException e) {
            error(response, e.status(), String.valueOf(e.getMessage()), List.of());
        } catch (InvalidDocumentException e) {
            error(response, 422, String.valueOf(e.getMessage()), e.problems());
        } catch (RefusedException e) {
            int status = switch (e.reason()) {
                case STALE -> HttpServletResponse.SC_PRECONDITION_FAILED;
                case CONFLICT -> HttpServletResponse.SC_CONFLICT;
                case NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            };
            error(response, status, String.valueOf(e.getMessage()), e.problems());
        }
    }

    static void json(HttpServletResponse response, Object value) throws IOException {
        text(response, "application/json", Json.of(value));
    }

    static void text(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static void error(HttpServletResponse response, int status, String message, List<Problem> problems)
            throws IOException {
        response.setStatus(status);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        if (!problems.isEmpty()) {
            error.put("problems", problems(problems));
        }
        json(response, Map.of("error", error));
    }

    /** Problems without the members that are unknown. */
    static List<Map<String, Object>> problems(List<Problem> problems) {
        return problems.stream().map(Answers::problem).toList();
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "file", problem.place().file());
        if (problem.place().line() > 0) {
            members.put("line", problem.place().line());
        }
        if (problem.place().column() > 0) {
            members.put("column", problem.place().column());
        }
        put(members, "pid", problem.pid());
        put(members, "key", problem.key());
        members.put("message", problem.text());
        put(members, "nearest", problem.nearest());
        return members;
    }

    private static void put(Map<String, Object> members, String name, String value) {
        if (!value.isEmpty()) {
            members.put(name, value);
        }
    }

    /** The body as text. */
    static String body(HttpServletRequest request, int maxBytes) throws IOException, HttpException {
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw new HttpException(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "the body is bigger than " + maxBytes + " bytes");
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(HttpServletResponse.SC_BAD_REQUEST, "the body is not text in UTF-8");
        }
    }
}
