package io.patchbay.console.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.util.Objects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Adds to the Web Console's scripts: {@code refusals.js} to the one that every page has, {@code configurations.js} to that
 * of the page of configurations.
 */
@Component(service = jakarta.servlet.Filter.class)
@HttpWhiteboardContextSelect(WebConsole.CONTEXT)
@HttpWhiteboardFilterPattern({PageScripts.EVERY_PAGE, PageScripts.CONFIGURATIONS})
public final class PageScripts extends HttpFilter {
    static final String EVERY_PAGE = "/res/lib/support.js";
    static final String CONFIGURATIONS = "/res/ui/config.js";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        boolean everyPage = request.getRequestURI().endsWith(EVERY_PAGE);
        response.setContentType("text/javascript;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        OutputStream out = response.getOutputStream();
        append(request.getServletContext().getResource(everyPage ? EVERY_PAGE : CONFIGURATIONS), out);
        append(PageScripts.class.getResource(everyPage ? "refusals.js" : "configurations.js"), out);
    }

    private static void append(URL script, OutputStream out) throws IOException {
        try (InputStream in = Objects.requireNonNull(script).openStream()) {
            in.transferTo(out);
        }
        out.write('\n');
    }
}
