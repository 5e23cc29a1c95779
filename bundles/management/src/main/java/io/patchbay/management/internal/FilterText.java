package io.patchbay.management.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * The filter of a requirement, read for people.
 *
 * @param text such as {@code (&(osgi.wiring.package=a)(version>=1.0)(!(version>=2.0)))}
 */
record FilterText(String text) {
    private static final Pattern FLOOR = Pattern.compile("(?<!\\(!)\\(version(?<how>>?=)(?<version>[^)]+)\\)");
    private static final Pattern CEILING =
            Pattern.compile("\\(!\\(version>=(?<version>[^)]+)\\)\\)|(?<!\\(!)\\(version<=(?<upTo>[^)]+)\\)");

    /** The value that an attribute must have. */
    Optional<String> value(String attribute) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^)]+)\\)").matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The versions that fit; all where the filter names none. */
    VersionRange versions() {
        Matcher floor = FLOOR.matcher(text);
        Version from = floor.find() ? Version.parseVersion(floor.group("version")) : Version.emptyVersion;
        Matcher ceiling = CEILING.matcher(text);
        if (!ceiling.find()) {
            return new VersionRange(VersionRange.LEFT_CLOSED, from, null, VersionRange.RIGHT_OPEN);
        }
        boolean open = ceiling.group("version") != null;
        return new VersionRange(VersionRange.LEFT_CLOSED, from,
                Version.parseVersion(ceiling.group(open ? "version" : "upTo")),
                open ? VersionRange.RIGHT_OPEN : VersionRange.RIGHT_CLOSED);
    }

    /** The versions that fit in words; empty for all. */
    String versionsText() {
        VersionRange range = versions();
        if (range.getRight() == null) {
            return range.getLeft().equals(Version.emptyVersion) ? "" : " " + range.getLeft() + " or higher";
        }
        return " " + range.getLeft() + (range.getRightType() == VersionRange.RIGHT_OPEN ? " to below " : " to ")
                + range.getRight();
    }
}
