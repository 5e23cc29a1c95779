package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.provider.Provider;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.ConditionReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that are there now; each change makes a new {@link Snapshot}.
 *
 * <p>Where two services are versions of one thing, or have one name, the older one serves, so that a new version takes
 * over in the same snapshot in which the old one is withdrawn; before that, so many exchanges go by the newer version
 * as its {@linkplain Leases#share share} says. A service whose leases are closed is in no snapshot any
 * more, whether it has been unbound yet or not.
 *
 * <p>While the snapshot is held, because a configuration is being applied, services come and go unseen: exchanges go by
 * what was there before, and then by all of the change at once. Only what a stopping bundle takes with it goes at once,
 * and the next version of what is there comes at once, to take over then.
 */
final class Installed {
    private static final Logger LOG = LoggerFactory.getLogger(Installed.class);
    private static final long LONGEST_HOLD_NANOS = Duration.ofSeconds(2).toNanos();

    private final Time time;
    private final Absentees absentees;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private final Conditions conditions = new Conditions();
    private final Services live = new Services();
    private Services shown = live;
    private Set<String> requiredFilters = Set.of();
    private boolean closed;
    private int holders;
    private long heldUntil;
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile @Nullable Beside beside;

    /**
     * Nothing.
     *
     * @param time the clock
     * @param configured whether there is a configuration with a PID
     */
    Installed(Time time, Predicate<String> configured) {
        this.time = time;
        this.absentees = new Absentees(time, configured);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** What an exchange that begins goes by. */
    Snapshot draw(RandomGenerator random) {
        Beside newer = beside;
        return newer != null && newer.draw(random) ? newer.snapshot() : snapshot;
    }

    /** Calls the watcher on every new snapshot, and whenever what is waited for may have changed; it must be quick. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void addDialect(Origin origin, Dialect dialect) {
        DialectEntry entry = new DialectEntry(dialect.name(), dialect, origin);
        add(Services::dialects, origin, entry);
    }

    void addProvider(Origin origin, Provider provider, Map<String, ?> properties) {
        ProviderEntry entry = new ProviderEntry(ProviderInfo.of(properties), provider, origin);
        LOG.info("provider {} is there, from {} {}", entry.name(), origin.bundle(), origin.version());
        add(Services::providers, origin, entry);
    }

    void addKey(Origin origin, ProviderKey key) {
        add(Services::keys, origin, key);
    }

    void addRoute(Origin origin, Route route) {
        add(Services::routes, origin, route);
    }

    void addFilter(Origin origin, Filter filter, Map<String, ?> properties) {
        add(Services::filters, origin, FilterEntry.of(origin, filter, properties));
    }

    void addBalancer(Origin origin, Balancer balancer, Map<String, ?> properties) {
        String name = String.valueOf(properties.get("patchbay.balancer.name"));
        add(Services::balancers, origin, new Services.NamedBalancer(name, balancer));
    }

    void addCache(Origin origin, ResponseCache cache) {
        add(Services::caches, origin, cache);
    }

    void addConditionReader(Origin origin, Supplier<@Nullable ConditionReader> reader) {
        add(Services::conditionReaders, origin, reader);
    }

    void addListener(Origin origin, ExchangeListener listener) {
        add(Services::listeners, origin, listener);
    }

    /**
     * Takes a service out, whatever it is.
     *
     * @param stopping whether its bundle stops, so that nobody may begin to use anything of it any more
     * @return who uses its bundle; empty if it was not there
     */
    synchronized Optional<Leases> remove(long serviceId, boolean stopping) {
        Optional<Leases> leases = live.remove(serviceId).map(Origin::leases);
        if (stopping) {
            leases.ifPresent(Leases::close);
        }
        publish();
        return leases;
    }

    /** Takes out what is still there of bundles whose leases are closed. */
    synchronized void withoutClosed() {
        publish();
    }

    /** The bundles that are on their way out and have not gone; takes out of the snapshot what was closed since. */
    synchronized List<Leases> closing() {
        if (snapshot.hasClosed()) {
            publish();
        }
        return live.closing();
    }

    /**
     * Keeps the snapshot as it is for good: nobody begins anything any more. Else each of the services that now go, one by
     * one, would make a snapshot of all others.
     */
    synchronized void close() {
        closed = true;
    }

    /** The filters that must be there, by any of their names. */
    synchronized void require(Set<String> filters) {
        requiredFilters = Set.copyOf(filters);
        publish();
    }

    /** A bundle has finished its work: its successor can come from now on. */
    synchronized void drained(Leases bundle) {
        snapshot.gone().gone().filter(gone -> gone.origin().leases().equals(bundle))
                .forEach(gone -> gone.window().run());
        snapshot.gone().conditions().filter(unread -> unread.isOf(bundle))
                .ifPresent(unread -> unread.window().run());
        tell();
    }

    /** A bundle will not come again. */
    synchronized void forget(long bundleId) {
        snapshot = snapshot.with(
                snapshot.gone().without(gone -> gone.origin().leases().bundleId() == bundleId));
        beside = beside();
        tell();
    }

    /** Keeps the snapshot as it is until {@link #release}, at most for some time. */
    synchronized void hold() {
        if (holders++ == 0) {
            heldUntil = time.nanos() + LONGEST_HOLD_NANOS;
            shown = live.copy();
        }
    }

    /** Shows what has changed since {@link #hold}. */
    synchronized void release() {
        if (--holders == 0) {
            show();
        }
    }

    /** Shows what has changed if it was held too long. */
    void releaseIfOverdue() {
        if (heldUntil != 0 && time.nanos() - heldUntil >= 0) {
            synchronized (this) {
                if (heldUntil != 0) {
                    LOG.warn("a configuration takes longer than {} ms to be applied: requests meet it half applied",
                            Duration.ofNanos(LONGEST_HOLD_NANOS).toMillis());
                    show();
                }
            }
        }
    }

    private void show() {
        heldUntil = 0;
        shown = live;
        publish();
    }

    private synchronized <T> void add(Function<Services, Bound<T>> kind, Origin origin, T value) {
        kind.apply(live).put(origin, value);
        Bound<T> held = kind.apply(shown);
        if (held.hasOlderVersionOf(origin)) {
            held.put(origin, value);
            publish();
        } else if (heldUntil == 0) {
            publish();
        }
    }

    private void publish() {
        if (closed) {
            return;
        }
        Snapshot before = snapshot;
        snapshot = shown.snapshot(Version.OLDER, conditions, requiredFilters,
                present -> absentees.of(before, present));
        beside = beside();
        tell();
    }

    private @Nullable Beside beside() {
        List<Leases> newer = shown.beside();
        return newer.isEmpty()
                ? null
                : new Beside(shown.snapshot(Version.NEWER, new Conditions(), requiredFilters, _ -> snapshot.gone()),
                        newer);
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }
}
