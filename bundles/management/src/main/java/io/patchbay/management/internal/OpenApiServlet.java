package io.patchbay.management.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/openapi.json}: the description of the management plane's API in OpenAPI 3.1. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/openapi.json")
public final class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        try (InputStream document = document()) {
            document.transferTo(response.getOutputStream());
        }
    }

    static InputStream document() {
        return Objects.requireNonNull(OpenApiServlet.class.getResourceAsStream("openapi.json"));
    }
}
