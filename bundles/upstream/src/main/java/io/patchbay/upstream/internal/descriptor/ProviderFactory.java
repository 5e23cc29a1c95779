package io.patchbay.upstream.internal.descriptor;

import io.patchbay.api.provider.Provider;
import io.patchbay.upstream.HttpProvider;
import io.patchbay.upstream.ProviderSettings;
import io.patchbay.upstream.Upstream;
import io.patchbay.upstream.internal.Setting;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a provider of each configuration of one descriptor's type, in the name of the descriptor's bundle.
 *
 * <p>A changed configuration registers the new provider before the old one goes, so that there is one at any time; a
 * configuration that is wrong leaves the old one where it is.
 */
final class ProviderFactory implements ManagedServiceFactory, MetaTypeProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderFactory.class);
    /** The numbers that core reads from a provider's service. */
    private static final List<Setting> NUMBERS = List.of(Setting.CONNECT_TIMEOUT, Setting.HEADERS_TIMEOUT,
            Setting.FIRST_EVENT_TIMEOUT, Setting.STALL_TIMEOUT, Setting.TIMEOUT, Setting.COOLDOWN,
            Setting.MAX_CONCURRENT, Setting.MAX_QUEUED, Setting.QUEUE_TIMEOUT, Setting.PROBE);

    private final BundleContext context;
    private final String factoryPid;
    private final Descriptor descriptor;
    private final Upstream upstream;
    private final Map<String, ServiceRegistration<Provider>> providers = new ConcurrentHashMap<>();
    private volatile @Nullable ServiceRegistration<?> registration;
    private volatile boolean closed;

    ProviderFactory(BundleContext context, String factoryPid, Descriptor descriptor, Upstream upstream) {
        this.context = context;
        this.factoryPid = factoryPid;
        this.descriptor = descriptor;
        this.upstream = upstream;
    }

    /** Begins to receive configurations. */
    void open() {
        registration = context.registerService(
                new String[]{ManagedServiceFactory.class.getName(), MetaTypeProvider.class.getName()}, this,
                FrameworkUtil
                        .asDictionary(Map.of(Constants.SERVICE_PID, factoryPid, METATYPE_FACTORY_PID, factoryPid)));
    }

    /** Takes the providers back. */
    void close() {
        closed = true;
        Optional.ofNullable(registration).ifPresent(ProviderFactory::unregister);
        providers.keySet().forEach(this::deleted);
    }

    @Override
    public String getName() {
        return descriptor.title();
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> configuration) throws ConfigurationException {
        Map<String, Object> configured = new HashMap<>(FrameworkUtil.asMap(configuration));
        Map<String, Object> values = new HashMap<>(descriptor.defaults());
        if (elsewhere(configured)) {
            values.remove(Setting.MODELS.key());
            values.remove(Setting.SURFACES.key());
        }
        values.putAll(configured);
        try {
            Provider provider =
                    new HttpProvider(upstream, ProviderSettings.of(values), descriptor.authentication());
            replace(pid, context.registerService(Provider.class, provider, properties(pid, values)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(pid, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void deleted(String pid) {
        Optional.ofNullable(providers.remove(pid)).ifPresent(ProviderFactory::unregister);
    }

    @Override
    public ObjectClassDefinition getObjectClassDefinition(String id, @Nullable String locale) {
        return new SettingsDefinition(factoryPid, descriptor);
    }

    @Override
    public String @Nullable [] getLocales() {
        return null;
    }

    private void replace(String pid, ServiceRegistration<Provider> successor) {
        Optional.ofNullable(providers.put(pid, successor)).ifPresent(ProviderFactory::unregister);
        if (closed) {
            deleted(pid);
        }
    }

    /** The descriptor's models and surfaces are those at the descriptor's address, not those of a server that speaks the same. */
    private boolean elsewhere(Map<String, Object> configured) {
        return descriptor.defaults().containsKey(Setting.BASE_URL.key())
                && configured.containsKey(Setting.BASE_URL.key())
                && !Setting.BASE_URL.text(configured).equals(Setting.BASE_URL.text(descriptor.defaults()));
    }

    private Dictionary<String, Object> properties(String pid, Map<String, Object> values) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Constants.SERVICE_PID, pid);
        properties.put(ConfigurationAdmin.SERVICE_FACTORYPID, factoryPid);
        properties.put(Constants.SERVICE_DESCRIPTION, descriptor.title());
        // The Web Console's list of configurations shows it beside the name.
        properties.put("webconsole.configurationFactory.nameHint", "{" + Setting.BASE_URL.key() + "}");
        properties.put("patchbay.speaks", Setting.DIALECTS.texts(values).toArray(String[]::new));
        properties.put("patchbay.surfaces", Setting.SURFACES.texts(values).toArray(String[]::new));
        properties.put(Setting.MODELS.key(), Setting.MODELS.texts(values).toArray(String[]::new));
        properties.put(Setting.PREFILL.key(), Setting.PREFILL.texts(values).toArray(String[]::new));
        properties.put(Setting.PREFILL_MEMBER.key(), Setting.PREFILL_MEMBER.text(values));
        properties.put(Setting.PREFILL_PATH.key(), Setting.PREFILL_PATH.text(values));
        properties.put(Setting.PREFILL_REPEATED.key(), Setting.PREFILL_REPEATED.flag(values));
        for (Setting number : NUMBERS) {
            properties.put(number.key(), (long) number.number(values));
        }
        properties.put(Setting.ADAPTIVE_CONCURRENCY.key(), Setting.ADAPTIVE_CONCURRENCY.flag(values));
        return FrameworkUtil.asDictionary(properties);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("the framework took a stopping bundle's service back first", e);
        }
    }
}
