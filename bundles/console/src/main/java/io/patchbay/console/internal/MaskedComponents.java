package io.patchbay.console.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.util.promise.Promise;

/**
 * The components as the Web Console may show them: their private settings and their passwords, which stand in their
 * properties with references resolved, are masked.
 */
@Component(property = MaskedComponents.MASKED + ":Boolean=true")
public final class MaskedComponents implements ServiceComponentRuntime {
    /** The service property that tells this service from the one behind it. */
    static final String MASKED = "patchbay.masked";

    private static final String MASK = "***";

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final MetaTypeService metatype;

    /** Stands before the real one. */
    @Activate
    public MaskedComponents(BundleContext context,
            @Reference(target = "(!(" + MASKED + "=*))") ServiceComponentRuntime components,
            @Reference MetaTypeService metatype) {
        this.context = context;
        this.components = components;
        this.metatype = metatype;
    }

    @Override
    public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(Bundle @Nullable... bundles) {
        return components.getComponentDescriptionDTOs(bundles);
    }

    @Override
    public @Nullable ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
        return components.getComponentDescriptionDTO(bundle, name);
    }

    @Override
    public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(description);
        Set<String> passwords = passwords(description);
        for (ComponentConfigurationDTO configuration : configurations) {
            Map<String, Object> shown = new HashMap<>(configuration.properties);
            shown.replaceAll((key, value) -> key.startsWith(".") || passwords.contains(key) ? MASK : value);
            configuration.properties = shown;
        }
        return configurations;
    }

    @Override
    public boolean isComponentEnabled(ComponentDescriptionDTO description) {
        return components.isComponentEnabled(description);
    }

    @Override
    public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
        return components.enableComponent(description);
    }

    @Override
    public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
        return components.disableComponent(description);
    }

    private Set<String> passwords(ComponentDescriptionDTO description) {
        Bundle bundle = context.getBundle(description.bundle.id);
        MetaTypeInformation information = bundle == null ? null : metatype.getMetaTypeInformation(bundle);
        return information == null
                ? Set.of()
                : Stream.of(description.configurationPid)
                        .flatMap(pid -> settings(information, pid))
                        .filter(setting -> setting.getType() == AttributeDefinition.PASSWORD)
                        .map(AttributeDefinition::getID)
                        .collect(Collectors.toSet());
    }

    private static Stream<AttributeDefinition> settings(MetaTypeInformation information, String pid) {
        boolean described = Stream.of(information.getPids(), information.getFactoryPids()).flatMap(Stream::of)
                .anyMatch(pid::equals);
        AttributeDefinition[] settings = described
                ? information.getObjectClassDefinition(pid, null).getAttributeDefinitions(ObjectClassDefinition.ALL)
                : null;
        return settings == null ? Stream.empty() : Stream.of(settings);
    }
}
