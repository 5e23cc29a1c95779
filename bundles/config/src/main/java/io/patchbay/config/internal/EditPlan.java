package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an edit makes of a document: masks stand for what was there before, and secrets that came in plain sight go into
 * the store, with a reference in their place.
 *
 * @param basis the document whose text is changed
 * @param sections what the document says then, with the places of what was sent
 * @param secrets what goes into the store, by name
 */
record EditPlan(Document basis, Map<String, Section> sections, Map<String, String> secrets) {
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final int MAX_NAME = 100;

    /**
     * Plans an edit.
     *
     * @throws InvalidDocumentException if a mask stands for nothing
     */
    static EditPlan of(Document present, Edit edit, Schema schema, SecretStore store) throws InvalidDocumentException {
        Planner planner = new Planner(present, schema, store);
        Map<String, Section> sections = new LinkedHashMap<>();
        if (edit instanceof Edit.Part part) {
            sections.putAll(present.sections());
            part.removed().forEach(sections::remove);
        }
        for (Section section : edit.body().sections().values()) {
            sections.put(section.pid(), planner.section(section));
        }
        if (!planner.problems.isEmpty()) {
            throw new InvalidDocumentException(planner.problems);
        }
        boolean verbatim = edit instanceof Edit.Whole whole && whole.verbatim()
                && whole.body().format() == present.format();
        return new EditPlan(verbatim ? edit.body() : present, sections, planner.secrets);
    }

    Map<String, Map<String, Object>> values() {
        Map<String, Map<String, Object>> values = new LinkedHashMap<>();
        sections.forEach((pid, section) -> values.put(pid, section.values()));
        return values;
    }

    private static final class Planner {
        private final Document present;
        private final Schema schema;
        private final SecretStore store;
        private final Map<String, String> secrets = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();

        private Planner(Document present, Schema schema, SecretStore store) {
            this.present = present;
            this.schema = schema;
            this.store = store;
        }

        private Section section(Section sent) {
            Map<String, Setting> settings = new LinkedHashMap<>();
            sent.settings().forEach((key, setting) -> settings.put(key,
                    schema.isSecret(sent.pid(), key)
                            ? setting.with(secret(sent, setting))
                            : setting));
            return new Section(sent.pid(), sent.place(), sent.key(), sent.value(), settings);
        }

        private Object secret(Section section, Setting setting) {
            Object before = present.value(section.pid(), setting.key()).orElse(null);
            Object value = Secret.unmask(setting.value(), before);
            if (Secret.isMasked(value)) {
                problems.add(Problem.of(setting.place(), section.pid(), setting.key(),
                        Secret.MASK
                                + " stands for the secret that is there, and there is none; write it, or a reference"));
                return value;
            }
            if (value instanceof List<?> list) {
                List<Object> stored = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    boolean sent = setting.value() instanceof List<?> elements && elements.get(i).equals(list.get(i));
                    Object old = before instanceof List<?> olds && i < olds.size() ? olds.get(i) : "";
                    stored.add(sent ? stored(section.pid(), setting.key() + "." + i, list.get(i), old) : list.get(i));
                }
                return stored;
            }
            return value.equals(setting.value())
                    ? stored(section.pid(), setting.key(), value, before == null ? "" : before)
                    : value;
        }

        /** A reference to a value that is in the store then; the value where it is no plain text. */
        private Object stored(String pid, String key, Object value, Object before) {
            if (!(value instanceof String text) || text.isBlank() || ValueReference.isIn(text)) {
                return value;
            }
            try {
                String name = name(pid, key, text.strip(), before);
                secrets.put(name, text.strip());
                return "$[secret:" + name + "]";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The name by which the setting has its secret already, else one that nobody has. */
        private String name(String pid, String key, String value, Object before) throws IOException {
            String plain = (pid.startsWith(Pids.PATCHBAY) ? pid.substring(Pids.PATCHBAY.length()) : pid)
                    + "." + (key.startsWith(".") ? key.substring(1) : key);
            String base = NO_NAME.matcher(plain).replaceAll(".");
            base = base.length() <= MAX_NAME ? base : base.substring(0, MAX_NAME);
            String name = base;
            for (int i = 2; !isFree(name, value, before); i++) {
                name = base + "-" + i;
            }
            return name;
        }

        private boolean isFree(String name, String value, Object before) throws IOException {
            if (secrets.containsKey(name)) {
                return value.equals(secrets.get(name));
            }
            return !store.has(name) || before.equals("$[secret:" + name + "]") || store.is(name, value);
        }
    }
}
