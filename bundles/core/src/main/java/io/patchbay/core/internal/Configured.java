package io.patchbay.core.internal;

import java.io.IOException;
import java.util.List;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What is configured, whether a bundle takes it or not. */
final class Configured {
    private static final String PROVIDERS = "(service.factoryPid=io.patchbay.provider.*)";

    private final ConfigurationAdmin configurations;

    Configured(ConfigurationAdmin configurations) {
        this.configurations = configurations;
    }

    /** Whether there is a configuration with this PID. */
    boolean has(String pid) {
        return !pids("(service.pid=" + pid.replaceAll("[\\\\*()]", "\\\\$0") + ")").isEmpty();
    }

    /** Whether there is a provider of this name. */
    boolean hasProvider(String name) {
        return providers().stream().anyMatch(pid -> ConfiguredName.of(pid).equals(name));
    }

    /** The PIDs of all providers. */
    List<String> providers() {
        return pids(PROVIDERS).stream().filter(pid -> !ConfiguredName.providerType(pid).isEmpty()).sorted().toList();
    }

    private List<String> pids(String filter) {
        try {
            Configuration[] all = configurations.listConfigurations(filter);
            return all == null ? List.of() : List.of(all).stream().map(Configuration::getPid).toList();
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("the configuration cannot be read", e);
        }
    }
}
