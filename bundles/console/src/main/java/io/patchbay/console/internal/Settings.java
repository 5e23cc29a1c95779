package io.patchbay.console.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What Metatype says of settings. */
final class Settings {
    private Settings() {}

    /** The settings of a PID or factory PID of any bundle, by key; none where nobody describes it. */
    static Map<String, AttributeDefinition> of(BundleContext context, MetaTypeService metatype, String pid) {
        Map<String, AttributeDefinition> settings = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (information != null && describes(information, pid)) {
                AttributeDefinition[] attributes = information.getObjectClassDefinition(pid, null)
                        .getAttributeDefinitions(ObjectClassDefinition.ALL);
                for (AttributeDefinition attribute : Objects.requireNonNullElse(attributes,
                        new AttributeDefinition[0])) {
                    settings.put(attribute.getID(), attribute);
                }
            }
        }
        return settings;
    }

    private static boolean describes(MetaTypeInformation information, String pid) {
        return Arrays.asList(information.getPids()).contains(pid)
                || Arrays.asList(information.getFactoryPids()).contains(pid);
    }
}
