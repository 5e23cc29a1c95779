package io.patchbay.console.internal;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * The last lines of the gateway's log, for the Web Console's log page, which asks a Log Reader Service. What bundles log
 * by SLF4J does not reach OSGi's own; what they tell OSGi's own reaches this one.
 */
@Component(immediate = true)
@ServiceRanking(100)
public final class GatewayLog implements LogReaderService {
    private static final int MAX_LINES = 500;

    private final Logger root = Logger.getLogger("");
    private final Handler handler = new Lines();
    private final Deque<LogEntry> lines = new ArrayDeque<>(MAX_LINES);
    private final BundleContext context;

    /** Begins to listen. */
    @Activate
    public GatewayLog(BundleContext context) {
        this.context = context;
        root.addHandler(handler);
    }

    @Deactivate
    void stop() {
        root.removeHandler(handler);
    }

    @Override
    public Enumeration<LogEntry> getLog() {
        synchronized (lines) {
            return Collections.enumeration(List.copyOf(lines));
        }
    }

    /** Does nothing: there are other ways to follow the gateway's log. */
    @Override
    public void addLogListener(LogListener listener) {}

    @Override
    public void removeLogListener(LogListener listener) {}

    /** Keeps what is logged as text: an exception would keep the classes of a bundle that is gone. */
    private final class Lines extends Handler {
        @Override
        public void publish(LogRecord entry) {
            LogEntry line = LogLine.of(entry, context);
            synchronized (lines) {
                if (lines.size() == MAX_LINES) {
                    lines.removeLast();
                }
                lines.addFirst(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
