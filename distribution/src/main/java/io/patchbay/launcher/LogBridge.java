package io.patchbay.launcher;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what bundles such as SCR tell OSGi's Log Service. */
final class LogBridge {
    private LogBridge() {}

    /** Waits for the Log Service and listens to it. */
    static void open(BundleContext context) throws InvalidSyntaxException {
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED
                    && context.getService(event.getServiceReference()) instanceof LogReaderService reader) {
                reader.addLogListener(LogBridge::log);
            }
        }, "(objectClass=" + LogReaderService.class.getName() + ")");
    }

    private static void log(LogEntry entry) {
        // Platform logs the framework's events.
        if (entry.getLoggerName().startsWith("Events.")) {
            return;
        }
        Logger logger = LoggerFactory.getLogger(entry.getBundle().getSymbolicName());
        switch (entry.getLogLevel()) {
            case AUDIT, INFO -> logger.info(entry.getMessage(), entry.getException());
            case ERROR -> logger.error(entry.getMessage(), entry.getException());
            case WARN -> logger.warn(entry.getMessage(), entry.getException());
            case DEBUG, TRACE -> logger.debug(entry.getMessage(), entry.getException());
        }
    }
}
