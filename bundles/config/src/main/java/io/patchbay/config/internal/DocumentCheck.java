package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import io.patchbay.config.internal.Schema.Attribute;
import io.patchbay.config.internal.Schema.Definition;
import io.patchbay.config.internal.ValueReader.UnexpectedValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;

/** Checks a document as a whole against what the installed bundles say can be configured. */
final class DocumentCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Document document;
    private final Schema schema;
    private final Predicate<ValueReference> isSet;
    private final Map<String, Section> providers = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * A document without errors.
     *
     * @param configurations what Config Admin gets, by PID
     * @param warnings what an operator should look at, one line each
     */
    record Checked(Map<String, Map<String, Object>> configurations, List<String> warnings) {}

    private DocumentCheck(Document document, Schema schema, Predicate<ValueReference> isSet) {
        this.document = document;
        this.schema = schema;
        this.isSet = isSet;
    }

    /**
     * Checks a document.
     *
     * @param isSet whether there is something behind a reference
     * @throws InvalidDocumentException with all errors
     */
    static Checked check(Document document, Schema schema, Predicate<ValueReference> isSet)
            throws InvalidDocumentException {
        return new DocumentCheck(document, schema, isSet).check();
    }

    private Checked check() throws InvalidDocumentException {
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        document.sections().values().stream().filter(Section::isProvider).forEach(this::provider);
        for (Section section : document.sections().values()) {
            configurations.put(section.pid(), section(section));
        }
        if (!errors.isEmpty()) {
            throw new InvalidDocumentException(errors);
        }
        return new Checked(configurations, List.copyOf(warnings));
    }

    private void provider(Section section) {
        Section before = providers.putIfAbsent(section.name(), section);
        if (before != null) {
            error(section, "the name " + section.name() + " is taken by " + before.pid() + " in line " + before.line());
        }
    }

    private Map<String, Object> section(Section section) {
        if (section.isNamed() && !NAME.matcher(section.name()).matches()) {
            error(section, "expected a name of letters, digits, dots, hyphens and underscores after ~");
        }
        Definition definition = schema.definition(section.type()).orElse(null);
        if (definition == null) {
            unknown(section);
        } else if (definition.factory() != section.isNamed()) {
            error(section, definition.factory()
                    ? "needs a name: " + section.type() + "~name"
                    : "there is one only: write " + section.type());
        } else {
            definition.attributes().forEach((key, attribute) -> {
                if (attribute.required() && !section.settings().containsKey(key)) {
                    error(section, key + ": is required");
                }
            });
        }
        Map<String, Object> properties = new HashMap<>();
        for (Setting setting : section.settings().values()) {
            setting(section, setting, definition, properties);
        }
        providerNames(section).stream().filter(name -> !providers.containsKey(name)).forEach(name -> warnings
                .add(at(section.line(), section) + "no provider is named " + name
                        + Nearest.hint(name, providers.keySet())));
        return properties;
    }

    private void unknown(Section section) {
        String hint = Nearest.hint(section.type(), schema.definitions().keySet());
        if (section.isProvider()) {
            warnings.add(at(section.line(), section) + "provider not installed" + hint);
        } else if (section.type().startsWith(Pids.PLUGIN)) {
            warnings.add(at(section.line(), section) + "plug-in not installed" + hint);
        } else {
            error(section, "unknown PID" + hint);
        }
    }

    private void setting(Section section, Setting setting, @Nullable Definition definition,
            Map<String, Object> properties) {
        try {
            properties.put(setting.key(), definition == null
                    ? ValueReader.read(setting)
                    : ValueReader.read(setting, attribute(setting, definition)));
        } catch (UnexpectedValueException e) {
            errors.add(at(setting.line(), section) + setting.key() + ": " + e.getMessage());
        }
        for (ValueReference reference : ValueReference.unset(setting.value(), isSet)) {
            warnings.add(at(setting.line(), section) + setting.key() + ": " + reference.unset());
        }
    }

    private static AttributeDefinition attribute(Setting setting, Definition definition)
            throws UnexpectedValueException {
        Attribute attribute = definition.attributes().get(setting.key());
        if (attribute == null) {
            throw new UnexpectedValueException(
                    "unknown key" + Nearest.hint(setting.key(), definition.attributes().keySet()));
        }
        return attribute.definition();
    }

    /** The names of the providers that a key or a route refers to. */
    private static List<String> providerNames(Section section) {
        return switch (section.type()) {
            case Pids.KEY -> texts(section, "provider");
            case Pids.ROUTE -> Stream.of(texts(section, "targets"), texts(section, "fallbacks"))
                    .flatMap(List::stream)
                    .map(DocumentCheck::providerName)
                    .toList();
            default -> List.of();
        };
    }

    private static List<String> texts(Section section, String key) {
        Setting setting = section.settings().get(key);
        Object value = setting == null ? List.of() : setting.value();
        return (value instanceof List<?> list ? list : List.of(value)).stream().map(String::valueOf).toList();
    }

    /** The provider in a target: {@code provider}, or {@code provider/model}, and perhaps {@code =weight}. */
    private static String providerName(String target) {
        int slash = target.indexOf('/');
        int weight = target.lastIndexOf('=');
        return slash >= 0 ? target.substring(0, slash) : weight >= 0 ? target.substring(0, weight) : target;
    }

    private void error(Section section, String text) {
        errors.add(at(section.line(), section) + text);
    }

    private String at(int line, Section section) {
        return document.file() + ":" + line + ": " + section.pid() + ": ";
    }
}
