package io.patchbay.config.internal;

/**
 * One thing that is wrong with a document, or that an operator should look at.
 *
 * @param place where it stands
 * @param pid what it is about; empty where that is the whole document
 * @param key the setting; empty where it is the whole section
 * @param message what was expected
 * @param nearest the known name that a mistyped one was probably meant to be; empty where there is none
 */
record Problem(Place place, String pid, String key, String message, String nearest) {
    private static final int MAX_NAME = 100;

    /** A problem of the whole document. */
    static Problem of(Place place, String message) {
        return new Problem(place, "", "", message, "");
    }

    /** A problem without a better name. */
    static Problem of(Place place, String pid, String key, String message) {
        return new Problem(place, pid, shown(key), message, "");
    }

    /** What was expected, with the better name. */
    String text() {
        return nearest.isEmpty() ? message : message + "; did you mean " + nearest + "?";
    }

    /** One line. */
    @Override
    public String toString() {
        return place + ": " + (pid.isEmpty() ? "" : pid + ": ") + (key.isEmpty() ? "" : key + ": ") + text();
    }

    /** Where the colon is missing, a key goes on with what was meant to be its value, which may be a secret. */
    static String shown(String name) {
        String word = name.strip().split("\\s", 2)[0];
        return word.length() <= MAX_NAME ? word : word.substring(0, MAX_NAME);
    }
}
