package io.patchbay.management.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/**
 * Where the framework has a bundle from that we installed: by it the bundle is known again after a restart.
 *
 * @param symbolicName the bundle's
 * @param source the jar: its folder and its name
 * @param checksum of the jar
 * @param generation grows with each version of a bundle that is installed
 */
record Location(String symbolicName, String source, String checksum, int generation) {
    private static final String SCHEME = "patchbay:";
    private static final Pattern TEXT =
            Pattern.compile(SCHEME + "(?<name>[^;]+);sha256=(?<sum>[^;]+);n=(?<n>\\d+);from=(?<source>.+)");

    /** Whether a bundle has one, since it came by us; cheap, for asking all bundles. */
    static boolean isOf(Bundle bundle) {
        return bundle.getLocation().startsWith(SCHEME);
    }

    /** The location of a bundle; empty for one that somebody else installed. */
    static Optional<Location> of(Bundle bundle) {
        Matcher matcher = TEXT.matcher(bundle.getLocation());
        return matcher.matches()
                ? Optional.of(new Location(matcher.group("name"), matcher.group("source"), matcher.group("sum"),
                        Integer.parseInt(matcher.group("n"))))
                : Optional.empty();
    }

    /** As the framework keeps it. */
    String text() {
        return SCHEME + symbolicName + ";sha256=" + checksum + ";n=" + generation + ";from=" + source;
    }
}
