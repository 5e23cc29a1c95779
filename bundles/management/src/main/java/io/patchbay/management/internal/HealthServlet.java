package io.patchbay.management.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /health/live} and {@code /health/ready}: what the health checks tagged {@code live} or {@code ready} say.
 *
 * <p>The executor keeps results for two seconds, so that many probes run a check no more often than that.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({HealthServlet.LIVE, HealthServlet.READY})
public final class HealthServlet extends HttpServlet {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";
    static final Set<String> PATHS = Set.of(LIVE, READY);

    private static final long serialVersionUID = 1L;

    private final transient HealthCheckExecutor executor;

    /** Asks an executor. */
    @Activate
    public HealthServlet(@Reference HealthCheckExecutor executor) {
        this.executor = executor;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String tag = request.getServletPath().equals(LIVE) ? "live" : "ready";
        Checks checks = Checks.of(executor, tag);
        JsonAnswer.send(response, checks.works() ? 200 : 503, json -> {
            json.writeStringField("status", checks.status().name());
            checks.write(json);
        });
    }
}
