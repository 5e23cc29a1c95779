package io.patchbay.management.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Brings bundles into the framework and out of it again. It starts them for this run only: which ones run is said by the
 * folders, at each start of the gateway anew.
 */
final class Installer {
    private final BundleContext context;
    private final Readiness readiness;
    private final Drains drains;

    Installer(BundleContext context, Readiness readiness, Drains drains) {
        this.context = context;
        this.readiness = readiness;
        this.drains = drains;
    }

    /** The bundles that came by us and are not on their way out. */
    List<Bundle> bundles() {
        return ours().toList();
    }

    /** Those of a symbolic name, newest first. */
    List<Bundle> versions(String symbolicName) {
        return ours().filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .sorted(Comparator.comparingInt((Bundle bundle) -> location(bundle).generation()).reversed())
                .toList();
    }

    /**
     * The bundle of a symbolic name that serves, or would if it ran.
     *
     * @throws ConflictException if it did not come by us
     */
    Optional<Bundle> serving(String symbolicName) throws ConflictException {
        Optional<Bundle> bundle = versions(symbolicName).stream().findFirst();
        if (bundle.isEmpty() && isElsewhere(symbolicName)) {
            throw new ConflictException(symbolicName
                    + " is a part of the platform, or was installed by other means than"
                    + " deploy/ and the API. Such a bundle is not changed while the gateway runs: update Patchbay.");
        }
        return bundle;
    }

    Location location(Bundle bundle) {
        return Location.of(bundle).orElseThrow();
    }

    boolean runs(Bundle bundle) {
        return bundle.getState() == Bundle.ACTIVE && !drains.isStopping(bundle);
    }

    /** Whether it is being stopped, and cannot be started before that has come to its end. */
    boolean isLeaving(Bundle bundle) {
        return bundle.getState() == Bundle.STOPPING || drains.isStopping(bundle);
    }

    /**
     * Fails if others use the packages of a bundle: they would have to go with it.
     *
     * @throws ConflictException then
     */
    void requireUnused(Bundle bundle) throws ConflictException {
        List<String> dependents = Wires.dependents(bundle);
        if (!dependents.isEmpty()) {
            throw new ConflictException("Others use the packages of " + bundle.getSymbolicName() + ": "
                    + String.join(", ", dependents)
                    + ". Remove these first, or change the jar and restart the gateway.");
        }
    }

    /**
     * Installs a jar; the bundle does not run yet.
     *
     * @throws RefusedException if the framework does not take it
     * @throws IOException if it cannot be read, or is not what it was when it was looked at
     */
    Bundle install(BundleJar jar, String source) throws RefusedException, IOException {
        int generation = Stream.of(context.getBundles())
                .filter(each -> jar.symbolicName().equals(each.getSymbolicName()))
                .flatMap(each -> Location.of(each).stream())
                .mapToInt(Location::generation).max().orElse(0) + 1;
        String location = new Location(jar.symbolicName(), source, jar.checksum(), generation).text();
        try (InputStream content = Files.newInputStream(jar.file())) {
            Bundle bundle = context.installBundle(location, content);
            if (!FileState.of(jar.file()).equals(Optional.of(jar.state()))) {
                drains.uninstall(bundle);
                throw new IOException(jar.file().getFileName() + " changed while it was read");
            }
            bundle.adapt(BundleStartLevel.class)
                    .setStartLevel(context.getBundle().adapt(BundleStartLevel.class).getStartLevel());
            return bundle;
        } catch (BundleException e) {
            throw new RefusedException(jar.title() + " has a manifest that the framework does not take: "
                    + e.getMessage() + ".");
        }
    }

    /**
     * Starts a bundle that was installed, and waits until it is of use.
     *
     * @param before the version that serves; empty where none does
     * @throws RefusedException if it is of no use; then it is gone again
     */
    void start(Bundle bundle, Optional<Bundle> before) throws RefusedException {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            readiness.await(bundle, before.filter(this::runs));
        } catch (BundleException e) {
            RefusedException refusal = refusal(bundle, e);
            drains.uninstall(bundle);
            throw refusal;
        } catch (RefusedException e) {
            drains.uninstall(bundle);
            throw e;
        }
    }

    /**
     * Checks that a bundle that was installed could be started.
     *
     * @throws RefusedException if not; then it is gone again
     */
    void resolve(Bundle bundle) throws RefusedException {
        if (!context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(List.of(bundle))) {
            RefusedException refusal =
                    new RefusedException(problems(bundle, "It does not fit together with the others."), true);
            drains.uninstall(bundle);
            throw refusal;
        }
    }

    /** Takes a bundle away that nobody uses. */
    void discard(Bundle bundle) {
        drains.uninstall(bundle);
    }

    /** Takes a bundle away once nobody uses it. */
    CompletableFuture<Void> remove(Bundle bundle) {
        return drains.remove(bundle);
    }

    /** Takes a bundle away, whose successor is there, once nobody uses it. */
    void supersede(Bundle bundle) {
        var _ = drains.supersede(bundle);
    }

    /** Stops a bundle once nobody uses it. */
    CompletableFuture<Void> stop(Bundle bundle) {
        return drains.stop(bundle);
    }

    private RefusedException refusal(Bundle bundle, BundleException e) {
        if (e.getType() == BundleException.RESOLVE_ERROR) {
            return new RefusedException(problems(bundle, String.valueOf(e.getMessage())), true);
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new RefusedException(bundle.getSymbolicName() + " " + bundle.getVersion() + " failed to start: "
                + (cause instanceof BundleException ? cause.getMessage() : cause.toString()) + ".");
    }

    private List<String> problems(Bundle bundle, String otherwise) {
        List<String> problems = ResolveReport.of(context, bundle);
        return problems.isEmpty() ? List.of(otherwise) : problems;
    }

    private boolean isElsewhere(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .anyMatch(bundle -> symbolicName.equals(bundle.getSymbolicName()) && !Location.isOf(bundle));
    }

    private Stream<Bundle> ours() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> Location.isOf(bundle) && !drains.isRetired(bundle));
    }
}
