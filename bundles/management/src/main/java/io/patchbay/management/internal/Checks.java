package io.patchbay.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;

/**
 * What the health checks with one tag say.
 *
 * @param results one for each check
 */
record Checks(List<HealthCheckExecutionResult> results) {
    /** Asks the checks with a tag. */
    static Checks of(HealthCheckExecutor executor, String tag) {
        return new Checks(executor.execute(HealthCheckSelector.tags(tag)));
    }

    /** The status of all; where there is no check, nobody says that all is well. */
    Result.Status status() {
        return results.stream()
                .map(check -> check.getHealthCheckResult().getStatus())
                .max(Enum::compareTo)
                .orElse(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    /** Whether all is well enough. */
    boolean works() {
        return status() == Result.Status.OK || status() == Result.Status.WARN;
    }

    /** Writes the array {@code checks}. */
    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("checks");
        for (HealthCheckExecutionResult check : results) {
            json.writeStartObject();
            json.writeStringField("name", check.getHealthCheckMetadata().getTitle());
            json.writeStringField("status", check.getHealthCheckResult().getStatus().name());
            json.writeStringField("message", message(check.getHealthCheckResult()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What a check says in its own words; of an exception that it threw, nothing, because anybody may read this. */
    private static String message(Result result) {
        if (result.getStatus() == Result.Status.HEALTH_CHECK_ERROR) {
            return "The check failed to run.";
        }
        StringBuilder message = new StringBuilder();
        for (ResultLog.Entry entry : result) {
            if (!entry.isDebug()) {
                message.append(message.isEmpty() ? "" : "; ").append(entry.getMessage());
            }
        }
        return message.toString();
    }
}
