package io.patchbay.core.internal;

/** Which of two versions of one thing serves while both are there. */
enum Version {
    OLDER, NEWER
}
