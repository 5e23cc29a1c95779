package io.patchbay.core.internal;

import io.patchbay.api.lease.Leases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The services of one kind that are bound, the oldest first, each with what is known of it. */
final class Bound<T> {
    private final List<Entry<T>> entries;

    /**
     * One service.
     *
     * @param origin where it comes from
     * @param value what is known of it
     */
    record Entry<T>(Origin origin, T value) {}

    Bound() {
        this(List.of());
    }

    private Bound(List<Entry<T>> entries) {
        this.entries = new ArrayList<>(entries);
    }

    Bound<T> copy() {
        return new Bound<>(entries);
    }

    /** Adds a service, or takes note of its changed properties. */
    void put(Origin origin, T value) {
        remove(origin.serviceId());
        entries.add(new Entry<>(origin, value));
        entries.sort(Comparator.comparingLong(entry -> entry.origin().serviceId()));
    }

    /** Where the service of a number came from, which is not there any more; empty if it was not there. */
    Optional<Origin> remove(long serviceId) {
        Optional<Origin> origin = entries.stream().map(Entry::origin)
                .filter(each -> each.serviceId() == serviceId).findFirst();
        entries.removeIf(entry -> entry.origin().serviceId() == serviceId);
        return origin;
    }

    /** Whether there is another version of what comes from somewhere, from another bundle, and older. */
    boolean hasOlderVersionOf(Origin origin) {
        return entries.stream().map(Entry::origin).anyMatch(older -> origin.isVersionOf(older)
                && older.serviceId() < origin.serviceId() && !older.leases().equals(origin.leases()));
    }

    /** Who uses those whose bundles are on their way out. */
    Stream<Leases> closing() {
        return entries.stream().map(entry -> entry.origin().leases()).filter(Leases::closed);
    }

    /** All of them. */
    List<T> all() {
        return entries.stream().map(Entry::value).toList();
    }

    /** Those that serve, the oldest first: none of a bundle that is going, and of two versions of one thing one. */
    List<Entry<T>> serving(Version version) {
        List<Entry<T>> serving = new ArrayList<>(entries.size());
        Set<List<String>> things = HashSet.newHashSet(entries.size());
        for (Entry<T> entry : version == Version.OLDER ? entries : entries.reversed()) {
            Origin origin = entry.origin();
            if (!origin.leases().closed()
                    && (origin.pid().isEmpty() || things.add(List.of(origin.pid(), origin.bundle())))) {
                serving.add(entry);
            }
        }
        return version == Version.OLDER ? serving : serving.reversed();
    }

    /** Who uses the bundles that could serve in place of an older version of theirs. */
    Stream<Leases> beside() {
        Set<Origin> older = serving(Version.OLDER).stream().map(Entry::origin).collect(Collectors.toSet());
        return serving(Version.NEWER).stream().map(Entry::origin).filter(origin -> !older.contains(origin))
                .map(Origin::leases);
    }
}
