package io.patchbay.console.internal;

/** How the Web Console is spoken to, where it has no constant for it that can be seen from outside. */
final class WebConsole {
    /** Selects its servlet context, on the management plane at {@code /system/console}. */
    static final String CONTEXT = "(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)";

    /** The page of configurations. */
    static final String CONFIGURATIONS = "/configMgr";

    private WebConsole() {}
}
