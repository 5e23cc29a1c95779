package io.patchbay.config.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.patchbay.config.internal.Document.Format;
import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import io.patchbay.config.internal.Document.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a document, JSON with comments or YAML, and keeps where everything stands. */
final class DocumentReader {
    /** A bigger document is refused. */
    static final int MAX_BYTES = 4 << 20;

    private static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxDocumentLength(MAX_BYTES).maxNestingDepth(20).build();
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();
    private static final JsonFactory YAML = YAMLFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private final String file;
    private final Format format;
    private final String text;
    private final Offsets offsets;
    private final JsonParser parser;
    private final @Nullable Collection<String> removed;
    private final List<Problem> problems = new ArrayList<>();

    private DocumentReader(String file, Format format, String text, JsonParser parser,
            @Nullable Collection<String> removed) {
        this.file = file;
        this.format = format;
        this.text = text;
        this.parser = parser;
        this.removed = removed;
        offsets = new Offsets(format, text);
    }

    /**
     * Reads a document from its text: JSON where the file's name ends with {@code .json}, YAML otherwise.
     *
     * @throws InvalidDocumentException if it has not the shape of a document
     */
    static Document read(String file, String text) throws InvalidDocumentException {
        return read(file, Format.of(file), text, null);
    }

    /**
     * Reads a document from its text.
     *
     * @param removed gets the PIDs whose section is null; absent, null is an error
     */
    static Document read(String file, Format format, String text, @Nullable Collection<String> removed)
            throws InvalidDocumentException {
        if (text.length() > MAX_BYTES) {
            throw new InvalidDocumentException(new Place(file, 0, 0), "is bigger than " + MAX_BYTES + " bytes");
        }
        try (JsonParser parser =
                format == Format.JSON ? JSON.createParser(text.toCharArray()) : YAML.createParser(text)) {
            return new DocumentReader(file, format, text, parser, removed).document();
        } catch (JsonProcessingException e) {
            throw new InvalidDocumentException(place(file, e.getLocation()), syntax(e));
        } catch (IOException e) {
            throw new InvalidDocumentException(new Place(file, 0, 0), "cannot be read: " + e);
        }
    }

    private static Place place(String file, @Nullable JsonLocation location) {
        return location == null
                ? new Place(file, 0, 0)
                : new Place(file, location.getLineNr(), location.getColumnNr());
    }

    /** The message without what it cites: a word in the wrong place may be a secret without its quotes. */
    private static String syntax(JsonProcessingException e) {
        // YAML's messages go on over several lines with the place and an excerpt.
        String message = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        return message.replaceAll("(token|value|name) ['\"(].{2,}['\")](?=[: ])", "$1");
    }

    private Document document() throws IOException, InvalidDocumentException {
        Map<String, Section> sections = new LinkedHashMap<>();
        Span root = Span.NONE;
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            int start = start();
            int last = start;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                last = section(sections);
            }
            root = new Span(start, isFlow(start) ? end() : last);
            if (parser.nextToken() != null) {
                problem(place(), "", "", "one document is expected, here begins another");
            }
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            problem(place(), "", "", "expected an object: PID or factoryPid~name, and its settings");
        }
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems);
        }
        return new Document(file, format, text, root, sections);
    }

    /** Reads one section; the character after it. */
    private int section(Map<String, Section> sections) throws IOException {
        String pid = parser.currentName();
        Place place = place();
        Span key = new Span(start(), end());
        Section before = sections.get(pid);
        if (before != null) {
            problem(place, pid, "", "is there already, in line " + before.place().line());
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        JsonToken token = parser.nextToken();
        int start = start();
        int last = start;
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                last = setting(pid, settings);
            }
        } else if (token == JsonToken.VALUE_NULL && removed != null) {
            removed.add(pid);
            return end();
        } else {
            problem(place, pid, "", "expected an object of settings, {} for none");
            parser.skipChildren();
        }
        Span value = new Span(start, isFlow(start) ? end() : last);
        sections.put(pid, new Section(pid, place, key, value, settings));
        return value.end();
    }

    /** Reads one setting; the character after it. */
    private int setting(String pid, Map<String, Setting> settings) throws IOException {
        String key = parser.currentName();
        Place place = place();
        Span name = new Span(start(), end());
        Setting before = settings.get(key);
        if (before != null) {
            problem(place, pid, key, "is there already, in line " + before.place().line());
        }
        Object value;
        Span span;
        JsonToken token = parser.nextToken();
        int start = start();
        if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            int last = start;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(scalar(pid, key));
                last = end();
            }
            value = list;
            span = new Span(start, start < text.length() && text.charAt(start) == '[' ? end() : last);
        } else {
            value = scalar(pid, key);
            span = new Span(start, Math.max(start, end()));
        }
        settings.put(key, new Setting(key, place, name, span, value));
        return span.end();
    }

    private Object scalar(String pid, String key) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problem(place(), pid, key, "YAML aliases are not supported; put text that begins with * in quotes");
            return "";
        }
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_NULL -> {
                problem(place(), pid, key, "has no value; leave the key out for the default");
                yield "";
            }
            default -> {
                problem(place(), pid, key, "expected text, a number, true, false, or a list of these");
                parser.skipChildren();
                yield "";
            }
        };
    }

    private Place place() {
        return place(file, parser.currentTokenLocation());
    }

    private int start() {
        return offsets.of(parser.currentTokenLocation());
    }

    /** The character after the token; a block of text in YAML ends with its last character that shows. */
    private int end() {
        int end = offsets.of(parser.currentLocation());
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private boolean isFlow(int start) {
        return start < text.length() && text.charAt(start) == '{';
    }

    private void problem(Place place, String pid, String key, String message) {
        problems.add(Problem.of(place, pid, key, message));
    }

    /** Turns a parser's places into indices of the text: YAML counts code points. */
    private static final class Offsets {
        private final int @Nullable [] characters;

        private Offsets(Format format, String text) {
            boolean same = format == Format.JSON || text.chars().noneMatch(c -> Character.isSurrogate((char) c));
            characters = same ? null : characters(text);
        }

        private static int[] characters(String text) {
            int[] characters = new int[text.codePointCount(0, text.length()) + 1];
            for (int i = 1; i < characters.length; i++) {
                characters[i] = text.offsetByCodePoints(characters[i - 1], 1);
            }
            return characters;
        }

        private int of(JsonLocation location) {
            int offset = (int) location.getCharOffset();
            return characters == null ? offset : characters[Math.min(offset, characters.length - 1)];
        }
    }
}
