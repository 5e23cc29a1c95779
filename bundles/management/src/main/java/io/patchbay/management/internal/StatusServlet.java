package io.patchbay.management.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /api/status}: which gateway this is, how long it has run, and how it is. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/status")
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String APPLYING = "(patchbay.config=applying)";

    private final transient BundleContext context;
    private final transient Deployment deployment;
    private final transient HealthCheckExecutor executor;

    /** Tells of this gateway. */
    @Activate
    public StatusServlet(BundleContext context, @Reference Deployment deployment,
            @Reference HealthCheckExecutor executor) {
        this.context = context;
        this.deployment = deployment;
        this.executor = executor;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Checks checks = Checks.of(executor, "ready");
        RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
        Map<String, Long> bundles = deployment.bundles().list().stream()
                .collect(Collectors.groupingBy(BundleEntry::state, TreeMap::new, Collectors.counting()));
        JsonAnswer.send(response, 200, json -> {
            json.writeStringField("version", context.getProperty("patchbay.version"));
            json.writeStringField("startedAt", Instant.ofEpochMilli(process.getStartTime()).toString());
            json.writeNumberField("uptimeSeconds", process.getUptime() / 1_000);
            json.writeBooleanField("ready", checks.works());
            checks.write(json);
            json.writeObjectFieldStart("bundles");
            for (Map.Entry<String, Long> state : bundles.entrySet()) {
                json.writeNumberField(state.getKey(), state.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("config");
            json.writeStringField("document", context.getProperty("patchbay.config"));
            json.writeBooleanField("applying", isApplying());
            json.writeEndObject();
        });
    }

    /** Whether a change of the configuration is under way; the configuration has a service registered for so long. */
    private boolean isApplying() {
        try {
            return context.getAllServiceReferences(Object.class.getName(), APPLYING) != null;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(APPLYING, e);
        }
    }
}
