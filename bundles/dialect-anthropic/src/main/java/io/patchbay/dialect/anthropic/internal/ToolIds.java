package io.patchbay.dialect.anthropic.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Writes the ids of tool calls so that Anthropic accepts them, and reads them back as they were.
 *
 * <p>Anthropic takes letters, digits, underscores and hyphens; other vendors have more.
 */
final class ToolIds {
    private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9_-]*");
    private static final String PREFIX = "pbid_";

    private ToolIds() {}

    static String write(String id) {
        return ACCEPTED.matcher(id).matches()
                ? id
                : PREFIX + Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    static String read(String written) {
        if (!written.startsWith(PREFIX)) {
            return written;
        }
        try {
            byte[] id = Base64.getUrlDecoder().decode(written.substring(PREFIX.length()));
            String read = new String(id, StandardCharsets.UTF_8);
            return write(read).equals(written) ? read : written;
        } catch (IllegalArgumentException _) {
            return written;
        }
    }
}
