package io.patchbay.config.internal;

import io.patchbay.config.internal.Document.Format;
import io.patchbay.config.internal.Document.Span;

/**
 * A text line by line, and what of it is a comment.
 *
 * @param format decides what a comment is
 * @param text all of it
 */
record Lines(Format format, String text) {
    /** The first character of the line. */
    int start(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /** The line's end, without the characters that end it. */
    int end(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** The first character of the next line; the end of the text where there is none. */
    int next(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    boolean isBlank(int start, int end) {
        return text.substring(start, end).isBlank();
    }

    /** Whether the line is a comment and nothing else. */
    boolean isComment(int lineStart) {
        String line = text.substring(lineStart, end(lineStart)).strip();
        return format == Format.YAML
                ? line.startsWith("#")
                : line.startsWith("//") || (line.startsWith("/*") && line.endsWith("*/"));
    }

    /** Whether nothing but a comment stands there, or nothing at all. */
    boolean isBlankOrComment(int from, int lineEnd) {
        String rest = text.substring(from, lineEnd).strip();
        return rest.isEmpty() || rest.startsWith(format == Format.YAML ? "#" : "//")
                || (format == Format.JSON && rest.startsWith("/*") && rest.indexOf("*/") == rest.length() - 2);
    }

    /** Whether the character is the first of its line that shows. */
    boolean isFirst(int at) {
        return isBlank(start(at), at);
    }

    /** How far the line is indented. */
    String indent(int at) {
        int start = start(at);
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    /**
     * The line of something and the comments directly above it, which belong to it, but no comment that begins the text.
     *
     * @param floor what stands before this belongs to something else
     */
    int startWithComments(int at, int floor) {
        int start = start(at);
        while (start > 0) {
            int above = start(start - 1);
            if (above < floor || !isComment(above)) {
                return start;
            }
            start = above;
        }
        return start(at);
    }

    /** The place of the character, outside of comments; -1 where it is not there. */
    int find(char wanted, int from, int to) {
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (c == wanted) {
                return at;
            } else if ((format == Format.YAML && c == '#') || (format == Format.JSON && text.startsWith("//", at))) {
                at = next(at);
            } else if (format == Format.JSON && text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) + 2;
            } else {
                at++;
            }
        }
        return -1;
    }

    /** Whether there is a comment between things. */
    boolean hasComment(Span span) {
        String between = text.substring(span.start(), span.end());
        return format == Format.YAML ? between.contains("#") : between.contains("//") || between.contains("/*");
    }
}
