package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.management.internal.HttpPlane.Answer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

class HealthServletTest {
    private final List<HealthCheckExecutionResult> ready = new ArrayList<>();
    private final List<HealthCheckExecutionResult> live = new ArrayList<>();
    private final HttpPlane plane = new HttpPlane();

    @BeforeEach
    void start() throws Exception {
        plane.servlet(new HealthServlet(new Checks()), HealthServlet.LIVE, HealthServlet.READY).start();
    }

    @AfterEach
    void stop() throws Exception {
        plane.stop();
    }

    @Test
    void saysWhatTheChecksOfItsTagSay() throws Exception {
        ready.add(check("ingress", new Result(Status.OK, "Listens on \"8080\".")));
        live.add(check("deadlock", new Result(Status.CRITICAL, "Stuck.")));
        Answer answer = plane.get("/health/ready");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).containsExactly("application/json");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.body()).isEqualTo("""
                {"status":"OK","checks":[{"name":"ingress","status":"OK","message":"Listens on \\"8080\\"."}]}""");
        assertThat(plane.get("/health/live").status()).isEqualTo(503);
    }

    @Test
    void theWorstCheckDecides() throws Exception {
        ready.add(check("a", new Result(Status.OK, "Fine.")));
        ready.add(check("b", new Result(Status.TEMPORARILY_UNAVAILABLE, "Draining.")));
        ready.add(check("c", new Result(Status.WARN, "Slow.")));
        Answer answer = plane.get("/health/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"status\":\"TEMPORARILY_UNAVAILABLE\"");
    }

    @Test
    void aWarningIsStillUp() throws Exception {
        ready.add(check("a", new Result(Status.WARN, "Slow.")));
        assertThat(plane.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void withoutAnyCheckNobodySaysThatAllIsWell() throws Exception {
        Answer answer = plane.get("/health/ready");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"TEMPORARILY_UNAVAILABLE\",\"checks\":[]}");
    }

    @Test
    void tellsAllThatACheckSaysButNeitherDetailsNorExceptions() throws Exception {
        ResultLog log = new ResultLog();
        log.add(new ResultLog.Entry(Status.OK, "One."));
        log.add(new ResultLog.Entry("hidden detail", true));
        log.add(new ResultLog.Entry(Status.WARN, "Two.", new IllegalStateException("hidden cause")));
        ready.add(check("a", new Result(log)));
        ready.add(check("b", new Result(Status.HEALTH_CHECK_ERROR, "hidden failure", new IllegalStateException())));
        assertThat(plane.get("/health/ready").body()).contains("\"One.; Two.\"", "\"The check failed to run.\"")
                .doesNotContain("hidden");
    }

    private static HealthCheckExecutionResult check(String name, Result result) {
        Map<String, Object> properties = Map.of(HealthCheck.NAME, name, Constants.SERVICE_ID, 1L);
        ServiceReference<?> reference = (ServiceReference<?>) Proxy.newProxyInstance(
                HealthServletTest.class.getClassLoader(), new Class<?>[]{ServiceReference.class},
                (_, _, arguments) -> properties.get(arguments[0]));
        return new Execution(new HealthCheckMetadata(reference), result);
    }

    private record Execution(HealthCheckMetadata metadata, Result result) implements HealthCheckExecutionResult {
        @Override
        public Result getHealthCheckResult() {
            return result;
        }

        @Override
        public HealthCheckMetadata getHealthCheckMetadata() {
            return metadata;
        }

        @Override
        public long getElapsedTimeInMs() {
            return 0;
        }

        @Override
        public Date getFinishedAt() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasTimedOut() {
            return false;
        }
    }

    /** Knows two tags. */
    private final class Checks implements HealthCheckExecutor {
        @Override
        public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
            assertThat(selector.tags()).hasSize(1);
            return switch (selector.tags()[0]) {
                case "ready" -> ready;
                case "live" -> live;
                default -> throw new AssertionError(selector);
            };
        }

        @Override
        public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector,
                HealthCheckExecutionOptions options) {
            return execute(selector);
        }
    }
}
