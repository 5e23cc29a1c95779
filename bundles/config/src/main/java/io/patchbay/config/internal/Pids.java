package io.patchbay.config.internal;

import java.util.List;

/** The PIDs that this bundle knows by name; all others it knows from Metatype. */
final class Pids {
    /** What every PID of the product begins with. */
    static final String PATCHBAY = "io.patchbay.";
    /** A provider's factory PID without its type. */
    static final String PROVIDER = "io.patchbay.provider.";
    /** A plug-in's PID without its name. */
    static final String PLUGIN = "io.patchbay.plugin.";
    /** The PID of the pipeline. */
    static final String CORE = "io.patchbay.core";
    /** The factory PID of keys. */
    static final String KEY = "io.patchbay.key";
    /** The factory PID of routes. */
    static final String ROUTE = "io.patchbay.route";
    /** The settings of routes that name targets. */
    static final List<String> TARGETS =
            List.of("targets", "fallbacks", "contextFallbacks", "contentFallbacks", "rateLimitFallbacks", "shadow");

    private Pids() {}

    /** The PID, or the factory PID, without the name. */
    static String type(String pid) {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? pid : pid.substring(0, tilde);
    }
}
