package io.patchbay.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfigurationFormTest {
    /** Knows one configuration. */
    private static final ConfigurationAdmin ADMIN = (ConfigurationAdmin) Proxy.newProxyInstance(
            ConfigurationFormTest.class.getClassLoader(), new Class<?>[]{ConfigurationAdmin.class},
            (_, _, arguments) -> arguments[0].equals("(service.pid=io.patchbay.route~taken)")
                    ? new Configuration[1]
                    : null);

    private final ConfigurationForm form = new ConfigurationForm(ADMIN);

    @Test
    void aNewConfigurationGetsTheNameThatItWasGiven() throws Exception {
        HttpServletRequest served = saved("new").parameter("patchbay.name", " chat ").through(form).served()
                .orElseThrow();

        assertThat(served.getParameter("pid")).isEqualTo("io.patchbay.route~chat");
        assertThat(served.getParameter("factoryPid")).isNull();
        assertThat(served.getParameter("apply")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "a~b", "-a", "a)(b"})
    void aNameIsChecked(String name) throws Exception {
        Exchange posted = saved("new").parameter("patchbay.name", name).through(form);

        assertThat(posted.status()).isEqualTo(422);
        assertThat(posted.body()).startsWith("Name: expected letters");
        assertThat(posted.served()).isEmpty();
    }

    @Test
    void aNameIsNeeded() throws Exception {
        assertThat(saved("new").through(form).body()).startsWith("Name: expected letters");
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        assertThat(saved("new").parameter("patchbay.name", "taken").through(form).body())
                .isEqualTo("Name: there is a io.patchbay.route~taken already.");
    }

    @Test
    void aConfigurationKeepsItsName() throws Exception {
        HttpServletRequest served = saved("io.patchbay.route~chat").through(form).served().orElseThrow();

        assertThat(served.getParameter("factoryPid")).isEqualTo("io.patchbay.route");
        assertThat(served.getParameter("pid")).isNull();
    }

    private static Exchange saved(String pid) {
        return new Exchange("POST", "/configMgr/" + pid).parameter("apply", "true")
                .parameter("factoryPid", "io.patchbay.route");
    }
}
