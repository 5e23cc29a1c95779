package io.patchbay.launcher;

/** Ends the program with one line of explanation and a status as in BSD's sysexits. */
final class Exit extends RuntimeException {
    /** Up, but not ready. */
    static final int NOT_READY = 1;
    /** Not running. */
    static final int NOT_RUNNING = 3;
    /** An unknown command or option. */
    static final int USAGE = 64;
    /** Something cannot be had: a port is in use, a bundle is missing. */
    static final int UNAVAILABLE = 69;
    /** The launcher is broken. */
    static final int SOFTWARE = 70;
    /** The home cannot be written. */
    static final int CANNOT_CREATE = 73;
    /** Trying again later may help: the home is in use, start or stop took too long. */
    static final int TRY_LATER = 75;
    /** The configuration document is wrong. */
    static final int CONFIGURATION = 78;

    private final int status;

    Exit(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
