package io.patchbay.management.internal;

import io.patchbay.management.internal.Look.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is done to bundles while the gateway runs, one thing at a time. What is asked for is written to the folders, and
 * what the folders say is done, so that either way leads to the same state, which a restart finds again.
 *
 * <p>A new version comes beside the one that serves; once it is of use, it takes over bit by bit, and the old one goes when
 * nobody uses it any more.
 */
final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final DeployFolders folders;
    private final Installer installer;
    private final Ramp ramp;
    /** What was done last for a symbolic name. Until the folders say something else, others may do as they like. */
    private final Map<String, Goal> goals = new HashMap<>();
    /** What failed, until its jar is another. */
    private final Map<BundleJar, Failure> failures = new HashMap<>();
    private volatile List<Refusal> refusals = List.of();
    private int changes;
    private boolean resumed;

    private record Goal(List<BundleJar> jars, boolean stopped) {
        BundleJar best() {
            return jars.getFirst();
        }
    }

    /**
     * Why a jar was refused.
     *
     * @param lacking whether other bundles may help
     * @param changes how many bundles had changed then
     */
    private record Failure(Refusal refusal, boolean lacking, int changes) {}

    /** A bundle that is installed and is to be started. */
    private record Fresh(String name, Goal goal, Bundle bundle) {}

    /**
     * A bundle that is of use, or stopped if that is wanted.
     *
     * @param old the version before it
     */
    private record Brought(Bundle bundle, Optional<Bundle> old) {}

    /**
     * What was done.
     *
     * @param bundle the bundle that is there now
     * @param installed whether there was none before
     */
    record Done(Bundle bundle, boolean installed) {}

    Lifecycle(DeployFolders folders, Installer installer, Ramp ramp) {
        this.folders = folders;
        this.installer = installer;
        this.ramp = ramp;
    }

    /** What is in the folders and is refused. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** A new file for a jar that is to be {@linkplain #put put}. */
    Path stage() throws IOException {
        return folders.stage();
    }

    /** Brings the bundles to what the folders say. */
    synchronized void look() {
        try {
            reconcile(folders.look());
        } catch (IOException e) {
            LOG.warn("the folders of bundles cannot be read, all stays as it is: {}", e.toString());
        }
    }

    /**
     * Installs a jar, or updates the bundle of its symbolic name.
     *
     * @param jar staged
     * @throws RefusedException if it is of no use; nothing has changed
     * @throws ConflictException if the bundle there is not ours to change
     */
    synchronized Done put(BundleJar jar) throws RefusedException, ConflictException, IOException {
        String name = jar.symbolicName();
        Optional<Bundle> old = installer.serving(name);
        boolean stopped = folders.view().stopped().contains(name);
        boolean same = old.isPresent() && installer.location(old.get()).checksum().equals(jar.checksum())
                && (stopped || installer.runs(old.get()));
        if (same) {
            folders.put(jar);
            return new Done(old.get(), false);
        }
        if (old.isPresent()) {
            installer.requireUnused(old.get());
        }
        jar.verify();
        Bundle bundle = installer.install(jar, folders.target(name));
        bring(bundle, old, stopped);
        try {
            folders.put(jar);
        } catch (IOException e) {
            installer.discard(bundle);
            throw e;
        }
        takeOver(List.of(new Brought(bundle, old)), "installed");
        return new Done(bundle, old.isEmpty());
    }

    /**
     * Takes a bundle away.
     *
     * @return complete when nobody uses it any more and it is gone
     * @throws NoSuchElementException if there is none
     * @throws ConflictException if it has to stay
     */
    synchronized CompletableFuture<Void> remove(String name) throws ConflictException, IOException {
        Optional<Bundle> bundle = installer.serving(name);
        if (bundle.isEmpty()) {
            Refusal refused = refusals.stream().filter(each -> each.name().equals(name)).findFirst()
                    .orElseThrow(() -> new NoSuchElementException(name));
            folders.delete(refused.source());
            look();
            return CompletableFuture.completedFuture(null);
        }
        installer.requireUnused(bundle.get());
        folders.remove(name);
        changed("removed", bundle.get());
        return installer.remove(bundle.get());
    }

    /**
     * Starts a bundle, or brings one of the distribution back that was removed.
     *
     * @throws NoSuchElementException if there is none
     * @throws RefusedException if it does not start
     */
    synchronized Bundle start(String name) throws RefusedException, ConflictException, IOException {
        if (installer.serving(name).isEmpty() && !folders.restore(name)) {
            throw new NoSuchElementException(name);
        }
        folders.stop(name, false);
        goals.remove(name);
        failures.keySet().removeIf(jar -> jar.symbolicName().equals(name));
        reconcile(folders.view());
        return installer.serving(name).filter(installer::runs)
                .orElseThrow(() -> new RefusedException(refusals.stream().filter(each -> each.name().equals(name))
                        .map(Refusal::reason).findFirst().orElse(name + " does not start.")));
    }

    /**
     * Stops a bundle, which stays stopped over restarts.
     *
     * @return complete when nobody uses it any more and it has stopped
     * @throws NoSuchElementException if there is none
     * @throws ConflictException if it has to run
     */
    synchronized CompletableFuture<Void> stop(String name) throws ConflictException, IOException {
        Bundle bundle = installer.serving(name).orElseThrow(() -> new NoSuchElementException(name));
        installer.requireUnused(bundle);
        folders.stop(name, true);
        changed("stopped", bundle);
        return installer.stop(bundle);
    }

    /**
     * Fails for a bundle that is not the one of its symbolic name that serves.
     *
     * @throws NoSuchElementException if another version does
     * @throws ConflictException if it did not come by us
     */
    void requireServing(Bundle bundle) throws ConflictException {
        if (installer.serving(String.valueOf(bundle.getSymbolicName())).filter(bundle::equals).isEmpty()) {
            throw new NoSuchElementException(bundle.getSymbolicName());
        }
    }

    private void reconcile(Look look) {
        List<Refusal> refused = new ArrayList<>(look.refusals());
        if (!look.moving()) {
            refused.addAll(retireUnwanted(look));
        }
        List<Fresh> fresh = new ArrayList<>();
        look.wanted().forEach((name, jars) -> {
            Goal goal = new Goal(List.copyOf(jars), look.stopped().contains(name));
            if (!isUnsettled(name, look) && (!goal.equals(goals.get(name)) || mayBeHelped(goal))) {
                goals.put(name, goal);
                settle(name, goal).ifPresent(fresh::add);
            }
        });
        if (!resumed) {
            resumed = true;
            installer.bundles().stream().map(installer::location).map(Location::symbolicName).distinct()
                    .filter(name -> isUnsettled(name, look) && !look.stopped().contains(name)).forEach(this::resume);
        }
        // All are installed before the first starts: they may need each other.
        takeOver(fresh.stream().flatMap(each -> begin(each).stream()).toList(), "started");
        goals.keySet().retainAll(look.wanted().keySet());
        failures.keySet().removeIf(jar -> look.wanted().values().stream().noneMatch(jars -> jars.contains(jar)));
        failures.values().forEach(failure -> refused.add(failure.refusal));
        refused.stream().filter(each -> !refusals.contains(each))
                .forEach(each -> LOG.warn("not taken: {}: {}", each.source(), each.reason()));
        refusals = List.copyOf(refused);
    }

    /** Takes away what no folder has any more; what has to stay is told. */
    private List<Refusal> retireUnwanted(Look look) {
        List<Refusal> staying = new ArrayList<>();
        for (Bundle bundle : installer.bundles()) {
            Location location = installer.location(bundle);
            if (!look.wanted().containsKey(location.symbolicName()) && !look.unsettled().contains(location.source())) {
                try {
                    installer.requireUnused(bundle);
                    var _ = installer.remove(bundle);
                    changed("removed", bundle);
                } catch (ConflictException e) {
                    staying.add(new Refusal(location.source(), location.symbolicName(),
                            bundle.getVersion().toString(),
                            "It is gone from its folder, and stays. " + e.getMessage()));
                }
            }
        }
        return staying;
    }

    private boolean isUnsettled(String name, Look look) {
        return !look.unsettled().isEmpty() && installer.versions(name).stream()
                .anyMatch(bundle -> look.unsettled().contains(installer.location(bundle).source()));
    }

    private boolean mayBeHelped(Goal goal) {
        Failure failure = failures.get(goal.best());
        return failure != null && failure.lacking && failure.changes != changes;
    }

    /** Does what needs no other bundle; what has to be started beside others is returned, installed. */
    private Optional<Fresh> settle(String name, Goal goal) {
        Bundle there = installer.versions(name).stream()
                .filter(bundle -> installer.location(bundle).checksum().equals(goal.best().checksum()))
                .findFirst().orElse(null);
        if (there == null || (installer.isLeaving(there) && !goal.stopped)) {
            return install(name, goal, goal.best());
        }
        failures.remove(goal.best());
        if (goal.stopped && installer.runs(there)) {
            var _ = installer.stop(there);
            changed("stopped", there);
        }
        return goal.stopped == installer.runs(there) ? Optional.of(new Fresh(name, goal, there)) : Optional.empty();
    }

    private Optional<Fresh> install(String name, Goal goal, BundleJar jar) {
        try {
            Optional<Bundle> old = installer.serving(name);
            if (old.isPresent()) {
                installer.requireUnused(old.get());
            }
            // What was shipped is as it was when the gateway starts; whatever else comes may be half there.
            if (resumed || folders.isDeployed(jar)) {
                jar.verify();
            }
            return Optional.of(new Fresh(name, goal, installer.install(jar, DeployFolders.source(jar.file()))));
        } catch (RefusedException e) {
            failed(jar, e.getMessage(), false);
        } catch (ConflictException e) {
            failed(jar, e.getMessage(), true);
        } catch (IOException e) {
            failed(jar, jar.file().getFileName() + " cannot be read: " + e + ".", false);
        }
        return Optional.empty();
    }

    /** Starts what was installed; if that is of no use, what was there before serves, or else what was shipped. */
    private Optional<Brought> begin(Fresh fresh) {
        BundleJar jar = fresh.goal.best();
        Optional<Bundle> old = installer.versions(fresh.name).stream().filter(each -> !each.equals(fresh.bundle))
                .findFirst();
        try {
            bring(fresh.bundle, old, fresh.goal.stopped);
            failures.remove(jar);
            return Optional.of(new Brought(fresh.bundle, old));
        } catch (RefusedException e) {
            failed(jar, e.getMessage(), e.isLacking());
            fallBack(fresh, old);
            return Optional.empty();
        }
    }

    private void fallBack(Fresh fresh, Optional<Bundle> old) {
        if (fresh.goal.stopped || old.filter(installer::runs).isPresent()) {
            return;
        }
        List<BundleJar> others = fresh.goal.jars.subList(1, fresh.goal.jars.size());
        Optional<Bundle> bundle = old.or(() -> others.stream().findFirst()
                .flatMap(jar -> install(fresh.name, fresh.goal, jar)).map(Fresh::bundle));
        if (bundle.isPresent()) {
            try {
                installer.start(bundle.get(), Optional.empty());
                changed("went back to", bundle.get());
            } catch (RefusedException e) {
                LOG.warn("{} cannot serve either: {}", fresh.name, e.getMessage());
            }
        }
    }

    private void bring(Bundle bundle, Optional<Bundle> old, boolean stopped) throws RefusedException {
        if (stopped) {
            installer.resolve(bundle);
        } else {
            installer.start(bundle, old);
        }
    }

    /** Starts what ran before the gateway was restarted, and whose jar cannot be judged now. */
    private void resume(String name) {
        try {
            installer.start(installer.versions(name).getFirst(), Optional.empty());
        } catch (RefusedException e) {
            LOG.warn("{} does not start again: {}", name, e.getMessage());
        }
    }

    /**
     * Lets bundles serve in place of their other versions, and lets these go.
     *
     * @param how what was done to those that had no other version
     */
    private void takeOver(List<Brought> all, String how) {
        Map<Bundle, Bundle> olderByNewer = new HashMap<>();
        for (Brought brought : all) {
            brought.old.filter(old -> installer.runs(old) && installer.runs(brought.bundle))
                    .ifPresent(old -> olderByNewer.put(brought.bundle, old));
        }
        ramp.run(olderByNewer);
        for (Brought brought : all) {
            installer.versions(brought.bundle.getSymbolicName()).stream()
                    .filter(other -> !other.equals(brought.bundle)).forEach(installer::supersede);
            changed(brought.old.isPresent() ? "updated" : how, brought.bundle);
        }
    }

    private void failed(BundleJar jar, String reason, boolean lacking) {
        failures.put(jar, new Failure(new Refusal(DeployFolders.source(jar.file()), jar.symbolicName(),
                jar.version().toString(), reason), lacking, changes));
    }

    private void changed(String how, Bundle bundle) {
        changes++;
        LOG.info("{} {} {}", how, bundle.getSymbolicName(), bundle.getVersion());
    }
}
