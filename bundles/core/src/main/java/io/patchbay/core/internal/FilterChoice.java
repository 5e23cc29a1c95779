package io.patchbay.core.internal;

import java.util.Collections;
import java.util.Set;

/**
 * Which filters run for a route.
 *
 * @param only these, by any of their names; all where there are none
 * @param without but for these
 */
record FilterChoice(Set<String> only, Set<String> without) {
    static final FilterChoice ALL = new FilterChoice(Set.of(), Set.of());

    /** Whether it makes no difference. */
    boolean all() {
        return only.isEmpty() && without.isEmpty();
    }

    boolean runs(FilterEntry filter) {
        return (only.isEmpty() || !Collections.disjoint(only, filter.names()))
                && Collections.disjoint(without, filter.names());
    }
}
