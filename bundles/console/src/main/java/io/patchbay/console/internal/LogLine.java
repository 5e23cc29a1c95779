package io.patchbay.console.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;

/**
 * One line of the gateway's log.
 *
 * @param bundle whose it is, by the logger's name; null where that is nobody's
 */
record LogLine(long time, LogLevel level, String logger, String text, long number, @Nullable Bundle bundle)
        implements LogEntry {
    static LogLine of(LogRecord entry, BundleContext context) {
        String logger = String.valueOf(entry.getLoggerName());
        String exception = entry.getThrown() == null ? "" : ": " + entry.getThrown();
        return new LogLine(entry.getMillis(), level(entry.getLevel()), logger,
                logger + ": " + entry.getMessage() + exception, entry.getSequenceNumber(), bundle(logger, context));
    }

    private static LogLevel level(Level level) {
        int value = level.intValue();
        return value >= Level.SEVERE.intValue()
                ? LogLevel.ERROR
                : value >= Level.WARNING.intValue()
                        ? LogLevel.WARN
                        : value >= Level.INFO.intValue() ? LogLevel.INFO : LogLevel.DEBUG;
    }

    private static @Nullable Bundle bundle(String logger, BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName() != null
                        && (logger + ".").startsWith(bundle.getSymbolicName() + "."))
                .max(Comparator.comparingInt(bundle -> bundle.getSymbolicName().length()))
                .orElse(null);
    }

    @Override
    public @Nullable Bundle getBundle() {
        return bundle;
    }

    @Override
    public @Nullable ServiceReference<?> getServiceReference() {
        return null;
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getLevel() {
        return switch (level) {
            case ERROR -> LogService.LOG_ERROR;
            case WARN -> LogService.LOG_WARNING;
            case AUDIT, INFO -> LogService.LOG_INFO;
            case DEBUG, TRACE -> LogService.LOG_DEBUG;
        };
    }

    @Override
    public String getMessage() {
        return text;
    }

    @Override
    public @Nullable Throwable getException() {
        return null;
    }

    @Override
    public long getTime() {
        return time;
    }

    @Override
    public LogLevel getLogLevel() {
        return level;
    }

    @Override
    public String getLoggerName() {
        return logger;
    }

    @Override
    public long getSequence() {
        return number;
    }

    @Override
    public String getThreadInfo() {
        return "";
    }

    @Override
    public @Nullable StackTraceElement getLocation() {
        return null;
    }
}
