package io.patchbay.management.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the bundles of the folders run: those that are there at the start before anything goes on, so that the
 * configuration finds them, and from then on whatever comes and goes.
 */
@Component(service = Deployment.class, immediate = true)
public final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
    private static final long POLL_MS = 250;
    private static final long LAST_LOOK_MS = 1_000;

    private final Lifecycle lifecycle;
    private final Bundles bundles;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("patchbay-deploy").daemon().factory());

    /**
     * Brings up what the folders have, and watches them.
     *
     * @throws IOException if there is no home, or it cannot be written
     */
    @Activate
    public Deployment(BundleContext context, @Reference ServiceComponentRuntime runtime) throws IOException {
        Path home = path(context, "patchbay.home")
                .orElseThrow(() -> new IOException("there is no home, so there is no deploy/"));
        List<Path> shipped = path(context, "patchbay.distribution").stream()
                .flatMap(root -> Stream.of("dialects", "providers", "plugins").map(root::resolve))
                .toList();
        Components components = new Components(runtime);
        Drains drains = new Drains(context);
        Installer installer = new Installer(context, new Readiness(components, context.getBundle()), drains);
        lifecycle = new Lifecycle(new DeployFolders(home.resolve("deploy"), shipped), installer, new Ramp());
        bundles = new Bundles(context, components, drains, lifecycle);
        lifecycle.look();
        var _ = thread.scheduleWithFixedDelay(this::look, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
    }

    /** What can be done to bundles. */
    Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What there is to tell of bundles. */
    Bundles bundles() {
        return bundles;
    }

    /** Watches no more. What runs goes on. */
    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(LAST_LOOK_MS, TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }

    private void look() {
        try {
            lifecycle.look();
        } catch (RuntimeException e) {
            // It would be the last look otherwise. One that the end of the gateway overtakes fails, and means nothing.
            if (!thread.isShutdown()) {
                LOG.error("the folders of bundles could not be looked at", e);
            }
        }
    }

    private static Optional<Path> path(BundleContext context, String property) {
        return Optional.ofNullable(context.getProperty(property)).map(Path::of);
    }
}
