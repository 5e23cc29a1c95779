package io.patchbay.api.model;

/** Who speaks in a message. The set grows: a {@code switch} over it carries a {@code default}. */
public enum Role {
    /** The application that sets the rules. */
    SYSTEM,
    /** The developer, where a dialect tells it from the system. */
    DEVELOPER,
    /** The person, or the program that stands for one. */
    USER,
    /** The model. */
    ASSISTANT,
    /** A tool that answers a call. */
    TOOL,
    /** Somebody whom only one dialect knows; the message's extras say who. */
    OTHER
}
