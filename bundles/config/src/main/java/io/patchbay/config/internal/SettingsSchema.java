package io.patchbay.config.internal;

import io.patchbay.config.internal.Limits.Limit;
import io.patchbay.config.internal.Schema.Attribute;
import io.patchbay.config.internal.Schema.Definition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;

/** The JSON Schema, 2020-12, of the document, made from the Metatype of the bundles that are installed. */
final class SettingsSchema {
    private static final Map<String, Object> REFERENCE = Map.of("$ref", "#/$defs/reference");
    private static final Map<String, Object> ANY_SECTION = Map.of("type", "object");

    private final BundleContext context;
    private final MetaTypeService metatype;

    SettingsSchema(BundleContext context, MetaTypeService metatype) {
        this.context = context;
        this.metatype = metatype;
    }

    String text() {
        Schema schema = Schema.of(context, metatype);
        Limits limits = Limits.of(context);
        Map<String, Object> sections = new LinkedHashMap<>();
        Map<String, Object> patterns = new LinkedHashMap<>();
        new TreeMap<>(schema.definitions()).forEach((pid, definition) -> {
            if (definition.factory()) {
                patterns.put("^" + escaped(pid) + "~[A-Za-z0-9][A-Za-z0-9._-]*$", section(pid, definition, limits));
            } else {
                sections.put(pid, section(pid, definition, limits));
            }
        });
        // What belongs to bundles that are not installed waits for them.
        patterns.put("^" + escaped(Pids.PROVIDER) + "[^~]+~.+$", ANY_SECTION);
        patterns.put("^" + escaped(Pids.PLUGIN), ANY_SECTION);
        patterns.put("^(?!" + escaped(Pids.PATCHBAY) + ").*\\..*$", ANY_SECTION);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Patchbay's configuration document");
        root.put("type", "object");
        root.put("properties", sections);
        root.put("patternProperties", patterns);
        root.put("additionalProperties", false);
        root.put("$defs", Map.of("reference", reference()));
        return Json.of(root);
    }

    private static Map<String, Object> reference() {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("description", "A reference to what is not in the document: $[env:NAME] or $[secret:name].");
        reference.put("type", "string");
        reference.put("pattern", "\\$\\[(env|secret|prop):[^\\]]+\\]");
        return reference;
    }

    private static Map<String, Object> section(String pid, Definition definition, Limits limits) {
        Map<String, Object> settings = new LinkedHashMap<>();
        definition.attributes()
                .forEach((key, attribute) -> settings.put(key, setting(key, attribute, limits.limit(pid, key))));
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("title", definition.name());
        put(section, "description", definition.description());
        section.put("type", "object");
        section.put("properties", settings);
        List<String> required = definition.attributes().entrySet().stream()
                .filter(entry -> entry.getValue().required()).map(Map.Entry::getKey).toList();
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        section.put("additionalProperties", false);
        return section;
    }

    private static Map<String, Object> setting(String key, Attribute attribute, Limit limit) {
        AttributeDefinition definition = attribute.definition();
        Map<String, Object> setting = new LinkedHashMap<>();
        put(setting, "title", definition.getName());
        put(setting, "description", definition.getDescription());
        if (attribute.isList()) {
            setting.put("type", "array");
            setting.put("items", scalar(definition, limit));
        } else {
            setting.putAll(scalar(definition, limit));
        }
        boolean secret = Secret.is(key, attribute);
        if (secret) {
            setting.put("writeOnly", true);
        } else {
            attribute.byDefault().ifPresent(value -> setting.put("default", value));
        }
        return setting;
    }

    private static Map<String, Object> scalar(AttributeDefinition definition, Limit limit) {
        Map<String, Object> scalar = new LinkedHashMap<>();
        Type type = Type.of(definition);
        String[] options = definition.getOptionValues();
        if (options != null && options.length > 0) {
            List<Object> values = new ArrayList<>(Stream.of(options).map(type::parse).toList());
            return Map.of("anyOf", List.of(Map.of("enum", values), REFERENCE));
        }
        switch (type) {
            case STRING -> {
                return Map.of("type", "string");
            }
            case CHARACTER -> {
                scalar.put("type", "string");
                scalar.put("minLength", 1);
                scalar.put("maxLength", 1);
            }
            case BOOLEAN -> scalar.put("type", "boolean");
            case BYTE -> whole(scalar, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> whole(scalar, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> whole(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(scalar, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT, DOUBLE -> scalar.put("type", "number");
        }
        limit(scalar, "minimum", limit.min());
        limit(scalar, "maximum", limit.max());
        return Map.of("anyOf", List.of(scalar, REFERENCE));
    }

    private static void whole(Map<String, Object> scalar, long min, long max) {
        scalar.put("type", "integer");
        scalar.put("minimum", min);
        scalar.put("maximum", max);
    }

    private static void limit(Map<String, Object> scalar, String name, @Nullable String value) {
        if (value != null && !"boolean".equals(scalar.get("type"))) {
            try {
                scalar.put(name, new BigDecimal(value.strip()));
            } catch (NumberFormatException e) {
                // A limit of text is its length; only numbers are limited here.
            }
        }
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            members.put(name, value);
        }
    }

    private static String escaped(String pid) {
        return pid.replace(".", "\\.");
    }
}
