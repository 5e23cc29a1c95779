package io.patchbay.ingress.internal;

import io.patchbay.api.lease.Leases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dialects that are bound. Of two versions of one dialect the older serves, so that the newer takes over in the same
 * router in which the older is withdrawn; what the newer one gets before that is said {@link #beside}. Not safe for use by
 * many threads.
 */
final class Dialects {
    private static final Comparator<Entry> MATTERS_MOST = Comparator.comparingInt(Entry::ranking).reversed()
            .thenComparingLong(Entry::serviceId);

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Expected> gone = new HashMap<>();

    /**
     * One dialect.
     *
     * @param serviceId the service's number, which grows with time
     * @param ranking how much it matters where endpoints collide
     * @param bundle the symbolic name of its bundle
     * @param pid the PID of its configuration, else the name of its component; empty for one registered by hand
     * @param served the dialect
     */
    record Entry(long serviceId, int ranking, String bundle, String pid, Served served) {
        private boolean isVersionOf(Entry other) {
            return !pid.isEmpty() && pid.equals(other.pid) && bundle.equals(other.bundle);
        }
    }

    /**
     * A dialect that was taken out.
     *
     * @param leases who uses its bundle
     * @param window how long its successor is waited for
     */
    record Removed(Leases leases, Window window) {}

    void put(Entry entry) {
        entries.add(entry);
        entries.sort(MATTERS_MOST);
    }

    /**
     * Takes one out.
     *
     * @param stopping whether its bundle stops, so that nobody may begin to use it any more
     * @return what is gone; empty if it was not there
     */
    Optional<Removed> remove(long serviceId, boolean stopping) {
        Optional<Entry> found = entries.stream().filter(entry -> entry.serviceId() == serviceId).findFirst();
        return found.map(entry -> {
            entries.remove(entry);
            Leases leases = entry.served().leases();
            if (stopping) {
                leases.close();
            }
            return new Removed(leases, expect(entry).window());
        });
    }

    private Expected expect(Entry entry) {
        Leases leases = entry.served().leases();
        Expected known = gone.get(entry.served().name());
        if (known != null && known.bundleId() == leases.bundleId()) {
            return known;
        }
        Expected expected = new Expected(entry.served().name(), entry.served().endpoints(), leases.bundleId(),
                leases.closed() ? Window.later() : Window.now());
        if (!entry.pid().isEmpty() && leases.successorExpected()) {
            gone.put(expected.name(), expected);
        }
        return expected;
    }

    /** A bundle will not come again. */
    void forget(long bundleId) {
        gone.values().removeIf(expected -> expected.bundleId() == bundleId);
    }

    /** The endpoints of those that serve, and of those that are waited for. */
    Router router() {
        entries.stream().filter(entry -> entry.served().leases().closed()).forEach(this::expect);
        List<Served> serving = entries.stream().filter(this::serves).map(Entry::served).toList();
        serving.forEach(served -> gone.remove(served.name()));
        return new Router(serving, List.copyOf(gone.values()));
    }

    /** The endpoints of those that would serve if older versions of them did not. */
    Beside beside() {
        List<Served> newer = entries.stream().filter(this::isOpen).filter(entry -> !serves(entry))
                .map(Entry::served).toList();
        return newer.isEmpty()
                ? Beside.NOTHING
                : new Beside(new Router(entries.stream().filter(this::isOpen).filter(this::isNewest).map(Entry::served)
                        .toList(), List.copyOf(gone.values())), newer.stream().map(Served::leases).distinct().toList());
    }

    private boolean serves(Entry entry) {
        return isOpen(entry) && entries.stream().noneMatch(older -> older.isVersionOf(entry)
                && older.serviceId() < entry.serviceId() && isOpen(older));
    }

    private boolean isNewest(Entry entry) {
        return entries.stream().noneMatch(newer -> newer.isVersionOf(entry) && newer.serviceId() > entry.serviceId()
                && isOpen(newer));
    }

    private boolean isOpen(Entry entry) {
        return !entry.served().leases().closed();
    }
}
