package io.patchbay.itests.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What a test has configured, until it is closed. */
final class Configurations implements AutoCloseable {
    private final ConfigurationAdmin admin = Platform.service(ConfigurationAdmin.class);
    private final Map<String, Configuration> made = new HashMap<>();

    /** Makes a configuration of a factory, or replaces it. */
    void put(String factoryPid, String name, Map<String, Object> properties) {
        try {
            update(admin.getFactoryConfiguration(factoryPid, name, "?"), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a configuration, or replaces it. */
    void put(String pid, Map<String, Object> properties) {
        try {
            update(admin.getConfiguration(pid, "?"), properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void update(Configuration configuration, Map<String, Object> properties) throws IOException {
        made.put(configuration.getPid(), configuration);
        configuration.update(FrameworkUtil.asDictionary(properties));
    }

    @Override
    public void close() {
        try {
            for (Configuration configuration : made.values()) {
                configuration.delete();
            }
            made.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
