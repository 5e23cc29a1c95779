package io.patchbay.core.internal;

import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key's configuration. It stays the same service when its configuration changes, so that no request meets a moment
 * without it.
 */
@Component(service = ConfiguredKey.class, configurationPid = ConfiguredKey.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={provider}")
@Designate(ocd = ConfiguredKey.Settings.class, factory = true)
public final class ConfiguredKey {
    static final String PID = "io.patchbay.key";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredKey.class);
    private static final String UNRESOLVED = "$[";

    private ProviderKey current;
    private Consumer<ProviderKey> user = _ -> {};

    /** Settings of a key. */
    @ObjectClassDefinition(name = "Patchbay: key", description = "One credential of a provider.")
    public @interface Settings {
        /** The provider's name. */
        @AttributeDefinition(name = "Provider", description = "The name of the provider that the key is for.")
        String provider();

        /** The secret. */
        @AttributeDefinition(name = "Value", type = AttributeType.PASSWORD, required = false, description = "The secret, as a reference such as $[env:OPENAI_API_KEY] or $[secret:openai].")
        String _value() default "";

        /** The name of a key of AWS. */
        @AttributeDefinition(name = "Access key ID", type = AttributeType.PASSWORD, required = false, description = "For AWS, in place of the value: the access key's ID, as a reference.")
        String _accessKeyId() default "";

        /** The secret of a key of AWS. */
        @AttributeDefinition(name = "Secret access key", type = AttributeType.PASSWORD, required = false, description = "For AWS: the secret of the access key, as a reference.")
        String _secretAccessKey() default "";

        /** The session of a temporary key of AWS. */
        @AttributeDefinition(name = "Session token", type = AttributeType.PASSWORD, required = false, description = "For AWS: the session token of a temporary access key, as a reference.")
        String _sessionToken() default "";

        /** The tenant of a client of Azure. */
        @AttributeDefinition(name = "Tenant ID", type = AttributeType.PASSWORD, required = false, description = "For Azure, in place of the value: the ID of the tenant in Microsoft Entra ID.")
        String _tenantId() default "";

        /** The name of a client of Azure. */
        @AttributeDefinition(name = "Client ID", type = AttributeType.PASSWORD, required = false, description = "For Azure: the ID of the application in the tenant.")
        String _clientId() default "";

        /** The secret of a client of Azure. */
        @AttributeDefinition(name = "Client secret", type = AttributeType.PASSWORD, required = false, description = "For Azure: the secret of the application, as a reference.")
        String _clientSecret() default "";

        /** The share of the traffic. */
        @AttributeDefinition(name = "Weight", min = "0", description = "The key's share of its provider's traffic, relative to the other keys.")
        double weight() default 1;

        /** The models that the key may be used for. */
        @AttributeDefinition(name = "Models", description = "Patterns of the models that the key may be used for; * stands for any text.")
        String[] models() default "*";

        /** How much it is used at a time. */
        @AttributeDefinition(name = "Most attempts at a time", min = "0", description = "How many attempts may use the key at a time; 0 for as many as come.")
        int maxConcurrent() default 0;

        /** Whether the key is used at all. */
        @AttributeDefinition(name = "Enabled", description = "Whether the key is used.")
        boolean enabled() default true;
    }

    /** A key with these settings; every private property is one of its secrets. */
    @Activate
    public ConfiguredKey(Settings settings, Map<String, Object> properties) {
        current = read(settings, properties);
    }

    @Modified
    synchronized void modified(Settings settings, Map<String, Object> properties) {
        current = read(settings, properties);
        user.accept(current);
    }

    /**
     * Tells a user the key, now and whenever it changes: a change of the secret alone changes no property of the service,
     * so that DS would not tell.
     */
    synchronized void whenever(Consumer<ProviderKey> changed) {
        user = changed;
        user.accept(current);
    }

    private static ProviderKey read(Settings settings, Map<String, Object> properties) {
        String name = ConfiguredName.of(properties);
        Map<String, String> declared = properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith("."))
                .collect(Collectors.toMap(property -> property.getKey().substring(1),
                        property -> String.valueOf(property.getValue())));
        // Which secrets a key has depends on its provider: one that is empty is not there.
        Map<String, String> secrets = declared.entrySet().stream().filter(secret -> !secret.getValue().isBlank())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        List<String> unresolved = secrets.entrySet().stream()
                .filter(secret -> secret.getValue().contains(UNRESOLVED))
                .map(Map.Entry::getKey)
                .toList();
        unresolved.forEach(
                secret -> LOG.warn("key {} of provider {} is not used: .{} refers to something that is not set",
                        name, settings.provider(), secret));
        boolean empty = secrets.isEmpty() && !declared.isEmpty();
        if (empty) {
            LOG.warn("key {} of provider {} is not used: it has no secret, or one that is empty", name,
                    settings.provider());
        }
        return new ProviderKey(settings.provider(), Key.of(name, secrets), settings.weight(),
                Stream.of(settings.models()).map(ModelPattern::new).toList(),
                Math.max(0, settings.maxConcurrent()), settings.enabled(),
                settings.enabled() && unresolved.isEmpty() && !empty && settings.weight() >= 0);
    }
}
