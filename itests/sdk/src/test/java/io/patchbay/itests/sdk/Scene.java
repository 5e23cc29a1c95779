package io.patchbay.itests.sdk;

/** What a recorded exchange is about. */
enum Scene {
    TEXT, CALLS, FORM, REASONING, REFUSAL
}
