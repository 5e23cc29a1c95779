package io.patchbay.console.internal;

import java.util.Dictionary;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Keeps what the platform's own bundles could be configured with out of the list: the launcher configures them. */
@Component
public final class ListedSettings implements ConfigurationHandler {
    private static final String PLATFORM = "org.apache.felix.";

    @Override
    public boolean listConfiguration(@Nullable String factoryPid, String pid) {
        return !pid.startsWith(PLATFORM);
    }

    @Override
    public void createConfiguration(String pid) {}

    @Override
    public void createFactoryConfiguration(String factoryPid, @Nullable String name) {}

    @Override
    public void updateConfiguration(@Nullable String factoryPid, String pid,
            Dictionary<String, Object> properties) {}

    @Override
    public void deleteConfiguration(@Nullable String factoryPid, String pid) {}
}
