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

/** Adds {@code configurations.js} to the script of the page of configurations. */
@Component(service = jakarta.servlet.Filter.class)
@HttpWhiteboardContextSelect(WebConsole.CONTEXT)
@HttpWhiteboardFilterPattern(FormScript.PATH)
public final class FormScript extends HttpFilter {
    static final String PATH = "/res/ui/config.js";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        response.setContentType("text/javascript;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        OutputStream out = response.getOutputStream();
        append(request.getServletContext().getResource(PATH), out);
        append(FormScript.class.getResource("configurations.js"), out);
    }

    private static void append(URL script, OutputStream out) throws IOException {
        try (InputStream in = Objects.requireNonNull(script).openStream()) {
            in.transferTo(out);
        }
        out.write('\n');
    }
}
