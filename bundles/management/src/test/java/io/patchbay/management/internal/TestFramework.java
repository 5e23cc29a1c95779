package io.patchbay.management.internal;

import io.patchbay.api.lease.Leases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A real framework with Declarative Services and one consumer, which uses every {@code Supplier} and lets none go before it
 * is told to; and what manages the bundles of two folders in it.
 */
final class TestFramework {
    private static final String PACKAGES = "org.osgi.service.component;version=1.5.1,"
            + "org.osgi.service.component.runtime;version=1.5.0,org.osgi.service.component.runtime.dto;version=1.5.0,"
            + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0,"
            + "io.patchbay.api.test;version=0.1.0";

    private final Framework framework;
    private final ServiceTracker<Object, Object> consumer;
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch busy = new CountDownLatch(0);
    private volatile boolean refusing;
    final Path directory;
    final Lifecycle lifecycle;
    final Bundles bundles;
    final Drains drains;

    TestFramework(Path directory) throws Exception {
        this.directory = directory;
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of(
                "org.osgi.framework.storage", directory.resolve("cache").toString(),
                "org.osgi.framework.system.packages.extra", PACKAGES,
                "org.osgi.framework.bsnversion", "multiple"));
        framework.start();
        context().addBundleListener((SynchronousBundleListener) TestFramework::forgetLeases);
        start("org.apache.felix.scr.impl.Activator");
        Bundle self = start(TestBundle.of("io.patchbay.management", "1").to(directory.resolve("self.jar")));
        Components components = new Components(service(ServiceComponentRuntime.class));
        drains = new Drains(self.getBundleContext());
        Installer installer = new Installer(self.getBundleContext(),
                new Readiness(components, self, Duration.ofMillis(500)), drains);
        lifecycle = new Lifecycle(new DeployFolders(directory.resolve("deploy"), List.of(directory.resolve("shipped"))),
                installer, new Ramp(Duration.ofMillis(100)));
        bundles = new Bundles(context(), components, drains, lifecycle);
        consumer = new ServiceTracker<>(context(), Supplier.class.getName(), null) {
            @Override
            public Object addingService(ServiceReference<Object> reference) {
                changes.add("+" + reference.getBundle().getVersion());
                return refusing ? null : super.addingService(reference);
            }

            @Override
            public void removedService(ServiceReference<Object> reference, Object service) {
                changes.add("-" + reference.getBundle().getVersion());
                try {
                    busy.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.removedService(reference, service);
            }
        };
        consumer.open();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** From now on the consumer uses what it has until it is told to let go. */
    CountDownLatch busy() {
        busy = new CountDownLatch(1);
        return busy;
    }

    /** From now on the consumer takes nothing new. */
    void refuse() {
        refusing = true;
    }

    /** The versions of the bundles whose suppliers the consumer has, oldest first. */
    List<String> supplied() {
        ServiceReference<Object>[] references = consumer.getServiceReferences();
        return references == null
                ? List.of()
                : Arrays.stream(references).sorted(Comparator.comparingLong(TestFramework::id))
                        .map(reference -> reference.getBundle().getVersion().toString()).toList();
    }

    /** What came ({@code +}) and went ({@code -}) of suppliers, by the versions of their bundles. */
    List<String> changes() {
        return changes;
    }

    /** Takes two looks: what is new is taken at the second. */
    void look() {
        lifecycle.look();
        lifecycle.look();
    }

    /** Puts a jar as the API does. */
    Lifecycle.Done put(TestBundle bundle) throws RefusedException, ConflictException, IOException {
        try (Upload upload = new Upload(lifecycle.stage())) {
            Files.write(upload.file(), bundle.bytes());
            return lifecycle.put(BundleJar.read(upload.file()));
        }
    }

    /** The states of a bundle's versions, as the API tells them: state and version. */
    List<String> states(String symbolicName) {
        return bundles.list().stream().filter(entry -> entry.symbolicName().equals(symbolicName))
                .map(entry -> (entry.state() + " " + entry.version()).strip()).toList();
    }

    /** Why a bundle does not run. */
    String reason(String symbolicName) {
        return bundles.list().stream().filter(entry -> entry.symbolicName().equals(symbolicName))
                .flatMap(entry -> entry.reason().stream()).findFirst().orElse("");
    }

    Path deploy(String name) {
        return directory.resolve("deploy").resolve(name);
    }

    Path shipped(String name) {
        return directory.resolve("shipped").resolve(name);
    }

    /** Installs and starts a bundle by other means. */
    Bundle start(Path jar) throws BundleException {
        Bundle bundle = context().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    private <S> S service(Class<S> type) {
        return context().getService(context().getServiceReference(type));
    }

    private void start(String type) throws Exception {
        context().installBundle(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toString())
                .start();
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty("service.id");
    }

    void close() throws Exception {
        busy.countDown();
        consumer.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** As those do who take leases: bundles of other frameworks in this JVM have the same numbers. */
    private static void forgetLeases(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            Leases.stopped(event.getBundle().getBundleId());
        }
    }
}
