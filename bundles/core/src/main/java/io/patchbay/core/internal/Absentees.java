package io.patchbay.core.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds out what is missed when one snapshot follows another: what was there and may come again, since its bundle stops
 * or its configuration still stands, and what must be there.
 */
final class Absentees {
    private final Time time;
    private final Predicate<String> configured;

    Absentees(Time time, Predicate<String> configured) {
        this.time = time;
        this.configured = configured;
    }

    Absent of(Snapshot before, Snapshot present) {
        return new Absent(
                byName(before.gone().dialects(), before.dialects(), present.dialects(), DialectEntry::origin,
                        DialectEntry::name),
                byName(before.gone().providers(), before.providers(), present.providers(), ProviderEntry::origin,
                        ProviderEntry::info),
                filters(before, present), required(before, present), conditions(before, present));
    }

    private <E, T> Map<String, Gone<T>> byName(Map<String, Gone<T>> goneBefore, Map<String, E> before,
            Map<String, E> present, Function<E, Origin> origin, Function<E, T> what) {
        Map<String, Gone<T>> gone = new HashMap<>(goneBefore);
        before.forEach((name, entry) -> {
            if (!present.containsKey(name) && comesAgain(origin.apply(entry))) {
                gone.put(name, gone(what.apply(entry), origin.apply(entry)));
            }
        });
        gone.keySet().removeAll(present.keySet());
        return gone;
    }

    private List<Gone<String>> filters(Snapshot before, Snapshot present) {
        List<Gone<String>> gone = new ArrayList<>(before.gone().filters());
        for (FilterEntry filter : before.filters()) {
            if (!isThere(present, filter.origin()) && comesAgain(filter.origin())) {
                gone.add(gone(filter.name(), filter.origin()));
            }
        }
        gone.removeIf(each -> isThere(present, each.origin()));
        return gone;
    }

    private Map<String, Window> required(Snapshot before, Snapshot present) {
        Map<String, Window> missing = new HashMap<>();
        for (String name : present.requiredFilters()) {
            if (present.filters().stream().noneMatch(filter -> filter.names().contains(name))) {
                Window known = before.gone().required().get(name);
                missing.put(name, known == null ? Window.now(time) : known);
            }
        }
        return missing;
    }

    private Optional<Unread> conditions(Snapshot before, Snapshot present) {
        if (present.routes().stream().noneMatch(route -> route.when().unread())) {
            return Optional.empty();
        }
        return before.gone().conditions().or(() -> Optional.of(new Unread(before.conditionReader(),
                before.conditionReader().map(this::window).orElseGet(() -> Window.now(time)))));
    }

    private static boolean isThere(Snapshot present, Origin origin) {
        return present.filters().stream().anyMatch(filter -> filter.origin().serviceId() == origin.serviceId()
                || filter.origin().isVersionOf(origin));
    }

    private boolean comesAgain(Origin origin) {
        if (origin.pid().isEmpty() || !origin.leases().successorExpected()) {
            return false;
        }
        return origin.leases().closed() || !origin.configured() || configured.test(origin.pid());
    }

    private <T> Gone<T> gone(T what, Origin origin) {
        return new Gone<>(what, origin, window(origin));
    }

    private Window window(Origin origin) {
        return origin.leases().closed() ? Window.later(time) : Window.now(time);
    }
}
