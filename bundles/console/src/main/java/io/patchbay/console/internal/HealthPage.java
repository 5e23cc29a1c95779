package io.patchbay.console.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** The page of what providers, keys and limits are going through. Its script asks {@code /api/health}, and resets by it. */
@Component(service = Servlet.class, property = {ServletConstants.PLUGIN_LABEL + "=" + HealthPage.LABEL,
    ServletConstants.PLUGIN_TITLE + "=Patchbay health"})
public final class HealthPage extends AbstractServlet {
    static final String LABEL = "patchbay-health";

    private static final long serialVersionUID = 1L;
    private static final String SCRIPT = "/health.js";

    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write("""
                <p class="statline">&nbsp;</p>
                <div id="patchbay-health"></div>
                <script src="%s"></script>
                """.formatted(request.getAttribute(ServletConstants.ATTR_PLUGIN_ROOT) + SCRIPT));
    }

    @Override
    protected @Nullable URL getResource(String path) {
        return path.equals("/" + LABEL + SCRIPT) ? HealthPage.class.getResource(SCRIPT.substring(1)) : null;
    }
}
