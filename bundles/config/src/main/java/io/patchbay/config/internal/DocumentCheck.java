package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import io.patchbay.config.internal.Schema.Attribute;
import io.patchbay.config.internal.Schema.Definition;
import io.patchbay.config.internal.ValueReader.UnexpectedValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a document as a whole against what the installed bundles say can be configured. */
final class DocumentCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Map<String, Section> sections;
    private final Schema schema;
    private final Predicate<ValueReference> isSet;
    private final Map<String, Section> providers = new HashMap<>();
    private final Set<String> untyped = new HashSet<>();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * A document without errors.
     *
     * @param configurations what Config Admin gets, by PID
     * @param untyped the PIDs for which no bundle says of which types values are, so that they are taken as they stand
     * @param warnings what an operator should look at
     */
    record Checked(Map<String, Map<String, Object>> configurations, Set<String> untyped, List<Problem> warnings) {
        /** The same document, with the types of an earlier check where nobody says any more which they are. */
        Checked typedAs(Checked earlier) {
            Map<String, Map<String, Object>> typed = new LinkedHashMap<>(configurations);
            Set<String> left = new HashSet<>(untyped);
            for (String pid : untyped) {
                Map<String, Object> known = earlier.configurations.get(pid);
                if (known != null && !earlier.untyped.contains(pid)) {
                    typed.put(pid, known);
                    left.remove(pid);
                }
            }
            return new Checked(typed, left, warnings);
        }
    }

    private DocumentCheck(Map<String, Section> sections, Schema schema, Predicate<ValueReference> isSet) {
        this.sections = sections;
        this.schema = schema;
        this.isSet = isSet;
    }

    /**
     * Checks the sections of a document.
     *
     * @param isSet whether there is something behind a reference
     * @throws InvalidDocumentException with all errors
     */
    static Checked check(Map<String, Section> sections, Schema schema, Predicate<ValueReference> isSet)
            throws InvalidDocumentException {
        return new DocumentCheck(sections, schema, isSet).check();
    }

    private Checked check() throws InvalidDocumentException {
        Map<String, Map<String, Object>> configurations = new LinkedHashMap<>();
        sections.values().stream().filter(Section::isProvider).forEach(this::provider);
        for (Section section : sections.values()) {
            configurations.put(section.pid(), section(section));
        }
        Map<String, Object> core = configurations.getOrDefault(Pids.CORE, Map.of());
        for (Section section : sections.values()) {
            if (section.type().equals(Pids.ROUTE)) {
                wrong(section, RequiredFilters.leftOut(core, configurations.getOrDefault(section.pid(), Map.of())));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidDocumentException(errors);
        }
        return new Checked(configurations, Set.copyOf(untyped), List.copyOf(warnings));
    }

    private void provider(Section section) {
        Section before = providers.putIfAbsent(section.name(), section);
        if (before != null) {
            error(section, "the name " + section.name() + " is taken by " + before.pid() + " in line "
                    + before.place().line());
        }
    }

    private Map<String, Object> section(Section section) {
        if (section.isNamed() && !NAME.matcher(section.name()).matches()) {
            error(section, "expected a name of letters, digits, dots, hyphens and underscores after ~");
        }
        Definition definition = schema.definition(section.type()).orElse(null);
        if (definition == null) {
            untyped.add(section.pid());
            unknown(section);
        } else if (definition.factory() != section.isNamed()) {
            error(section, definition.factory()
                    ? "needs a name: " + section.type() + "~name"
                    : "there is one only: write " + section.type());
        } else {
            definition.attributes().forEach((key, attribute) -> {
                if (attribute.required() && !section.settings().containsKey(key)) {
                    errors.add(Problem.of(section.place(), section.pid(), key, "is required"));
                }
            });
        }
        Map<String, Object> properties = new HashMap<>();
        for (Setting setting : section.settings().values()) {
            setting(section, setting, definition, properties);
        }
        if (definition != null) {
            wrong(section, schema.checks().check(section.type(), properties));
        }
        providerNames(section).stream().filter(name -> !providers.containsKey(name)).forEach(name -> warnings
                .add(new Problem(section.place(), section.pid(), "", "no provider is named " + name,
                        Nearest.to(name, providers.keySet()).orElse(""))));
        return properties;
    }

    /**
     * What belongs to a bundle that may come later is no error: its section waits for it. All else of the product is
     * known, and a name without a dot is nobody's.
     */
    private void unknown(Section section) {
        String nearest = Nearest.to(section.type(), schema.definitions().keySet()).orElse("");
        boolean ours = section.type().startsWith(Pids.PATCHBAY);
        if (section.isProvider()) {
            warnings.add(new Problem(section.place(), section.pid(), "", "provider not installed", nearest));
        } else if (section.type().startsWith(Pids.PLUGIN)) {
            warnings.add(new Problem(section.place(), section.pid(), "", "plug-in not installed", nearest));
        } else if (ours || section.type().indexOf('.') < 0) {
            errors.add(new Problem(section.place(), section.pid(), "", "unknown PID", nearest));
        } else {
            warnings.add(new Problem(section.place(), section.pid(), "",
                    "no installed bundle has settings for this PID", nearest));
        }
    }

    private void setting(Section section, Setting setting, @Nullable Definition definition,
            Map<String, Object> properties) {
        Attribute attribute = definition == null ? null : definition.attributes().get(setting.key());
        boolean secret = Secret.is(setting.key(), attribute);
        if (definition != null && attribute == null) {
            errors.add(new Problem(setting.place(), section.pid(), Problem.shown(setting.key()), "unknown key",
                    Nearest.to(setting.key(), definition.attributes().keySet()).orElse("")));
            return;
        }
        try {
            properties.put(setting.key(), attribute == null
                    ? ValueReader.read(setting.value())
                    : ValueReader.read(setting.value(), attribute.definition(), secret));
        } catch (UnexpectedValueException e) {
            errors.add(Problem.of(setting.place(), section.pid(), setting.key(),
                    String.valueOf(e.getMessage())));
        }
        for (ValueReference reference : ValueReference.unset(setting.value(), isSet)) {
            warnings.add(Problem.of(setting.place(), section.pid(), setting.key(), reference.unset()));
        }
        if (secret && Secret.isPlain(setting.value())) {
            warnings.add(Problem.of(setting.place(), section.pid(), setting.key(),
                    "a secret in plain sight; put it into a file of secrets/ and write $[secret:file] here"));
        }
    }

    /** The names of the providers that a key or a route refers to. */
    private static List<String> providerNames(Section section) {
        return switch (section.type()) {
            case Pids.KEY -> texts(section, "provider");
            case Pids.ROUTE -> Pids.TARGETS.stream().flatMap(key -> texts(section, key).stream())
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

    private void wrong(Section section, Map<String, String> wrong) {
        wrong.forEach((key, text) -> errors.add(Problem.of(
                section.settings().containsKey(key) ? section.settings().get(key).place() : section.place(),
                section.pid(), key, text)));
    }

    private void error(Section section, String text) {
        errors.add(Problem.of(section.place(), section.pid(), "", text));
    }
}
