package io.patchbay.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

class GatewayLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.patchbay.core.internal.CoreGateway");

    private final GatewayLog log = new GatewayLog(fake(BundleContext.class,
            new Bundle[]{bundle("io.patchbay"), bundle("io.patchbay.core"), bundle("io.patchbay.corex")}));

    @AfterEach
    void stop() {
        log.stop();
    }

    @Test
    void theNewestLineComesFirst() {
        LOGGER.info("one");
        LOGGER.warning("two");

        assertThat(lines()).extracting(LogEntry::getMessage).startsWith(
                "io.patchbay.core.internal.CoreGateway: two", "io.patchbay.core.internal.CoreGateway: one");
        assertThat(lines()).extracting(LogEntry::getLogLevel).startsWith(LogLevel.WARN, LogLevel.INFO);
    }

    @Test
    void aLineSaysWhoseItIs() {
        LOGGER.info("one");

        assertThat(lines().getFirst().getBundle().getSymbolicName()).isEqualTo("io.patchbay.core");
    }

    @Test
    void anExceptionIsKeptAsText() {
        LOGGER.log(Level.SEVERE, "broken", new IllegalStateException("why"));

        assertThat(lines().getFirst().getMessage()).endsWith("broken: java.lang.IllegalStateException: why");
        assertThat(lines().getFirst().getException()).isNull();
    }

    @Test
    void oldLinesGo() {
        for (int i = 0; i < 600; i++) {
            LOGGER.info("line " + i);
        }

        assertThat(lines()).hasSize(500).first().extracting(LogEntry::getMessage).asString().endsWith("line 599");
    }

    @Test
    void itEndsWithItsComponent() {
        log.stop();
        LOGGER.info("one");

        assertThat(lines()).isEmpty();
    }

    private List<LogEntry> lines() {
        return Collections.list(log.getLog());
    }

    private static Bundle bundle(String symbolicName) {
        return fake(Bundle.class, symbolicName);
    }

    /** Answers everything with one thing. */
    private static <T> T fake(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, _, _) -> answer));
    }
}
