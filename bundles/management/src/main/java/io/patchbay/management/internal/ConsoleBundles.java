package io.patchbay.management.internal;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Leads what is done to bundles on the Web Console's page of bundles to our own operations. By itself the Web Console
 * would change a bundle in place, and what it did would be gone with a restart.
 *
 * <p>It answers as the page expects: the state of the bundle, or a redirect to the page after an upload.
 */
@Component(service = Filter.class, configurationPid = ManagementPlane.PID)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)")
@HttpWhiteboardFilterPattern({"/bundles", "/bundles/*"})
public final class ConsoleBundles extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final long DRAIN_MS = 1_000;
    private static final Set<String> LED = Set.of("start", "stop", "update", "refresh", "uninstall");

    private final transient BundleContext context;
    private final transient Lifecycle lifecycle;
    private final long maxBytes;

    /** Leads to what is deployed. */
    @Activate
    public ConsoleBundles(BundleContext context, @Reference Deployment deployment, ManagementPlane.Config config) {
        this(context, deployment.lifecycle(), config.maxBundleBytes());
    }

    ConsoleBundles(BundleContext context, Lifecycle lifecycle, long maxBytes) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String action = request.getMethod().equals("POST") ? request.getParameter("action") : null;
        Bundle bundle = action == null || !LED.contains(action) ? null : bundle(request);
        try {
            if ("install".equals(action)) {
                install(request);
                if (!request.getRequestURI().endsWith("/install")) {
                    response.sendRedirect(request.getRequestURI());
                }
            } else if (action != null && bundle != null) {
                state(response, change(bundle, action));
            } else {
                chain.doFilter(request, response);
            }
        } catch (RefusedException e) {
            response.sendError(422, e.getMessage());
        } catch (ConflictException e) {
            response.sendError(HttpServletResponse.SC_CONFLICT, e.getMessage());
        } catch (NoSuchElementException _) {
            response.sendError(HttpServletResponse.SC_CONFLICT,
                    "This version of the bundle is on its way out already.");
        } catch (Upload.RejectedException e) {
            response.sendError(e.status(), e.getMessage());
        }
    }

    private void install(HttpServletRequest request)
            throws RefusedException, ConflictException, IOException, ServletException {
        for (Part part : request.getParts()) {
            if (part.getName().equals("bundlefile") && part.getSize() > 0) {
                try (Upload upload = Upload.of(part.getInputStream(), lifecycle.stage(), maxBytes)) {
                    var _ = lifecycle.put(upload.jar(Optional.empty()));
                }
            }
        }
    }

    /** Does what is asked for; the bundle that is there then. */
    private Bundle change(Bundle bundle, String action) throws RefusedException, ConflictException, IOException {
        String name = Objects.toString(bundle.getSymbolicName(), "");
        lifecycle.requireServing(bundle);
        switch (action) {
            case "start" -> {
                return lifecycle.start(name);
            }
            case "stop" -> await(lifecycle.stop(name));
            case "uninstall" -> await(lifecycle.remove(name));
            case "update" -> throw new ConflictException("Update " + name
                    + " by Install/Update with its new jar: that one comes beside it, and nothing is interrupted.");
            default -> throw new ConflictException(
                    "There is no need to refresh " + name + ": whatever replaces it does that by itself.");
        }
        return bundle;
    }

    /** The bundle that a path names, by its number, or by its symbolic name with or without a version. */
    private @Nullable Bundle bundle(HttpServletRequest request) {
        String path = Objects.toString(request.getServletPath(), "") + Objects.toString(request.getPathInfo(), "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (last.matches("\\d{1,18}")) {
            return context.getBundle(Long.parseLong(last));
        }
        for (Bundle bundle : context.getBundles()) {
            if (last.equals(bundle.getSymbolicName())
                    || last.equals(bundle.getSymbolicName() + ":" + bundle.getVersion())) {
                return bundle;
            }
        }
        return null;
    }

    private static void await(CompletableFuture<Void> drained) {
        drained.completeOnTimeout(null, DRAIN_MS, TimeUnit.MILLISECONDS).join();
    }

    private static void state(HttpServletResponse response, Bundle bundle) throws IOException {
        JsonAnswer.send(response, 200, json -> {
            json.writeBooleanField("fragment", false);
            json.writeNumberField("stateRaw", bundle.getState());
        });
    }
}
