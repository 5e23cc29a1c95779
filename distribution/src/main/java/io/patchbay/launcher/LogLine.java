package io.patchbay.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line of a log; lines of a message after the first are indented, so that none of them looks like an entry. */
final class LogLine extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final boolean complete;

    /** Lines with stack traces, or, if not complete, with the exception's message alone. */
    LogLine(boolean complete) {
        this.complete = complete;
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder(128);
        TIME.formatTo(entry.getInstant().atZone(ZoneId.systemDefault()), line);
        line.append(' ').append(level(entry.getLevel())).append(' ').append(entry.getLoggerName()).append(": ");
        line.append(String.valueOf(entry.getMessage()).replace("\n", "\n    "));
        if (entry.getThrown() != null) {
            line.append(complete ? "\n    " + stackTrace(entry.getThrown()) : ": " + entry.getThrown());
        }
        return line.append('\n').toString();
    }

    private static String level(Level level) {
        return switch (level.getName()) {
            case "SEVERE" -> "ERROR";
            case "WARNING" -> "WARN ";
            case "INFO" -> "INFO ";
            default -> "DEBUG";
        };
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().strip().replace("\n", "\n    ");
    }
}
