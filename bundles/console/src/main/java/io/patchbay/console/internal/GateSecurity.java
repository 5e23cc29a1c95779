package io.patchbay.console.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.context.ServletContextHelper;

/**
 * Lets in whom the management plane's gate let in.
 *
 * <p>The launcher names this provider in {@code felix.webconsole.security.providers}: without it the Web Console serves
 * nothing, and its own check, which knows a default password, lets nobody in.
 */
@Component(property = SecurityProvider.PROPERTY_ID + "=" + GateSecurity.ID)
public final class GateSecurity implements SecurityProvider {
    static final String ID = "patchbay";

    @Override
    public @Nullable Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        Object user = request.getAttribute(ServletContextHelper.REMOTE_USER);
        if (user == null) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
        return user;
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        // A browser forgets the token when it is closed; there is nothing on this side to forget.
    }
}
