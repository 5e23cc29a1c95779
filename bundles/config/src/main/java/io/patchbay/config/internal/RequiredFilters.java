package io.patchbay.config.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filters without which the pipeline answers no request, and which no route may leave out, therefore. They run in any
 * case: a route that says otherwise promises what does not happen.
 */
final class RequiredFilters {
    private static final String REQUIRED = "requiredFilters";

    private RequiredFilters() {}

    /**
     * What is wrong with the filters that a route chooses, by its settings.
     *
     * @param core the settings of the pipeline
     * @param route the settings of the route
     */
    static Map<String, String> leftOut(Map<String, Object> core, Map<String, Object> route) {
        List<String> required = texts(core, REQUIRED).filter(name -> !ValueReference.isIn(name)).toList();
        List<String> only = texts(route, "filters").toList();
        List<String> without = texts(route, "withoutFilters").toList();
        Map<String, String> wrong = new LinkedHashMap<>();
        if (!only.isEmpty() && only.stream().noneMatch(ValueReference::isIn)) {
            put(wrong, "filters", required, name -> only.stream().noneMatch(other -> same(name, other)),
                    "leaves out %s, which %s of %s names: add it here, or remove it there");
        }
        put(wrong, "withoutFilters", required, name -> without.stream().anyMatch(other -> same(name, other)),
                "leaves out %s, which %s of %s names: remove it here, or there");
        return wrong;
    }

    private static void put(Map<String, String> wrong, String key, List<String> required, Predicate<String> isLeftOut,
            String text) {
        String names = required.stream().filter(isLeftOut).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            wrong.put(key, text.formatted(names, REQUIRED, Pids.CORE));
        }
    }

    /** Whether two names are one filter's: a PID has the name in it for another. */
    private static boolean same(String one, String other) {
        return one.equals(other) || one.endsWith("~" + other) || other.endsWith("~" + one);
    }

    private static Stream<String> texts(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String[] texts ? Stream.of(texts) : Stream.empty();
    }
}
