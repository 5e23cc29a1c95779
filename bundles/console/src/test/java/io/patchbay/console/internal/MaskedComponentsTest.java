package io.patchbay.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

class MaskedComponentsTest {
    private static final String PID = "io.patchbay.test";

    private final ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    private final ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();

    MaskedComponentsTest() {
        description.bundle = new BundleDTO();
        description.configurationPid = new String[]{PID, "io.patchbay.undescribed"};
        configuration.properties = Map.of(".private", "secret", "password", "secret", "open", "seen");
    }

    @Test
    void whatIsPrivateAndWhatIsAPasswordIsMasked() {
        assertThat(masked(attribute("password", AttributeDefinition.PASSWORD),
                attribute("open", AttributeDefinition.STRING)))
                .containsOnly(Map.entry(".private", "***"), Map.entry("password", "***"), Map.entry("open", "seen"));
    }

    @Test
    void withoutMetatypeWhatIsPrivateIsMaskedAllTheSame() {
        assertThat(masked()).containsEntry(".private", "***").containsEntry("open", "seen");
    }

    private Map<String, Object> masked(AttributeDefinition... settings) {
        ObjectClassDefinition definition =
                fake(ObjectClassDefinition.class, Map.of("getAttributeDefinitions", settings));
        MetaTypeInformation information = fake(MetaTypeInformation.class, Map.of("getPids", new String[]{PID},
                "getFactoryPids", new String[0], "getObjectClassDefinition", definition));
        MaskedComponents components = new MaskedComponents(
                fake(BundleContext.class, Map.of("getBundle", fake(Bundle.class, Map.of()))),
                fake(ServiceComponentRuntime.class,
                        Map.of("getComponentConfigurationDTOs", List.of(configuration))),
                fake(MetaTypeService.class, settings.length == 0
                        ? Map.of()
                        : Map.of("getMetaTypeInformation", information)));
        return components.getComponentConfigurationDTOs(description).iterator().next().properties;
    }

    private static AttributeDefinition attribute(String id, int type) {
        return fake(AttributeDefinition.class, Map.of("getID", id, "getType", type));
    }

    private static <T> T fake(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, _) -> answers.get(method.getName())));
    }
}
