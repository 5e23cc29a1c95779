package io.patchbay.provider.azure.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Settings as Declarative Services makes them of a configuration. */
final class Configured {
    private Configured() {}

    static AzureProvider.Settings settings(Map<String, Object> configuration) {
        return (AzureProvider.Settings) Proxy.newProxyInstance(Configured.class.getClassLoader(),
                new Class<?>[]{AzureProvider.Settings.class},
                (_, method, _) -> configuration.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
