package io.patchbay.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.service.servlet.context.ServletContextHelper;

class GateSecurityTest {
    private final GateSecurity security = new GateSecurity();

    @Test
    void whomTheGateLetInIsLetIn() {
        Exchange exchange = new Exchange("GET", "/bundles").attribute(ServletContextHelper.REMOTE_USER, "admin");

        assertThat(security.authenticate(exchange.request(), exchange.response())).isEqualTo("admin");
    }

    @Test
    void nobodyElseIs() {
        Exchange exchange = new Exchange("GET", "/bundles");

        assertThat(security.authenticate(exchange.request(), exchange.response())).isNull();
        assertThat(exchange.status()).isEqualTo(403);
    }
}
