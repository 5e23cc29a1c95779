package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.ErrorKind.Remedy;
import io.patchbay.api.error.GatewayException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where an exchange goes on when no target of its plan has answered, by what went wrong.
 *
 * @param general after what another target may cure
 * @param byKind after one kind of error; these go before the general ones, where both may follow
 * @param also kinds after which the general ones follow although they are no cure by themselves
 */
record Fallbacks(List<Plan.Step> general, Map<ErrorKind, List<Plan.Step>> byKind, Set<ErrorKind> also) {
    static final Fallbacks NONE = new Fallbacks(List.of(), Map.of(), Set.of());

    Fallbacks {
        general = List.copyOf(general);
        byKind = Map.copyOf(byKind);
        also = Set.copyOf(also);
    }

    /** Fallbacks of the general kind only. */
    static Fallbacks of(List<Plan.Step> general) {
        return general.isEmpty() ? NONE : new Fallbacks(general, Map.of(), Set.of());
    }

    /** What may follow an error, the first to try first. */
    List<Plan.Step> after(GatewayException error) {
        List<Plan.Step> own = byKind.getOrDefault(error.kind(), List.of());
        boolean curable = error.kind().remedy() != Remedy.NONE || also.contains(error.kind());
        if (!curable) {
            return own;
        }
        return own.isEmpty() ? general : Stream.concat(own.stream(), general.stream()).toList();
    }

    /** The same, with others that come first. */
    Fallbacks after(List<Plan.Step> first) {
        return new Fallbacks(Stream.concat(first.stream(), general.stream()).toList(), byKind, also);
    }
}
