package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Format;
import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import io.patchbay.config.internal.Document.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Changes a document's text to what is wanted, and nothing else of it: a changed value takes the place of the old one's
 * text, a key that goes takes its lines and the comments directly above with it, what is new is added at the end of its
 * section or of the document, in the style of what stands there.
 */
final class DocumentEdit {
    /** Says that the text cannot be changed piece by piece. */
    static final class UneditableException extends Exception {
        UneditableException(String message) {
            super(message);
        }
    }

    private static final String INDENT = "  ";

    private final Document document;
    private final Lines lines;
    private final Notation notation;
    private final Splices splices;

    private DocumentEdit(Document document) {
        this.document = document;
        lines = new Lines(document.format(), document.text());
        notation = Notation.of(document.format(), document.text());
        splices = new Splices(document.text());
    }

    /**
     * The document's text with other values.
     *
     * @throws UneditableException if the text is written in a way that does not allow it
     */
    static String apply(Document document, Map<String, Map<String, Object>> wanted) throws UneditableException {
        if (same(document.values(), wanted)) {
            return document.text();
        }
        try {
            String text = new DocumentEdit(document).edit(wanted);
            if (same(DocumentReader.read(document.file(), document.format(), text, null).values(), wanted)) {
                return text;
            }
        } catch (InvalidDocumentException | IndexOutOfBoundsException e) {
            // The same answer: what came out is not what was wanted.
        }
        throw new UneditableException(document.file() + " is written in a way that does not allow this change;"
                + " change it by hand, or send the whole document");
    }

    /** Whether the same is said; 1 and 1.0 are. */
    static boolean same(Map<String, Map<String, Object>> some, Map<String, Map<String, Object>> others) {
        return some.keySet().equals(others.keySet()) && some.entrySet().stream().allMatch(section -> {
            Map<String, Object> other = Objects.requireNonNull(others.get(section.getKey()));
            return section.getValue().keySet().equals(other.keySet()) && section.getValue().entrySet().stream()
                    .allMatch(setting -> same(setting.getValue(), Objects.requireNonNull(other.get(setting.getKey()))));
        });
    }

    /** Whether a document has comments between what it says. */
    static boolean hasComments(Document document) {
        Lines lines = new Lines(document.format(), document.text());
        int from = 0;
        for (Section section : document.sections().values()) {
            for (Setting setting : section.settings().values()) {
                if (hasComment(lines, from, setting.name().start())) {
                    return true;
                }
                from = setting.span().end();
            }
            from = Math.max(from, section.key().end());
        }
        return hasComment(lines, from, document.text().length());
    }

    private static boolean hasComment(Lines lines, int from, int to) {
        return from < to && lines.hasComment(new Span(from, to));
    }

    /** Whether two values are the same; 1 and 1.0 are. */
    static boolean same(Object one, Object other) {
        if (one instanceof List<?> list && other instanceof List<?> others) {
            for (int i = 0; i < list.size() && list.size() == others.size(); i++) {
                if (!same(list.get(i), others.get(i))) {
                    return false;
                }
            }
            return list.size() == others.size();
        }
        return (one instanceof Number && other instanceof Number)
                ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0
                : one.equals(other);
    }

    private String edit(Map<String, Map<String, Object>> wanted) {
        Map<String, Map<String, Object>> added = new LinkedHashMap<>(wanted);
        added.keySet().removeAll(document.sections().keySet());
        boolean nothing = document.isEmpty() || (document.sections().isEmpty() && document.format() == Format.YAML);
        if (nothing || (wanted.isEmpty() && !isFlow(document.root()))) {
            return fromNothing(added);
        }
        List<Item> items = new ArrayList<>();
        for (Section section : document.sections().values()) {
            Map<String, Object> values = wanted.get(section.pid());
            items.add(new Item(section.key(), section.value(), values == null));
            if (values != null) {
                section(section, values);
            }
        }
        if (isFlow(document.root())) {
            boolean overLines = document.sections().values().stream().noneMatch(this::isInLine);
            String indent = items.isEmpty() ? INDENT : lines.indent(items.getFirst().key().start());
            flow(document.root(), items, added.entrySet().stream()
                    .map(section -> notation.key(section.getKey()) + ": " + (overLines
                            ? notation.lines(indent, notation.settings(section.getValue()))
                            : notation.line(notation.settings(section.getValue()))))
                    .toList(), true);
        } else {
            removeBlocks(items);
            appendSections(added);
        }
        return splices.result();
    }

