package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The API on the real Config Admin: what it answers, what stands in the document then, and what is configured. */
class ApiTest {
    private static final String DOCUMENT = """
            # ours
            io.patchbay.ingress: { port: 1 }   # the port

            io.patchbay.provider.openai~main: {}
            io.patchbay.key~a:
              provider: main
              .value: sk-planted   # by hand
            """;

    @TempDir
    Path home;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private Path file;
    private Platform platform;
    private Configurator configurator;

    @BeforeEach
    void start() throws Exception {
        file = Files.createDirectories(home.resolve("conf")).resolve("patchbay.yaml");
        Files.writeString(file, DOCUMENT);
        start(Map.of("patchbay.config", file.toString()), Map.of());
    }

    private void start(Map<String, String> properties, Map<String, String> variables) throws Exception {
        Map<String, String> all = new HashMap<>(properties);
        all.put("patchbay.home", home.toString());
        all.put("org.apache.felix.configadmin.plugin.interpolation.secretsdir", home.resolve("secrets").toString());
        platform = new Platform(home, all);
        configurator =
                new Configurator(platform.context(), platform.configurationAdmin(), platform.metatype(), variables);
        ServletContextHandler handler = new ServletContextHandler();
        BundleContext context = platform.context();
        for (ServiceReference<Servlet> reference : context.getServiceReferences(Servlet.class, null)) {
            ServletHolder holder = new ServletHolder(context.getService(reference));
            for (String pattern : (String[]) reference.getProperty("osgi.http.whiteboard.servlet.pattern")) {
                handler.addServlet(holder, pattern);
            }
        }
        server.setHandler(handler);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
        configurator.stop();
        platform.stop();
    }

