package io.patchbay.console.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Stands before every page of the Web Console.
 *
 * <p>The gate wants a proof of origin for what may change something, which it tells by the method. The Web Console also
 * takes changes by {@code GET}; here it does not. What it refuses is answered in plain text, for a person to read.
 */
@Component(service = jakarta.servlet.Filter.class)
@HttpWhiteboardContextSelect(WebConsole.CONTEXT)
@HttpWhiteboardFilterPattern("/*")
@ServiceRanking(1000)
public final class PageGuard extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(PageGuard.class.getName());

    /** The pages have scripts and styles in them, and evaluate texts. Nothing comes from elsewhere, and nobody else shows them in a frame. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
                    + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                    + "form-action 'self'; frame-ancestors 'none'";

    /** With one of these the page of configurations changes something, whatever the method. */
    private static final List<String> CHANGES = List.of("apply", "delete", "unbind");
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        InWords inWords = new InWords(response);
        if (SAFE_METHODS.contains(request.getMethod())) {
            if (CHANGES.stream().anyMatch(name -> request.getParameter(name) != null)) {
                inWords.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "A change needs a POST.");
            } else {
                chain.doFilter(new WithoutReferer(request), response);
            }
        } else if ("Restart".equals(request.getParameter("shutdown_type"))) {
            inWords.sendError(HttpServletResponse.SC_CONFLICT,
                    "The gateway does not start itself again: stop it here, and start it by what started it before.");
        } else {
            change(request, inWords, chain);
        }
    }

    /** A change that is refused is refused by an exception whose message is for people. */
    private static void change(HttpServletRequest request, InWords response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            if (response.isCommitted()) {
                throw e;
            }
            LOG.log(Level.FINE, "refused", e);
            response.sendError(422, e.getMessage());
        }
    }

    /** The page of configurations writes this parameter into its script as it comes. */
    private static final class WithoutReferer extends HttpServletRequestWrapper {
        WithoutReferer(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getParameter(String name) {
            return name.equals("referer") ? null : super.getParameter(name);
        }
    }

    /** Answers an error with its message as plain text, and nothing around it. */
    private static final class InWords extends HttpServletResponseWrapper {
        InWords(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            sendError(status, null);
        }

        @Override
        public void sendError(int status, @Nullable String message) throws IOException {
            reset();
            setStatus(status);
            setHeader("Cache-Control", "no-store");
            setHeader("X-Content-Type-Options", "nosniff");
            setContentType("text/plain;charset=UTF-8");
            String text =
                    message == null || message.isBlank() ? "The request failed with status " + status + "." : message;
            getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
