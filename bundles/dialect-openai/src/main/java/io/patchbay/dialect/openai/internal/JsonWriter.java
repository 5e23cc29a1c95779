package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.patchbay.api.exchange.Bytes;

/** Writes JSON as text, commas included. */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder(256);
    private boolean comma;

    /** A string as JSON, quotes included. */
    static String quoted(String text) {
        return new JsonWriter().string(text).text();
    }

    JsonWriter object() {
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter array() {
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    JsonWriter name(String name) {
        string(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonWriter string(String text) {
        separate();
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
        return this;
    }

    JsonWriter number(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** A value that is JSON already. */
    JsonWriter raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    JsonWriter member(String name, String text) {
        return name(name).string(text);
    }

    JsonWriter member(String name, long value) {
        return name(name).number(value);
    }

    JsonWriter rawMember(String name, String json) {
        return name(name).raw(json);
    }

    /** What has been written. */
    String text() {
        return out.toString();
    }

    /** What has been written, in UTF-8; half of a surrogate pair, which is no character, becomes a question mark. */
    Bytes bytes() {
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
