package io.patchbay.config.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration document as it was written, nothing of it checked.
 *
 * @param file the file's name, as messages say it
 * @param format how it is written
 * @param text all of it
 * @param root where its object stands; {@link Span#NONE} where the text has none
 * @param sections what it says for each PID, in its order
 */
record Document(String file, Format format, String text, Span root, Map<String, Section> sections) {
    /** How a document is written. */
    enum Format {
        /** JSON with comments. */
        JSON,
        /** YAML. */
        YAML;

        /** JSON where the file's name ends with {@code .json}, YAML otherwise. */
        static Format of(String file) {
            return file.endsWith(".json") ? JSON : YAML;
        }
    }

    /**
     * A part of a text.
     *
     * @param start its first character
     * @param end the character after its last
     */
    record Span(int start, int end) {
        /** Nowhere. */
        static final Span NONE = new Span(-1, -1);
    }

    /**
     * What the document says for one PID.
     *
     * @param pid a PID, or {@code factoryPid~name}
     * @param place where it stands
     * @param key where its PID stands
     * @param value where its settings stand
     * @param settings its settings by key
     */
    record Section(String pid, Place place, Span key, Span value, Map<String, Setting> settings) {
        /** The PID, or the factory PID, without the name. */
        String type() {
            return Pids.type(pid);
        }

        /** The part after {@code ~}; empty where there is none. */
        String name() {
            int tilde = pid.indexOf('~');
            return tilde < 0 ? "" : pid.substring(tilde + 1);
        }

        /** Whether it is one of several, with a name. */
        boolean isNamed() {
            return pid.indexOf('~') >= 0;
        }

        boolean isProvider() {
            return isNamed() && pid.startsWith(Pids.PROVIDER);
        }

        /** The values by key. */
        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            settings.forEach((key, setting) -> values.put(key, setting.value()));
            return values;
        }
    }

    /**
     * One setting.
     *
     * @param key its key
     * @param place where it stands
     * @param name where its key stands
     * @param span where its value stands
     * @param value a String, Boolean, BigInteger or BigDecimal, or a List of these
     */
    record Setting(String key, Place place, Span name, Span span, Object value) {
        Setting with(Object other) {
            return new Setting(key, place, name, span, other);
        }
    }

    /** What a program says, which has no text. */
    static Document of(String name, Map<String, Map<String, Object>> values) {
        Place place = new Place(name, 0, 0);
        Map<String, Section> sections = new LinkedHashMap<>();
        values.forEach((pid, section) -> {
            Map<String, Setting> settings = new LinkedHashMap<>();
            section.forEach((key, value) -> settings.put(key, new Setting(key, place, Span.NONE, Span.NONE, value)));
            sections.put(pid, new Section(pid, place, Span.NONE, Span.NONE, settings));
        });
        return new Document(name, Format.YAML, "", Span.NONE, sections);
    }

    /** The values by PID and key. */
    Map<String, Map<String, Object>> values() {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        sections.forEach((pid, section) -> values.put(pid, section.values()));
        return values;
    }

    /** The value of a setting; empty where the document has none. */
    Optional<Object> value(String pid, String key) {
        return Optional.ofNullable(sections.get(pid)).map(section -> section.settings().get(key)).map(Setting::value);
    }

    /** Whether the text has no object at all, not even an empty one. */
    boolean isEmpty() {
        return root.equals(Span.NONE);
    }
}
