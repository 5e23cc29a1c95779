package io.patchbay.config.internal;

/**
 * Where something stands in a text.
 *
 * @param file the file's name, as messages say it
 * @param line from 1; 0 where it is unknown
 * @param column from 1; 0 where it is unknown
 */
record Place(String file, int line, int column) {
    /** As compilers write it. */
    @Override
    public String toString() {
        return line <= 0 ? file : file + ":" + line + (column <= 0 ? "" : ":" + column);
    }
}
