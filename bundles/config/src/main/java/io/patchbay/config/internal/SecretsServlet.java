package io.patchbay.config.internal;

import io.patchbay.config.internal.Answers.HttpException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** {@code /api/secrets}: their names, and what is behind a name, which can be written and never read. */
final class SecretsServlet extends HttpServlet {
    static final String[] PATTERNS = {"/api/secrets", "/api/secrets/*"};

    private static final long serialVersionUID = 1L;
    private static final int MAX_BYTES = 64 << 10;

    private final transient DocumentStore store;

    SecretsServlet(DocumentStore store) {
        this.store = store;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.handle(response, () -> {
            String path = Objects.requireNonNullElse(request.getPathInfo(), "");
            String name = path.startsWith("/") ? path.substring(1) : path;
            if (name.isEmpty()) {
                if (!request.getMethod().equals("GET")) {
                    throw refused(response, "GET");
                }
                Answers.json(response, store.secretNames());
            } else if (!SecretStore.isName(name)) {
                throw new HttpException(HttpServletResponse.SC_BAD_REQUEST,
                        "a secret's name has letters, digits, dots, hyphens and underscores, and is not admin-token");
            } else {
                change(request, response, name);
            }
        });
    }

    private void change(HttpServletRequest request, HttpServletResponse response, String name)
            throws IOException, HttpException, RefusedException {
        switch (request.getMethod()) {
            case "PUT" -> {
                String value = Answers.body(request, MAX_BYTES).strip();
                if (value.isEmpty()) {
                    throw new HttpException(HttpServletResponse.SC_BAD_REQUEST, "the body is the secret, and is empty");
                }
                answer(response, name, store.putSecret(name, value));
            }
            case "DELETE" -> answer(response, name, store.deleteSecret(name));
            default -> throw refused(response, "PUT, DELETE");
        }
    }

    private static void answer(HttpServletResponse response, String name, Collection<String> changed)
            throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put("changed", changed);
        Answers.json(response, members);
    }

    private static HttpException refused(HttpServletResponse response, String allowed) {
        response.setHeader("Allow", allowed);
        return new HttpException(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use " + allowed);
    }
}
