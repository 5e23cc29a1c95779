package io.patchbay.management.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Stands before everything on the management plane: what is not explicitly open needs the admin token.
 *
 * <p>A preprocessor sees each request before it is known who serves it, if anybody does. So whatever a bundle registers
 * is behind the gate, and who has no token does not learn what is there.
 */
final class Gate implements Preprocessor {
    /** Who has the token, as others learn it from the request. */
    private static final String USER = "admin";
    private static final String CHALLENGE = "realm=\"Patchbay management\"";

    private final AdminToken token;
    private final Throttle throttle;
    private final Set<String> openPaths;
    private final Set<String> hosts;

    /**
     * A gate.
     *
     * @param token what opens it
     * @param throttle slows guessing down
     * @param openPaths the paths that need no token
     * @param hosts names, in lower case, by which a client may call the management plane, besides addresses and localhost
     */
    Gate(AdminToken token, Throttle throttle, Set<String> openPaths, Set<String> hosts) {
        this.token = token;
        this.throttle = throttle;
        this.openPaths = Set.copyOf(openPaths);
        this.hosts = Set.copyOf(hosts);
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) anyRequest;
        HttpServletResponse response = (HttpServletResponse) anyResponse;
        if (openPaths.contains(path(request)) || passes(request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** Whether a request has the token; if not, it is answered. */
    private boolean passes(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isOurs(request.getServerName().toLowerCase(Locale.ROOT))) {
            JsonAnswer.error(response, HttpServletResponse.SC_FORBIDDEN,
                    "The management plane is not called by this host name; allowedHosts in io.patchbay.management adds one.");
            return false;
        }
        String authorization = request.getHeader("Authorization");
        String address = request.getRemoteAddr();
        long secondsToWait = throttle.secondsToWait(address);
        if (authorization != null && secondsToWait > 0) {
            response.setHeader("Retry-After", Long.toString(secondsToWait));
            JsonAnswer.error(response, 429, "Too many wrong admin tokens; try again in " + secondsToWait + " s.");
            return false;
        }
        if (authorization != null && token.accepts(authorization)) {
            request.setAttribute(ServletContextHelper.REMOTE_USER, USER);
            return SameOrigin.proves(request) || forged(response);
        }
        if (authorization != null) {
            throttle.failed(address);
        }
        response.addHeader("WWW-Authenticate", "Bearer " + CHALLENGE);
        response.addHeader("WWW-Authenticate", "Basic " + CHALLENGE + ", charset=\"UTF-8\"");
        JsonAnswer.error(response, HttpServletResponse.SC_UNAUTHORIZED,
                "The management plane needs the admin token: Authorization: Bearer <token>. It is what PATCHBAY_ADMIN_TOKEN"
                        + " says, else it stands in secrets/admin-token in the gateway's home.");
        return false;
    }

    private static boolean forged(HttpServletResponse response) throws IOException {
        JsonAnswer.error(response, HttpServletResponse.SC_FORBIDDEN,
                "A browser sends the password of admin along with what any page asks for, so a change needs the proof that a"
                        + " page of the management plane asks: Sec-Fetch-Site, Origin or Referer. A program sends"
                        + " Authorization: Bearer <token> instead.");
        return false;
    }

    /** The path by which the whiteboard finds the servlet: decoded, with dots and parameters taken out. */
    private static String path(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getServletPath(), "")
                + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    /**
     * Whether a page in a browser can only call us by this name if its author meant us. A page may have its own name
     * resolve to our address (DNS rebinding), but it cannot take a name of ours, nor be an address.
     */
    private boolean isOurs(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || hosts.contains(host) || isAddress(host);
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
