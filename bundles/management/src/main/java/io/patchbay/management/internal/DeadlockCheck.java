package io.patchbay.management.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;

/** Not alive is a process whose threads block each other for ever; only a restart helps then. */
@Component(property = {HealthCheck.NAME + "=deadlock", HealthCheck.TAGS + "=live"})
public final class DeadlockCheck implements HealthCheck {
    @Override
    public Result execute() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] deadlocked = threads.findDeadlockedThreads();
        return deadlocked == null
                ? new Result(Result.Status.OK, "No threads block each other.")
                : new Result(Result.Status.CRITICAL,
                        "These threads block each other for ever: " + names(threads, deadlocked));
    }

    private static String names(ThreadMXBean threads, long[] ids) {
        return Arrays.stream(threads.getThreadInfo(ids))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .collect(Collectors.joining(", "));
    }
}
