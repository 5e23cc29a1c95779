package io.patchbay.core.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/providers}, {@code keys}, {@code routes} and {@code models} on the management plane. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/providers", "/api/keys", "/api/routes", "/api/models"})
public final class InventoryServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Inventory inventory;

    /** Tells what the gateway has. */
    @Activate
    public InventoryServlet(@Reference CoreGateway gateway) {
        this(gateway.inventory());
    }

    InventoryServlet(Inventory inventory) {
        this.inventory = inventory;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            JsonAnswer.otherMethod(response, request.getServletPath(), "GET", request.getMethod());
            return;
        }
        JsonAnswer.write(response, HttpServletResponse.SC_OK, switch (request.getServletPath()) {
            case "/api/providers" -> inventory.providers();
            case "/api/keys" -> inventory.keys();
            case "/api/routes" -> inventory.routes();
            default -> inventory.models();
        });
    }
}
