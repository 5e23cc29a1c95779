package io.patchbay.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServletTest {
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new MetricsServlet(new Telemetry("1.2.3", 10)), "/metrics");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
    }

    @Test
    void speaksPrometheusTextWhereNothingElseIsAskedFor() throws Exception {
        HttpResponse<String> response = get("*/*");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).startsWith("text/plain; version=0.0.4");
        assertThat(response.body().lines()).contains("patchbay_info{version=\"1.2.3\"} 1",
                "# TYPE patchbay_requests_in_flight gauge", "patchbay_requests_in_flight 0.0");
    }

    @Test
    void speaksOpenMetricsToAScraperThatAsksForIt() throws Exception {
        HttpResponse<String> response = get("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(contentType(response)).startsWith("application/openmetrics-text");
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void tellsAboutTheProcess() throws Exception {
        assertThat(get("text/plain").body()).contains("process_cpu_seconds_total ", "process_open_fds ",
                "process_start_time_seconds ", "jvm_memory_used_bytes{area=\"heap\"} ", "jvm_threads_current ",
                "jvm_gc_collection_seconds_count{");
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("content-type").orElseThrow();
    }

    private HttpResponse<String> get(String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.getURI() + "metrics"))
                .header("accept", accept)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
