package io.patchbay.launcher;

/** Ends the program with one line of explanation and a status as in BSD's sysexits. */
public class Exit extends RuntimeException {
    /** Up, but not ready. */
    public static final int NOT_READY = 1;
    /** The gateway refused what was asked for. */
    public static final int REFUSED = 1;
    /** Not running. */
    public static final int NOT_RUNNING = 3;
    /** An unknown command or option. */
    public static final int USAGE = 64;
    /** There is nothing to read where the command line says. */
    public static final int NO_INPUT = 66;
    /** Something cannot be had: a port is in use, a bundle is missing. */
    public static final int UNAVAILABLE = 69;
    /** The launcher is broken. */
    public static final int SOFTWARE = 70;
    /** The home cannot be written. */
    public static final int CANNOT_CREATE = 73;
    /** Trying again later may help: the home is in use, start or stop took too long. */
    public static final int TRY_LATER = 75;
    /** A file that may not be read, or a token that is not taken. */
    public static final int NO_PERMISSION = 77;
    /** The configuration document is wrong. */
    public static final int CONFIGURATION = 78;

    private final int status;

    /** Ends with that status and reason. */
    public Exit(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    /** The exit status. */
    public int status() {
        return status;
    }
}
