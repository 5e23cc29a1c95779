package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts as they stand between the quotes of a JSON string. */
final class JsonText {
    private JsonText() {}

    /** Escapes what must be; what is no character alone, such as half a surrogate pair, becomes a question mark. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        JsonStringEncoder.getInstance().quoteAsString(text, escaped);
        return escaped.toString();
    }
}
