package io.patchbay.config.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * What the installed bundles say can be configured.
 *
 * @param definitions by PID or factory PID
 */
record Schema(Map<String, Definition> definitions) {
    /**
     * The settings of one PID.
     *
     * @param factory whether it is a factory PID, of which there are named instances
     * @param attributes by key
     */
    record Definition(boolean factory, Map<String, Attribute> attributes) {}

    /**
     * One setting.
     *
     * @param definition its type and bounds
     * @param required whether it must be there: it has no default
     */
    record Attribute(AttributeDefinition definition, boolean required) {}

    /** Reads the Metatype of all bundles, also of those that are not started yet. */
    static Schema of(BundleContext context, MetaTypeService metatype) {
        Map<String, Definition> definitions = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (information != null) {
                for (String pid : information.getPids()) {
                    definitions.put(pid, new Definition(false, attributes(information, pid)));
                }
                for (String pid : information.getFactoryPids()) {
                    definitions.put(pid, new Definition(true, attributes(information, pid)));
                }
            }
        }
        return new Schema(definitions);
    }

    Optional<Definition> definition(String pid) {
        return Optional.ofNullable(definitions.get(pid));
    }

    private static Map<String, Attribute> attributes(MetaTypeInformation information, String pid) {
        ObjectClassDefinition settings = information.getObjectClassDefinition(pid, null);
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (AttributeDefinition attribute : attributes(settings, ObjectClassDefinition.REQUIRED)) {
            // A list counts as required even where its default is the empty one, which Metatype cannot say.
            boolean required = attribute.getCardinality() == 0 && attribute.getDefaultValue() == null;
            attributes.put(attribute.getID(), new Attribute(attribute, required));
        }
        for (AttributeDefinition attribute : attributes(settings, ObjectClassDefinition.OPTIONAL)) {
            attributes.put(attribute.getID(), new Attribute(attribute, false));
        }
        return attributes;
    }

    private static AttributeDefinition[] attributes(ObjectClassDefinition settings, int filter) {
        AttributeDefinition[] attributes = settings.getAttributeDefinitions(filter);
        return attributes == null ? new AttributeDefinition[0] : attributes;
    }
}
