package io.patchbay.core.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/health/providers}, {@code keys}, {@code limits}, and {@code POST /api/health/reset} on the management plane. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/health/providers", "/api/health/keys", "/api/health/limits", "/api/health/reset"})
public final class HealthReportServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String RESET = "/api/health/reset";
    private static final int MOST_BYTES = 64 << 10;
    private static final List<String> MEMBERS = List.of("provider", "key", "model");
    private static final JsonFactory JSON = new JsonFactory();

    private final transient Pipeline pipeline;

    /** Tells how the pipeline is. */
    @Activate
    public HealthReportServlet(@Reference CoreGateway gateway) {
        this(gateway.pipeline());
    }

    HealthReportServlet(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean reset = request.getServletPath().equals(RESET);
        String method = request.getMethod();
        if (reset ? !method.equals("POST") : !method.equals("GET") && !method.equals("HEAD")) {
            ManagementAnswers.otherMethod(request, response, reset ? "POST" : "GET, HEAD");
            return;
        }
        if (reset) {
            reset(request, response);
            return;
        }
        HealthReport report = new HealthReport(pipeline);
        ManagementAnswers.write(response, HttpServletResponse.SC_OK, switch (request.getServletPath()) {
            case "/api/health/providers" -> report.providers();
            case "/api/health/keys" -> report.keys();
            default -> report.limits();
        });
    }

    private void reset(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> what;
        try {
            what = read(request.getInputStream().readNBytes(MOST_BYTES));
        } catch (IllegalArgumentException | com.fasterxml.jackson.core.JacksonException e) {
            ManagementAnswers.error(response, HttpServletResponse.SC_BAD_REQUEST,
                    "The body is an object with provider, key and model, each a name, or nothing: " + e.getMessage());
            return;
        }
        int forgotten = pipeline.health().reset(Optional.ofNullable(what.get("provider")),
                Optional.ofNullable(what.get("key")), Optional.ofNullable(what.get("model")));
        if (forgotten == 0 && !what.isEmpty()) {
            ManagementAnswers.error(response, HttpServletResponse.SC_NOT_FOUND,
                    "Nothing is known of that: there is no such provider or key, or the model was not asked for.");
            return;
        }
        ManagementAnswers.write(response, HttpServletResponse.SC_OK, Map.of("reset", forgotten));
    }

    private static Map<String, String> read(byte[] body) throws IOException {
        Map<String, String> read = new HashMap<>();
        if (body.length == 0) {
            return read;
        }
        try (JsonParser json = JSON.createParser(new ByteArrayInputStream(body))) {
            require(json.nextToken() == JsonToken.START_OBJECT, "it is no object");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String member = json.currentName();
                require(MEMBERS.contains(member), "there is a member that is none of those");
                require(json.nextToken() == JsonToken.VALUE_STRING, member + " is no text");
                read.put(member, json.getText());
            }
            require(json.nextToken() == null, "there is something behind it");
        }
        return read;
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