    @Test
    void theDocumentIsShownWithoutItsSecrets() throws Exception {
        HttpResponse<String> answer = send("GET", "/api/config", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"port\" : 1", "\".value\" : \"***\"").doesNotContain("sk-planted");
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("etag")).contains(DocumentStore.etag(DOCUMENT));
        assertThat(send("GET", "/api/config/export?format=yaml", null).body())
                .isEqualTo(DOCUMENT.replace("sk-planted", "\"***\""));
        assertThat(send("GET", "/api/config/export?format=toml", null).statusCode()).isEqualTo(400);
    }

    @Test
    void aPartIsLiveAndInTheDocument() throws Exception {
        HttpResponse<String> answer = send("PATCH", "/api/config",
                "{\"io.patchbay.ingress\": {\"port\": 2}, \"io.patchbay.key~b\": {\"provider\": \"main\"},"
                        + " \"io.patchbay.provider.openai~main\": {\"baseUrl\": \"http://x\"}}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"changed\" : [ \"io.patchbay.ingress\", \"io.patchbay.key~b\","
                + " \"io.patchbay.provider.openai~main\" ]");
        assertThat(property("io.patchbay.ingress", "port")).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT.replace("port: 1", "port: 2")
                .replace("main: {}", "main: { baseUrl: \"http://x\" }") + "io.patchbay.key~b:\n  provider: main\n");

        assertThat(send("PATCH", "/api/config", "{\"io.patchbay.key~b\": null}").statusCode()).isEqualTo(200);
        assertThat(configuration("io.patchbay.key~b")).isNull();
    }

    @Test
    void theWholeMayBeSentBackAndMasksMeanWhatWasThere() throws Exception {
        String whole = send("GET", "/api/config", null).body();
        HttpResponse<String> answer = send("PUT", "/api/config", whole.replace("\"port\" : 1", "\"port\" : 3"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT.replace("port: 1", "port: 3"));

        String yaml = send("GET", "/api/config/export?format=yaml", null).body();
        answer = send("PUT", "/api/config", yaml.replace("# ours", "# theirs"), "content-type", "application/yaml");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Files.readString(file)).startsWith("# theirs").contains(".value: \"sk-planted\"   # by hand");

        answer = send("PATCH", "/api/config",
                "{\"io.patchbay.key~new\": {\"provider\": \"main\", \".value\": \"***\"}}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"pid\" : \"io.patchbay.key~new\"", "\"key\" : \".value\"");
    }

    @Test
    void whatIsWrongIsRefusedWithItsPlaceAndChangesNothing() throws Exception {
        HttpResponse<String> answer = send("PATCH", "/api/config",
                "{\n  \"io.patchbay.ingress\": { \"prot\": 2 }\n}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"line\" : 2", "\"column\" : 28", "\"pid\" : \"io.patchbay.ingress\"",
                "\"key\" : \"prot\"", "unknown key; did you mean port?", "\"nearest\" : \"port\"");
        assertThat(send("PATCH", "/api/config", "{ \"a\": ").statusCode()).isEqualTo(422);
        assertThat(send("PUT", "/api/config", "").statusCode()).isEqualTo(422);
        assertThat(send("PUT", "/api/config", " ".repeat(DocumentReader.MAX_BYTES + 1)).statusCode()).isEqualTo(413);
        assertThat(send("DELETE", "/api/config", null).headers().firstValue("allow")).contains("GET, PUT, PATCH");
        assertThat(send("GET", "/api/config/nothing", null).statusCode()).isEqualTo(404);
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT);
        assertThat(property("io.patchbay.ingress", "port")).isEqualTo(1);

        String valid = send("POST", "/api/config/validate", "{\"io.patchbay.key~a\": {\"provider\": \"man\"}}").body();
        assertThat(valid).contains("\"valid\" : true", "no provider is named man");
        assertThat(send("POST", "/api/config/validate", "{\"io.patchbay.kye~a\": {}}").body())
                .contains("\"valid\" : false", "\"nearest\" : \"io.patchbay.key\"");
    }

    @Test
    void anEditOfAnOldStateIsRefused() throws Exception {
        String etag = send("GET", "/api/config", null).headers().firstValue("etag").orElseThrow();
        Files.writeString(file, DOCUMENT.replace("port: 1", "port: 5"));

        HttpResponse<String> stale = send("PATCH", "/api/config", "{\"io.patchbay.key~b\": {\"provider\": \"main\"}}",
                "if-match", etag);
        assertThat(stale.statusCode()).as("what was saved before the watch has seen it is not overwritten")
                .isEqualTo(412);
        assertThat(property("io.patchbay.ingress", "port")).isEqualTo(5);
        assertThat(send("PATCH", "/api/config", "{\"io.patchbay.key~b\": {\"provider\": \"main\"}}", "if-match",
                "W/\"x\", " + DocumentStore.etag(Files.readString(file))).statusCode()).isEqualTo(200);
        assertThat(Files.readString(file)).contains("port: 5", "io.patchbay.key~b");
    }

    @Test
    void aDocumentWithErrorsOfItsOwnComesFirst() throws Exception {
        Files.writeString(file, DOCUMENT.replace("port", "prot"));
        HttpResponse<String> answer = send("PATCH", "/api/config", "{\"io.patchbay.key~b\": {\"provider\": \"main\"}}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"file\" : \"patchbay.yaml\"", "\"line\" : 2", "\"column\" : 24");
        assertThat(Files.readString(file)).contains("prot").doesNotContain("key~b");
    }

    @Test
    void aReadOnlyDocumentIsNotReplacedAndALinkIsFollowed() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        HttpResponse<String> answer = send("PATCH", "/api/config", "{\"io.patchbay.ingress\": {\"port\": 2}}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("is read-only");
        assertThat(property("io.patchbay.ingress", "port")).isEqualTo(1);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path real = home.resolve("real.yaml");
        Files.move(file, real);
        Files.createSymbolicLink(file, real);
        assertThat(send("PATCH", "/api/config", "{\"io.patchbay.ingress\": {\"port\": 2}}").statusCode())
                .isEqualTo(200);
        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(real)).contains("port: 2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real, LinkOption.NOFOLLOW_LINKS)))
                .isEqualTo("rw-r-----");
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left.map(Path::toString).filter(name -> name.endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void statesAreKeptComparedAndRestored() throws Exception {
        send("PATCH", "/api/config", "{\"io.patchbay.ingress\": {\"port\": 2}}", "x-patchbay-origin", "cli");
        send("PATCH", "/api/config", "{\"io.patchbay.ingress\": null}");

        assertThat(send("GET", "/api/config/history", null).body().replaceAll("\\s+", " "))
                .matches("\\[ \\{ \"n\" : 3, \"time\" : \"20.*\"origin\" : \"api\".*\"n\" : 2,.*\"origin\" : \"cli\".*"
                        + "\"changed\" : \\[ \"io.patchbay.ingress\" \\].*\"n\" : 1,.*\"origin\" : \"file\".*");
        assertThat(send("GET", "/api/config/history/1", null).body()).contains("\"port\" : 1", "\"***\"");
        assertThat(send("GET", "/api/config/history/2?diff", null).body()).isEqualTo("""
                --- state 2
                +++ present
                @@ -1,5 +1,4 @@
                 # ours
                -io.patchbay.ingress: { port: 2 }   # the port
                \s
                 io.patchbay.provider.openai~main: {}
                 io.patchbay.key~a:
                """);
        assertThat(send("GET", "/api/config/history/9", null).statusCode()).isEqualTo(404);

        HttpResponse<String> restored = send("POST", "/api/config/restore/1", "");
        assertThat(restored.statusCode()).as(restored.body()).isEqualTo(200);
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT.replace("sk-planted", "\"sk-planted\""));
        assertThat(property("io.patchbay.ingress", "port")).isEqualTo(1);
        try (Stream<Path> kept = Files.list(home.resolve("data/history"))) {
            for (Path state : kept.toList()) {
                assertThat(Files.readString(state)).doesNotContain("sk-planted");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state))).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aPlainSecretMovesIntoTheStore() throws Exception {
        HttpResponse<String> answer = send("PATCH", "/api/config",
                "{\"io.patchbay.key~b\": {\"provider\": \"main\", \".value\": \" sk-typed \"}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("sk-typed");
        assertThat(Files.readString(file)).contains("\"$[secret:key.b.value]\"").doesNotContain("sk-typed");
        Path secret = home.resolve("secrets/key.b.value");
        assertThat(secret).hasContent("sk-typed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
        assertThat(send("GET", "/api/secrets", null).body()).isEqualToIgnoringWhitespace("[\"key.b.value\"]");

        long count = configuration("io.patchbay.key~b").getChangeCount();
        String text = Files.readString(file);
        answer = send("PATCH", "/api/config",
                "{\"io.patchbay.key~b\": {\"provider\": \"main\", \".value\": \"sk-2\"}}");
        assertThat(answer.body()).contains("\"changed\" : [ \"io.patchbay.key~b\" ]");
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(secret).hasContent("sk-2");
        assertThat(configuration("io.patchbay.key~b").getChangeCount()).isGreaterThan(count);

        assertThat(send("PATCH", "/api/config",
                "{\"io.patchbay.key~b\": {\"provider\": \"main\", \".value\": \"sk-3\", \"x\": 1}}").statusCode())
                .isEqualTo(422);
        assertThat(secret).hasContent("sk-2");
    }

    @Test
    void secretsAreWrittenAndNeverRead() throws Exception {
        HttpResponse<String> answer = send("PUT", "/api/secrets/mine", "s3cret\n");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(home.resolve("secrets/mine")).hasContent("s3cret");
        assertThat(send("PUT", "/api/secrets/admin-token", "x").statusCode()).isEqualTo(400);
        assertThat(send("PUT", "/api/secrets/..%2Fconf", "x").statusCode()).isIn(400, 404);
        assertThat(send("PUT", "/api/secrets/empty", " ").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/secrets/mine", null).statusCode()).isEqualTo(405);

        send("PATCH", "/api/config",
                "{\"io.patchbay.key~b\": {\"provider\": \"main\", \".value\": \"$[secret:mine]\"}}");
        assertThat(send("DELETE", "/api/secrets/mine", null).body()).contains("is in use by io.patchbay.key~b");
        long count = configuration("io.patchbay.key~b").getChangeCount();
        long other = configuration("io.patchbay.key~a").getChangeCount();
        Files.writeString(home.resolve("secrets/mine"), "another");
        await().until(() -> configuration("io.patchbay.key~b").getChangeCount() > count);
        assertThat(configuration("io.patchbay.key~a").getChangeCount()).isEqualTo(other);

        send("PATCH", "/api/config", "{\"io.patchbay.key~b\": null}");
        assertThat(send("DELETE", "/api/secrets/mine", null).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/api/secrets/mine", null).statusCode()).isEqualTo(404);
    }

    @Test
    void theSchemaSaysWhatMetatypeSays() throws Exception {
        String schema = send("GET", "/api/config/schema", null).body();
        assertThat(schema).contains("https://json-schema.org/draft/2020-12/schema",
                "\"^io\\\\.patchbay\\\\.key~[A-Za-z0-9][A-Za-z0-9._-]*$\"", "\"writeOnly\" : true",
                "\"enum\" : [ \"short\", \"long\" ]", "\"minimum\" : 0", "\"maximum\" : 65535", "\"default\" : 8080",
                "\"required\" : [ \"provider\" ]");
    }

    @Test
    void theWebConsoleEditsTheDocument() throws Exception {
        ConfigurationAdmin console = console();
        Configuration key = console.listConfigurations("(service.pid=io.patchbay.key~a)")[0];
        assertThat(key.getFactoryPid()).isEqualTo("io.patchbay.key");
        assertThat(key.getProperties().get(".value")).isEqualTo("***");
        var properties = key.getProperties();
        properties.put("weight", 2.5);
        properties.put("models", new String[]{"*"});
        key.update(properties);
        assertThat(Files.readString(file)).isEqualTo(DOCUMENT + "  weight: 2.5\n");
        assertThat(property("io.patchbay.key~a", ".value")).isEqualTo("sk-planted");

        Configuration added = console.createFactoryConfiguration("io.patchbay.key", null);
        added.update(FrameworkUtil.asDictionary(Map.of("provider", "main", "weight", 1.0, ".value", "sk-form")));
        assertThat(added.getPid()).isEqualTo("io.patchbay.key~main");
        assertThat(Files.readString(file)).endsWith("""
                io.patchbay.key~main:
                  provider: main
                  .value: "$[secret:key.main.value]"
                """);
        assertThatThrownBy(() -> added.update(FrameworkUtil.asDictionary(Map.of("x", 1))))
                .isInstanceOf(IOException.class).hasMessageContaining("io.patchbay.key~main: provider: is required");
        added.delete();
        assertThat(Files.readString(file)).doesNotContain("key~main");
        assertThat(console.listConfigurations("(service.pid=" + Dispatch.PID + ")")).isNull();
        assertThat(send("GET", "/api/config/history", null).body()).contains("\"origin\" : \"console\"");
    }

    @Test
    void onlyTheWebConsoleSeesItsConfigAdmin() throws Exception {
        BundleContext console = platform.install("org.apache.felix.webconsole.plugins.any", "",
                InputStream.nullInputStream()).getBundleContext();
        BundleContext other = platform.install("other", "", InputStream.nullInputStream()).getBundleContext();

        assertThat(console.getServiceReferences(ConfigurationAdmin.class, null)).singleElement()
                .satisfies(seen -> assertThat(seen.getProperty("patchbay.console")).isNotNull());
        assertThat(other.getServiceReferences(ConfigurationAdmin.class, null)).singleElement()
                .satisfies(seen -> assertThat(seen.getProperty("patchbay.console")).isNull());
    }

    @Test
    void theFirstEditMakesADocumentOfWhatTheEnvironmentSays() throws Exception {
        stop();
        Files.delete(file);
        Path other = Files.createDirectories(home.resolve("other"));
        platform = new Platform(other, Map.of("patchbay.home", home.toString()));
        platform.install("path", "io.patchbay.provider;type=openai;keyVariable=PATH",
                InputStream.nullInputStream());
        configurator = new Configurator(platform.context(), platform.configurationAdmin(), platform.metatype());
        console().getConfiguration("io.patchbay.ingress", null)
                .update(FrameworkUtil.asDictionary(Map.of("port", 7)));

        assertThat(Files.readString(file)).isEqualTo("""
                io.patchbay.key~openai:
                  provider: openai
                  .value: "$[env:PATH]"
                io.patchbay.provider.openai~openai: {}
                io.patchbay.ingress:
                  port: 7
                """);
        Files.writeString(file, "io.patchbay.ingress: { port: 8 }\n");
        await().untilAsserted(() -> {
            assertThat(property("io.patchbay.ingress", "port")).isEqualTo(8);
            assertThat(configuration("io.patchbay.key~openai")).isNull();
        });
    }

    @Test
    void whileAChangeIsAppliedAMarkerSaysSo() throws Exception {
        List<String> seen = new ArrayList<>();
        BundleContext context = platform.context();
        context.addServiceListener(event -> seen.add(event.getType() + " " + property("io.patchbay.ingress", "port")),
                "(patchbay.config=applying)");
        send("PATCH", "/api/config", "{\"io.patchbay.ingress\": {\"port\": 2}}");
        assertThat(seen).containsExactly("1 1", "4 2");
        send("PATCH", "/api/config", "{\"io.patchbay.ingress\": {\"port\": 2}}");
        assertThat(seen).as("nothing has changed").hasSize(2);
    }

    private ConfigurationAdmin console() throws Exception {
        BundleContext context = platform.context();
        return context.getService(
                context.getServiceReferences(ConfigurationAdmin.class, "(patchbay.console=*)").iterator().next());
    }

    private Configuration configuration(String pid) {
        try {
            Configuration[] found = platform.configurationAdmin().listConfigurations("(service.pid=" + pid + ")");
            return found == null ? null : found[0];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Object property(String pid, String key) {
        return configuration(pid).getProperties().get(key);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.getURI().resolve("/") + path.substring(1)))
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
