package io.patchbay.config.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param checks what is wrong beyond that
 */
record Schema(Map<String, Definition> definitions, SettingsChecks checks) {
    /**
     * The settings of one PID.
     *
     * @param name for people
     * @param description what they are for
     * @param factory whether it is a factory PID, of which there are named instances
     * @param attributes by key
     */
    record Definition(String name, String description, boolean factory, Map<String, Attribute> attributes) {}

    /**
     * One setting.
     *
     * @param definition its type and bounds
     * @param required whether it must be there: it has no default
     */
    record Attribute(AttributeDefinition definition, boolean required) {
        boolean isList() {
            return definition.getCardinality() != 0;
        }

        /** What holds where the document says nothing, in the shape of a document's value; empty where that is nothing. */
        Optional<Object> byDefault() {
            String[] values = definition.getDefaultValue();
            if (values == null || (!isList() && values.length == 0)) {
                return Optional.empty();
            }
            Type type = Type.of(definition);
            return Optional.of(isList()
                    ? Stream.of(values).map(type::parse).toList()
                    : type.parse(values[0]));
        }
    }

    /** Reads the Metatype of all resolved bundles, also of those that are not started yet. */
    static Schema of(BundleContext context, MetaTypeService metatype) {
        Map<String, Definition> definitions = new HashMap<>();
        for (Bundle bundle : resolved(context)) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (information != null) {
                try {
                    read(information, definitions);
                } catch (IllegalArgumentException e) {
                    // It was uninstalled since it was listed.
                }
            }
        }
        return new Schema(definitions, SettingsChecks.of(context));
    }

    /** The bundles to ask. To look into one that is not resolved would resolve it, in the way of whoever is about to start it. */
    static List<Bundle> resolved(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(bundle -> (bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0)
                .toList();
    }

    private static void read(MetaTypeInformation information, Map<String, Definition> definitions) {
        for (String pid : information.getPids()) {
            definitions.put(pid, definition(information, pid, false));
        }
        for (String pid : information.getFactoryPids()) {
            definitions.put(pid, definition(information, pid, true));
        }
    }

    Optional<Definition> definition(String pid) {
        return Optional.ofNullable(definitions.get(pid));
    }

    /** Whether a setting is a secret: by its name, or because Metatype says so. */
    boolean isSecret(String pid, String key) {
        return Secret.is(key,
                definition(Pids.type(pid)).map(definition -> definition.attributes().get(key)).orElse(null));
    }

    private static Definition definition(MetaTypeInformation information, String pid, boolean factory) {
        ObjectClassDefinition settings = information.getObjectClassDefinition(pid, null);
        return new Definition(Objects.requireNonNullElse(settings.getName(), pid),
                Objects.requireNonNullElse(settings.getDescription(), ""), factory, attributes(settings));
    }

    private static Map<String, Attribute> attributes(ObjectClassDefinition settings) {
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
