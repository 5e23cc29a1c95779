package io.patchbay.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
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
        List<HealthCheckExecutionResult> checks = executor.execute(HealthCheckSelector.tags(tag));
        Result.Status status = worst(checks);
        JsonAnswer.send(response, works(status) ? 200 : 503, json -> {
            json.writeStringField("status", status.name());
            json.writeArrayFieldStart("checks");
            for (HealthCheckExecutionResult check : checks) {
                write(check, json);
            }
            json.writeEndArray();
        });
    }

    private static void write(HealthCheckExecutionResult check, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", check.getHealthCheckMetadata().getTitle());
        json.writeStringField("status", check.getHealthCheckResult().getStatus().name());
        json.writeStringField("message", message(check.getHealthCheckResult()));
        json.writeEndObject();
    }

    /** What a check says in its own words; of an exception that it threw, nothing, because anybody may read this. */
    private static String message(Result result) {
        if (result.getStatus() == Result.Status.HEALTH_CHECK_ERROR) {
            return "The check failed to run.";
        }
        StringBuilder message = new StringBuilder();
        for (ResultLog.Entry entry : result) {
            if (!entry.isDebug()) {
                message.append(message.isEmpty() ? "" : "; ").append(entry.getMessage());
            }
        }
        return message.toString();
    }

    /** The status of all; where there is no check, nobody says that all is well. */
    private static Result.Status worst(List<HealthCheckExecutionResult> checks) {
        return checks.stream()
                .map(check -> check.getHealthCheckResult().getStatus())
                .max(Enum::compareTo)
                .orElse(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    private static boolean works(Result.Status status) {
        return status == Result.Status.OK || status == Result.Status.WARN;
    }
}
