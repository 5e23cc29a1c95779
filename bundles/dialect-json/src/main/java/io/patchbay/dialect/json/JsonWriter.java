package io.patchbay.dialect.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.patchbay.api.exchange.Bytes;

/** Writes JSON as text, commas included. */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder(256);
    private boolean comma;

    /** Nothing yet. */
    public JsonWriter() {}

    /** A string as JSON, quotes included. */
    public static String quoted(String text) {
        return new JsonWriter().string(text).text();
    }

    /** Opens an object. */
    public JsonWriter object() {
        return open('{');
    }

    /** Closes the object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Opens an array. */
    public JsonWriter array() {
        return open('[');
    }

    /** Closes the array. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** A member's name. */
    public JsonWriter name(String name) {
        string(name);
        out.append(':');
        comma = false;
        return this;
    }

    /** A string. */
    public JsonWriter string(String text) {
        separate();
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
        return this;
    }

    /** A whole number. */
    public JsonWriter number(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** A value that is JSON already. */
    public JsonWriter raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    /** A member that is a string. */
    public JsonWriter member(String name, String text) {
        return name(name).string(text);
    }

    /** A member that is a whole number. */
    public JsonWriter member(String name, long value) {
        return name(name).number(value);
    }

    /** A member that is JSON already. */
    public JsonWriter rawMember(String name, String json) {
        return name(name).raw(json);
    }

    /** What has been written. */
    public String text() {
        return out.toString();
    }

    /** What has been written, on one line, where lines count: in an event, or a line of a stream. */
    public String line() {
        return line(text());
    }

    /** JSON on one line: outside of strings, where a line break is escaped, it is a space like any other. */
    public static String line(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    /** What has been written, in UTF-8; half of a surrogate pair, which is no character, becomes a question mark. */
    public Bytes bytes() {
        return Bytes.utf8(text());
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }
}
