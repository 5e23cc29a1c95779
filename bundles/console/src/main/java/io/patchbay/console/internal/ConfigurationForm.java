package io.patchbay.console.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Gives a new configuration of a factory the name that the form was given.
 *
 * <p>The Web Console has Config Admin make up a PID. With the PID {@code factory~name} in the request it takes that one.
 */
@Component(service = jakarta.servlet.Filter.class)
@HttpWhiteboardContextSelect(WebConsole.CONTEXT)
@HttpWhiteboardFilterPattern(WebConsole.CONFIGURATIONS + "/*")
public final class ConfigurationForm extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private static final String FACTORY_PID = "factoryPid";
    private static final String PID = "pid";
    /** The field that {@code configurations.js} adds to the form. */
    private static final String NAME = "patchbay.name";
    private static final Pattern VALID_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final transient ConfigurationAdmin admin;

    /** Asks Config Admin which names are taken. */
    @Activate
    public ConfigurationForm(@Reference ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String factory = request.getParameter(FACTORY_PID);
        if (factory == null || request.getParameter("apply") == null || request.getServletPath().contains("~")) {
            chain.doFilter(request, response);
            return;
        }
        String name = String.valueOf(request.getParameter(NAME)).strip();
        if (!VALID_NAME.matcher(name).matches() || request.getParameter(NAME) == null) {
            response.sendError(422,
                    "Name: expected letters, digits, dots, hyphens and underscores; it is what comes after ~ in the PID.");
        } else if (exists(factory + "~" + name)) {
            response.sendError(422, "Name: there is a " + factory + "~" + name + " already.");
        } else {
            chain.doFilter(new Named(request, factory + "~" + name), response);
        }
    }

    private boolean exists(String pid) throws IOException {
        try {
            return admin.listConfigurations("(service.pid=" + pid + ")") != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("The PID " + pid + " is not valid.", e);
        }
    }

    /** The same request for a configuration by its PID. */
    private static final class Named extends HttpServletRequestWrapper {
        private final String pid;

        Named(HttpServletRequest request, String pid) {
            super(request);
            this.pid = pid;
        }

        @Override
        public @Nullable String getParameter(String name) {
            return switch (name) {
                case PID -> pid;
                case FACTORY_PID -> null;
                default -> super.getParameter(name);
            };
        }
    }
}
