package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Priority;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A credential that Patchbay issues to a client. It stays the same service when its configuration changes, so that no
 * request meets a moment without it.
 */
@Component(service = VirtualKey.class, configurationPid = VirtualKey.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={models}")
@Designate(ocd = VirtualKey.Config.class, factory = true)
public final class VirtualKey {
    /** The factory PID of virtual keys. */
    public static final String PID = "io.patchbay.virtualkey";

    private static final Logger LOG = LoggerFactory.getLogger(VirtualKey.class);
    private static final String UNRESOLVED = "$[";

    private final String name;
    private volatile Credential credential;
    private volatile Runnable watcher = () -> {};

    /** The settings of a virtual key. */
    @ObjectClassDefinition(name = "Patchbay: virtual key", description = "A credential that a client sends to Patchbay.")
    public @interface Config {
        @AttributeDefinition(name = "Token", type = AttributeType.PASSWORD, description = "What the client sends, as a reference such as $[env:APP_TOKEN] or $[secret:app-token].")
        String _token() default "";

        @AttributeDefinition(name = "Models", description = "Patterns of the models that the client may ask for; * stands for any text.")
        String[] models() default "*";

        @AttributeDefinition(name = "Priority", description = "How much its requests matter where not all can be served, unless a request says so itself by its header x-patchbay-priority.", options = {
            @Option(label = "low: waits longest, and is refused first", value = "low"),
            @Option(label = "normal", value = "normal"),
            @Option(label = "high: goes before all others", value = "high")})
        String priority() default "normal";

        @AttributeDefinition(name = "Enabled", description = "Whether the token is accepted.")
        boolean enabled() default true;
    }

    /**
     * What a token gives access to.
     *
     * @param digest the token's digest; empty where the key cannot be used
     * @param caller who sends it
     */
    record Credential(Optional<TokenDigest> digest, Caller caller) {}

    @Activate
    public VirtualKey(Config config, Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        name = pid.substring(pid.indexOf('~') + 1);
        credential = read(config);
    }

    @Modified
    void modified(Config config) {
        credential = read(config);
        watcher.run();
    }

    /**
     * Calls the watcher on every change: a change of the token alone changes no property of the service, so that DS would
     * not tell.
     */
    void watch(Runnable changed) {
        watcher = changed;
    }

    Credential credential() {
        return credential;
    }

    private Credential read(Config config) {
        Caller caller = Caller.of(name, Arrays.stream(config.models()).map(ModelPattern::new).toList())
                .withPriority(priority(config.priority()));
        String token = config._token().strip();
        if (token.isEmpty() || token.startsWith(UNRESOLVED)) {
            LOG.warn("The virtual key {} cannot be used: its .token is {} ({}~{})", name,
                    token.isEmpty() ? "empty" : "a reference to something that is not there", PID, name);
            return new Credential(Optional.empty(), caller);
        }
        return new Credential(config.enabled() ? Optional.of(TokenDigest.of(token)) : Optional.empty(), caller);
    }

    private Priority priority(String text) {
        return Priority.parse(text).orElseGet(() -> {
            LOG.warn("The virtual key {} has a priority that is not low, normal or high: it is taken for normal", name);
            return Priority.NORMAL;
        });
    }
}
