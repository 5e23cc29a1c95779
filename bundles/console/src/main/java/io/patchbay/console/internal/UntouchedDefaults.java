package io.patchbay.console.internal;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Keeps what nobody wrote out of the document: the form shows defaults and sends them back with what was changed. And it
 * keeps what the platform's own bundles could be configured with out of the list.
 */
@Component
public final class UntouchedDefaults implements ConfigurationHandler {
    private static final String PLATFORM = "org.apache.felix.";

    private final BundleContext context;
    private final MetaTypeService metatype;
    private final ConfigurationAdmin admin;

    /** Asks Metatype for the defaults, and Config Admin for what was written. */
    @Activate
    public UntouchedDefaults(BundleContext context, @Reference MetaTypeService metatype,
            @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.metatype = metatype;
        this.admin = admin;
    }

    @Override
    public boolean listConfiguration(@Nullable String factoryPid, String pid) throws IOException {
        return !pid.startsWith(PLATFORM);
    }

    @Override
    public void updateConfiguration(@Nullable String factoryPid, String pid, Dictionary<String, Object> properties)
            throws IOException {
        int tilde = pid.indexOf('~');
        String described = factoryPid != null ? factoryPid : tilde < 0 ? pid : pid.substring(0, tilde);
        Map<String, AttributeDefinition> settings = Settings.of(context, metatype, described);
        Set<String> written = written(pid);
        for (String key : Collections.list(properties.keys())) {
            AttributeDefinition setting = settings.get(key);
            if (setting != null && !written.contains(key) && isDefault(setting, properties.get(key))) {
                properties.remove(key);
            }
        }
    }

    @Override
    public void createConfiguration(String pid) {}

    @Override
    public void createFactoryConfiguration(String factoryPid, @Nullable String name) {}

    @Override
    public void deleteConfiguration(@Nullable String factoryPid, String pid) {}

    private Set<String> written(String pid) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Set.of() : Set.copyOf(Collections.list(found[0].getProperties().keys()));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("The PID " + pid + " is not valid.", e);
        }
    }

    private static boolean isDefault(AttributeDefinition setting, Object value) {
        String[] defaults = setting.getDefaultValue();
        return filled(texts(value)).equals(filled(defaults == null ? List.of() : Arrays.asList(defaults)));
    }

    /** A field that is left empty is sent as an empty text. */
    private static List<String> filled(List<String> texts) {
        return texts.equals(List.of("")) ? List.of() : texts;
    }

    private static List<String> texts(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value)).mapToObj(i -> String.valueOf(Array.get(value, i))).toList()
                : List.of(String.valueOf(value));
    }
}
