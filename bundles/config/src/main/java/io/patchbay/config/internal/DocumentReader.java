package io.patchbay.config.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.patchbay.config.internal.Document.Section;
import io.patchbay.config.internal.Document.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a document, JSON with comments or YAML, and keeps the lines. */
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
    private final JsonParser parser;
    private final List<String> problems = new ArrayList<>();

    private DocumentReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a document: JSON where the file's name ends with {@code .json}, YAML otherwise.
     *
     * @throws InvalidDocumentException if it cannot be read or has not the shape of a document
     */
    static Document read(Path path) throws InvalidDocumentException {
        String file = String.valueOf(path.getFileName());
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new InvalidDocumentException(List.of(file + ": is bigger than " + MAX_BYTES + " bytes"));
            }
            return read(file, Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new InvalidDocumentException(List.of(path + ": no such file"));
        } catch (IOException e) {
            throw new InvalidDocumentException(List.of(path + ": cannot be read: " + e));
        }
    }

    /** Reads a document from its text. */
    static Document read(String file, String text) throws InvalidDocumentException {
        try (JsonParser parser = (file.endsWith(".json") ? JSON : YAML).createParser(text)) {
            return new DocumentReader(file, parser).document();
        } catch (JsonProcessingException e) {
            throw new InvalidDocumentException(List.of(syntax(file, e)));
        } catch (IOException e) {
            throw new InvalidDocumentException(List.of(file + ": cannot be read: " + e));
        }
    }

    private static String syntax(String file, JsonProcessingException e) {
        // YAML's messages go on over several lines with the place and an excerpt.
        String message = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
        return e.getLocation() == null
                ? file + ": " + message
                : file + ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr() + ": " + message;
    }

    private Document document() throws IOException, InvalidDocumentException {
        Map<String, Section> sections = new LinkedHashMap<>();
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                section(sections);
            }
            if (parser.nextToken() != null) {
                problem(line(), "one document is expected, here begins another");
            }
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            problem(line(), "expected an object: PID or factoryPid~name, and its settings");
        }
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems);
        }
        return new Document(file, sections);
    }

    private void section(Map<String, Section> sections) throws IOException {
        String pid = parser.currentName();
        int line = line();
        Section before = sections.get(pid);
        if (before != null) {
            problem(line, pid + ": is there already, in line " + before.line());
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                setting(pid, settings);
            }
        } else {
            problem(line, pid + ": expected an object of settings, {} for none");
            parser.skipChildren();
        }
        sections.put(pid, new Section(pid, line, settings));
    }

    private void setting(String pid, Map<String, Setting> settings) throws IOException {
        String key = parser.currentName();
        int line = line();
        Setting before = settings.get(key);
        if (before != null) {
            problem(line, pid + ": " + key + ": is there already, in line " + before.line());
        }
        Object value = "";
        if (parser.nextToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(scalar(pid, key));
            }
            value = list;
        } else {
            value = scalar(pid, key);
        }
        settings.put(key, new Setting(key, line, value));
    }

    private Object scalar(String pid, String key) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problem(line(),
                    pid + ": " + key + ": YAML aliases are not supported; put text that begins with * in quotes");
            return "";
        }
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_NULL -> {
                problem(line(), pid + ": " + key + ": has no value; leave the key out for the default");
                yield "";
            }
            default -> {
                problem(line(), pid + ": " + key + ": expected text, a number, true, false, or a list of these");
                parser.skipChildren();
                yield "";
            }
        };
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private void problem(int line, String text) {
        problems.add(file + ":" + line + ": " + text);
    }
}