    /** A text that has no sections, or shall have none any more. */
    private String fromNothing(Map<String, Map<String, Object>> added) {
        Span root = document.root();
        String kept = document.text();
        if (!document.isEmpty() && isFlow(root)) {
            kept = kept.substring(0, root.start()) + kept.substring(root.end()).stripLeading();
        } else if (!document.isEmpty()) {
            removeBlocks(document.sections().values().stream()
                    .map(section -> new Item(section.key(), section.value(), true)).toList());
            kept = splices.result();
        }
        kept = kept.isEmpty() || kept.endsWith("\n") ? kept : kept + notation.newline();
        return kept + Notation.document(document.format(), added).replace("\n", notation.newline());
    }

    private void section(Section section, Map<String, Object> values) {
        List<Item> items = new ArrayList<>();
        for (Setting setting : section.settings().values()) {
            Object value = values.get(setting.key());
            items.add(new Item(setting.name(), setting.span(), value == null));
            if (value != null && !same(setting.value(), value)) {
                value(setting, value);
            }
        }
        Map<String, Object> added = new LinkedHashMap<>(values);
        added.keySet().removeAll(section.settings().keySet());
        if (isFlow(section.value())) {
            flow(section.value(), items, notation.settings(added), false);
        } else if (items.stream().allMatch(Item::removed)) {
            onKeysLine(section.key(), section.value(), notation.line(notation.settings(added)));
        } else {
            removeBlocks(items);
            appendSettings(items, notation.settings(added));
        }
    }

    private void value(Setting setting, Object value) {
        Span span = setting.span();
        boolean blockList = setting.value() instanceof List<?> && document.text().charAt(span.start()) == '-';
        if (blockList && value instanceof List<?> list && !list.isEmpty()) {
            String indent = " ".repeat(span.start() - lines.start(span.start()));
            splices.replace(span.start(), span.end(), String.join(notation.newline() + indent,
                    list.stream().map(element -> "- " + notation.value(element)).toList()));
        } else if (lines.start(span.start()) > setting.name().start()) {
            onKeysLine(setting.name(), span, notation.value(value));
        } else {
            boolean quoted = document.text().startsWith("\"", span.start()) && value instanceof String;
            splices.replace(span.start(), span.end(),
                    quoted ? Notation.quoted((String) value) : notation.value(value));
        }
    }

    /** A value that stood in the lines below its key, brought to the key's line. */
    private void onKeysLine(Span key, Span value, String replacement) {
        int colon = lines.find(':', key.end(), value.start());
        int end = lines.end(colon);
        if (value.start() <= end) {
            splices.replace(value.start(), value.end(), replacement);
        } else {
            splices.insert(colon + 1, " " + replacement);
            splices.delete(end, value.end());
        }
    }

    private void removeBlocks(List<Item> items) {
        int floor = 0;
        for (Item item : items) {
            if (item.removed()) {
                int start = lines.startWithComments(item.key().start(), floor);
                int end = lines.next(item.value().end());
                String indent = lines.indent(item.key().start());
                while (end < document.text().length() && lines.isComment(end)
                        && lines.indent(end).length() > indent.length()) {
                    end = lines.next(end);
                }
                splices.delete(start, end);
            }
            floor = item.value().end();
        }
    }

    private void appendSettings(List<Item> items, List<String> added) {
        if (added.isEmpty()) {
            return;
        }
        Item last = items.getLast();
        String indent = lines.indent(items.getFirst().key().start());
        appendLines(last.value().end(), last.removed(), added.stream().map(line -> indent + line).toList());
    }

    /** Adds lines below the line of a place, which goes or stays. */
    private void appendLines(int at, boolean removed, Collection<String> added) {
        String newline = notation.newline();
        int next = lines.next(at);
        if (next == document.text().length() && lines.end(at) == next) {
            splices.insert(next, (removed ? "" : newline) + String.join(newline, added));
        } else {
            splices.insert(next, String.join(newline, added) + newline);
        }
    }

