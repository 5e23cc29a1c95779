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

    /** Makes a configuration, or replaces it. */
    void put(String factoryPid, String name, Map<String, Object> properties) {
        try {
            Configuration configuration = admin.getFactoryConfiguration(factoryPid, name, "?");
            made.put(configuration.getPid(), configuration);
            configuration.update(FrameworkUtil.asDictionary(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
