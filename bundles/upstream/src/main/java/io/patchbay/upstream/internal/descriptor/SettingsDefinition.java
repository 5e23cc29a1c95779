package io.patchbay.upstream.internal.descriptor;

import io.patchbay.upstream.internal.Setting;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Shows the settings of a descriptor's providers, with the descriptor's defaults. */
record SettingsDefinition(String pid, Descriptor descriptor) implements ObjectClassDefinition {
    @Override
    public String getName() {
        return "Patchbay: provider " + descriptor.title();
    }

    @Override
    public String getID() {
        return pid;
    }

    @Override
    public String getDescription() {
        String docs = descriptor.docs().isEmpty() ? "" : ": " + descriptor.docs();
        return "A server that speaks as " + descriptor.title() + " does" + docs;
    }

    @Override
    public AttributeDefinition @Nullable [] getAttributeDefinitions(int filter) {
        AttributeDefinition[] attributes = Stream.of(Setting.values())
                .filter(setting -> filter == ALL || (filter == REQUIRED) == required(setting))
                .map(setting -> new Attribute(setting, defaults(setting)))
                .toArray(AttributeDefinition[]::new);
        return attributes.length == 0 ? null : attributes;
    }

    @Override
    public @Nullable InputStream getIcon(int size) {
        return null;
    }

    private boolean required(Setting setting) {
        return setting == Setting.BASE_URL && defaults(setting).isEmpty();
    }

    private List<String> defaults(Setting setting) {
        return switch (setting.kind()) {
            case TEXTS, SECRETS -> setting.texts(descriptor.defaults());
            default -> Stream.of(setting.text(descriptor.defaults())).filter(text -> !text.isEmpty()).toList();
        };
    }

    /** Shows one setting. */
    private record Attribute(Setting setting, List<String> defaults) implements AttributeDefinition {
        @Override
        public String getName() {
            return setting.title();
        }

        @Override
        public String getID() {
            return setting.key();
        }

        @Override
        public String getDescription() {
            return setting.description();
        }

        @Override
        public int getCardinality() {
            return switch (setting.kind()) {
                case TEXTS, SECRETS -> Integer.MAX_VALUE;
                default -> 0;
            };
        }

        @Override
        public int getType() {
            return switch (setting.kind()) {
                case TEXT, TEXTS -> STRING;
                case SECRET, SECRETS -> PASSWORD;
                case NUMBER, COUNT -> INTEGER;
                case FLAG -> BOOLEAN;
            };
        }

        @Override
        public String @Nullable [] getOptionValues() {
            return null;
        }

        @Override
        public String @Nullable [] getOptionLabels() {
            return null;
        }

        @Override
        public @Nullable String validate(String value) {
            boolean number = setting.kind() == Setting.Kind.NUMBER || setting.kind() == Setting.Kind.COUNT;
            if (!number || value.isEmpty()) {
                return null;
            }
            try {
                setting.number(Map.of(setting.key(), value));
                return "";
            } catch (IllegalArgumentException e) {
                return "expected a whole number from " + setting.least() + " on";
            }
        }

        @Override
        public String @Nullable [] getDefaultValue() {
            return defaults.isEmpty() ? null : defaults.toArray(String[]::new);
        }
    }
}
