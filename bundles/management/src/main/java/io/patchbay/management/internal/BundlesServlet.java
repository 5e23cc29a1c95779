package io.patchbay.management.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/bundles}: lists, installs, updates, removes, starts and stops bundles. */
@Component(service = Servlet.class, configurationPid = ManagementPlane.PID)
@HttpWhiteboardServletPattern({BundlesServlet.PATH, BundlesServlet.PATH + "/*"})
public final class BundlesServlet extends HttpServlet {
    static final String PATH = "/api/bundles";

    private static final long serialVersionUID = 1L;
    /** How long an answer waits for a bundle to drain before it says that it does. */
    private static final long DRAIN_MS = 1_000;

    private final transient Lifecycle lifecycle;
    private final transient Bundles bundles;
    private final long maxBytes;

    /** What is asked for at a path. */
    private record Target(String name, String action) {
        static Target of(HttpServletRequest request) {
            String[] parts = Objects.toString(request.getPathInfo(), "").replaceFirst("^/", "").split("/", -1);
            if (parts.length > 2) {
                throw new NoSuchElementException(String.join("/", parts));
            }
            return new Target(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    /** Does something for a request. */
    @FunctionalInterface
    private interface Step {
        void run() throws RefusedException, ConflictException, IOException;
    }

    /** Serves what is deployed. */
    @Activate
    public BundlesServlet(@Reference Deployment deployment, ManagementPlane.Config config) {
        this(deployment.lifecycle(), deployment.bundles(), config.maxBundleBytes());
    }

    BundlesServlet(Lifecycle lifecycle, Bundles bundles, long maxBytes) {
        this.lifecycle = lifecycle;
        this.bundles = bundles;
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> {
            Target target = Target.of(request);
            if (target.name.isEmpty()) {
                List<BundleEntry> all = bundles.list();
                JsonAnswer.value(response, 200, json -> {
                    json.writeStartArray();
                    for (BundleEntry bundle : all) {
                        bundle.write(json);
                    }
                    json.writeEndArray();
                });
            } else {
                requireNoAction(target);
                JsonAnswer.value(response, 200, find(target.name)::write);
            }
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> {
            Target target = Target.of(request);
            switch (target.action) {
                case "" -> {
                    if (!target.name.isEmpty()) {
                        notAllowed(response, "GET, PUT, DELETE");
                        return;
                    }
                    put(request, response, Optional.empty());
                }
                case "start" -> {
                    Bundle bundle = lifecycle.start(target.name);
                    JsonAnswer.value(response, 200, bundles.entry(bundle)::write);
                }
                case "stop" -> {
                    await(lifecycle.stop(target.name));
                    JsonAnswer.value(response, 200, find(target.name)::write);
                }
                default -> throw new NoSuchElementException(target.action);
            }
        });
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> {
            Target target = Target.of(request);
            requireNoAction(target);
            if (target.name.isEmpty()) {
                notAllowed(response, "GET, POST");
                return;
            }
            put(request, response, Optional.of(target.name));
        });
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(response, () -> {
            Target target = Target.of(request);
            requireNoAction(target);
            if (target.name.isEmpty()) {
                notAllowed(response, "GET, POST");
                return;
            }
            await(lifecycle.remove(target.name));
            response.setStatus(204);
        });
    }

    private void put(HttpServletRequest request, HttpServletResponse response, Optional<String> name)
            throws RefusedException, ConflictException, IOException {
        try (Upload upload = Upload.of(request.getInputStream(), lifecycle.stage(), maxBytes)) {
            Lifecycle.Done done = lifecycle.put(upload.jar(name));
            JsonAnswer.value(response, done.installed() ? 201 : 200,
                    bundles.entry(done.bundle())::write);
        }
    }

    private BundleEntry find(String name) {
        return bundles.find(name).orElseThrow(() -> new NoSuchElementException(name));
    }

    private static void requireNoAction(Target target) {
        if (!target.action.isEmpty()) {
            throw new NoSuchElementException(target.action);
        }
    }

    private static void await(CompletableFuture<Void> drained) {
        // An answer that comes before the end says "draining".
        drained.completeOnTimeout(null, DRAIN_MS, TimeUnit.MILLISECONDS).join();
    }

    private static void notAllowed(HttpServletResponse response, String allowed) throws IOException {
        response.setHeader("Allow", allowed);
        JsonAnswer.error(response, 405, "This path takes " + allowed + ".");
    }

    private static void answer(HttpServletResponse response, Step step) throws IOException {
        try {
            step.run();
        } catch (RefusedException e) {
            JsonAnswer.error(response, 422, e.getMessage(), e.problems());
        } catch (ConflictException e) {
            JsonAnswer.error(response, 409, e.getMessage());
        } catch (NoSuchElementException e) {
            JsonAnswer.error(response, 404, "There is no bundle or action " + e.getMessage() + ".");
        } catch (Upload.RejectedException e) {
            JsonAnswer.error(response, e.status(), e.getMessage());
        }
    }
}