    private void appendSections(Map<String, Map<String, Object>> added) {
        if (added.isEmpty()) {
            return;
        }
        List<Section> sections = List.copyOf(document.sections().values());
        String style = sections.stream().filter(section -> !section.settings().isEmpty())
                .reduce((first, second) -> second)
                .map(section -> isFlow(section.value()) ? "" : lines.indent(section.value().start()))
                .orElse("");
        String text = document.text();
        String newline = notation.newline();
        StringBuilder end = new StringBuilder(text.isEmpty() || text.endsWith("\n") ? "" : newline);
        boolean apart = sections.size() > 1
                && text.substring(sections.get(sections.size() - 2).value().end(), sections.getLast().key().start())
                        .matches("(?s).*\\n[ \\t]*\\r?\\n.*");
        added.forEach((pid, values) -> end.append(apart ? newline : "")
                .append(style.isEmpty()
                        ? notation.key(pid) + ": " + notation.line(notation.settings(values))
                        : notation.block(pid, values, style))
                .append(newline));
        splices.insert(text.length(), end.toString());
    }

    /** One member of an object, and whether it goes. */
    private record Item(Span key, Span value, boolean removed) {}

    /** An object in braces. */
    private void flow(Span span, List<Item> items, List<String> added, boolean root) {
        int kept = items.size() - 1;
        while (kept >= 0 && items.get(kept).removed()) {
            kept--;
        }
        if (kept == items.size() - 1 && added.isEmpty() && items.stream().noneMatch(Item::removed)) {
            return;
        }
        if (kept < 0 && !hasComment(span, items)) {
            boolean overLines = root || document.text().substring(span.start(), span.end()).contains("\n");
            splices.replace(span.start(), span.end(), overLines
                    ? notation.lines(lines.indent(span.start()), added)
                    : notation.line(added));
            return;
        }
        int[] commas = commas(span, items);
        int floor = span.start() + 1;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).removed()) {
                removeFromFlow(items.get(i), commas[i], i == 0 ? -1 : commas[i - 1], floor);
            }
            floor = commas[i] >= 0 ? commas[i] + 1 : items.get(i).value().end();
        }
        if (kept < 0) {
            String separator = notation.newline() + lines.indent(span.start()) + INDENT;
            splices.insert(span.start() + 1,
                    added.isEmpty() ? "" : separator + String.join("," + separator, added) + " ");
        } else if (!added.isEmpty()) {
            addToFlow(span, items.get(kept), commas[kept], added);
        } else if (kept < items.size() - 1 && commas[items.size() - 1] < 0) {
            splices.delete(commas[kept], commas[kept] + 1);
        }
    }

    private void removeFromFlow(Item item, int comma, int commaBefore, int floor) {
        int start = item.key().start();
        int end = comma >= 0 ? comma + 1 : item.value().end();
        if (lines.isFirst(start) && lines.isBlankOrComment(end, lines.end(end))) {
            splices.delete(lines.startWithComments(start, floor), lines.next(end));
            return;
        }
        String text = document.text();
        if (comma < 0 && commaBefore >= 0 && lines.isBlank(commaBefore + 1, start)) {
            start = commaBefore + 1;
        } else {
            while (end < text.length() && text.charAt(end) == ' ' && text.charAt(end + 1) != '}') {
                end++;
            }
        }
        splices.delete(start, end);
    }

    private void addToFlow(Span span, Item last, int comma, List<String> added) {
        int at = comma >= 0 ? comma + 1 : last.value().end();
        if (comma < 0) {
            splices.insert(at, ",");
        }
        if (lines.isFirst(last.key().start()) && lines.end(at) < span.end()
                && lines.isBlankOrComment(at, lines.end(at))) {
            String separator = notation.newline() + lines.indent(last.key().start());
            splices.insert(lines.end(at), separator + String.join("," + separator, added));
        } else {
            splices.insert(at, " " + String.join(", ", added));
        }
    }

    /** Where the comma after each member is; -1 where there is none. */
    private int[] commas(Span span, List<Item> items) {
        int[] commas = new int[items.size()];
        for (int i = 0; i < commas.length; i++) {
            int limit = i + 1 < commas.length ? items.get(i + 1).key().start() : span.end() - 1;
            commas[i] = lines.find(',', items.get(i).value().end(), limit);
        }
        return commas;
    }

    private boolean hasComment(Span span, List<Item> items) {
        int from = span.start() + 1;
        for (Item item : items) {
            if (lines.hasComment(new Span(from, item.key().start()))) {
                return true;
            }
            from = item.value().end();
        }
        return lines.hasComment(new Span(from, span.end() - 1));
    }

    private boolean isFlow(Span span) {
        return document.text().charAt(span.start()) == '{';
    }

    private boolean isInLine(Section section) {
        return !document.text().substring(section.value().start(), section.value().end()).contains("\n");
    }
}
