package io.patchbay.management.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps other pages from making changes through an operator's browser (CSRF).
 *
 * <p>Of the two ways to send the token only Basic can be misused so: a browser adds it to a request of whatever page. A
 * bearer token is only ever sent by a program that has it.
 */
final class SameOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private SameOrigin() {}

    /** Whether a request with a right token was meant: it changes nothing, or has a bearer token, or is from our own page. */
    static boolean proves(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        boolean basic = authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("basic");
        return !basic || SAFE.contains(request.getMethod()) || isOurs(request);
    }

    /** Whether the browser says that one of our own pages sent it. A page cannot set these headers. */
    private static boolean isOurs(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        String from = origin == null ? request.getHeader("Referer") : origin;
        String host = request.getHeader("Host");
        return from != null && host != null && authority(from).equalsIgnoreCase(host);
    }

    private static String authority(String uri) {
        try {
            String authority = URI.create(uri).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
