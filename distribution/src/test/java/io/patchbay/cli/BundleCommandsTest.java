package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleCommandsTest {
    private static final String ECHO = """
            {"symbolicName":"com.example.echo","version":"1.2.0","state":"active","services":[\
            {"types":["io.patchbay.api.provider.Provider"],"name":"echo"},{"types":["java.lang.Object"],"name":"own"},\
            {"types":["io.patchbay.api.filter.Filter"],"name":"shout"}],"dependents":[],"reason":null}""";
    private static final String BROKEN = """
            {"symbolicName":"com.example.b","version":"10.0.0","state":"installed","services":[],"dependents":[],\
            "reason":"needs the package x.y\\nwhich no bundle has"}""";

    @RegisterExtension
    final FakeApi api = new FakeApi();
    @TempDir
    Path directory;

    @Test
    void aListIsATable() {
        api.answer("GET /api/bundles", 200, "[" + ECHO + "," + BROKEN + "]");

        Result result = CommandLine.of(api).run("bundles", "list");

        assertThat(result).isEqualTo(new Result(0, """
                NAME              VERSION  STATE      SERVICES     REASON
                com.example.echo  1.2.0    active     echo, shout
                com.example.b     10.0.0   installed               needs the package x.y which no bundle has
                """, ""));
    }

    @Test
    void aListInJsonIsTheApisOwn() {
        String answer = "[" + ECHO + ",\n " + BROKEN + "]";
        api.answer("GET /api/bundles", 200, answer);

        assertThat(CommandLine.of(api).run("bundles", "list", "--json")).isEqualTo(new Result(0, answer + "\n", ""));
        assertThat(CommandLine.of(api).run("bundles", "list", "--names").out())
                .isEqualTo("com.example.echo\ncom.example.b\n");
    }

    @Test
    void installSendsEachJarAsItIs() throws IOException {
        Path jar = jar("a b.jar", "com.example.echo");
        api.answer("POST /api/bundles", 201, ECHO);

        Result result = CommandLine.of(api).run("bundles", "install", jar.toString(), jar.toString());

        assertThat(result).isEqualTo(new Result(0, "com.example.echo 1.2.0 is active\n".repeat(2), ""));
        assertThat(api.changes()).hasSize(2).allSatisfy(request -> {
            assertThat(request.body()).isEqualTo(Files.readAllBytes(jar));
            assertThat(request.header("Content-Type")).isEqualTo("application/java-archive");
        });
    }

    @Test
    void whatIsRefusedIsSaidPerFileAndTheOthersAreInstalled() throws IOException {
        Path bad = jar("bad.jar", "com.example.bad");
        Path good = jar("good.jar", "com.example.echo");
        api.answer("POST /api/bundles", 422, """
                {"error":{"message":"com.example.bad 2.0.0 is refused","problems":[{"message":"io.patchbay.api 7 is missing"},\
                {"message":"take a newer Patchbay"}]}}""");
        api.answer("POST /api/bundles", 200, ECHO);

        Result result =
                CommandLine.of(api).run("bundles", "install", directory + "/none.jar", bad.toString(), good.toString());

        assertThat(result).isEqualTo(new Result(66, "com.example.echo 1.2.0 is active\n", """
                patchbay: %1$s/none.jar: there is no file %1$s/none.jar
                patchbay: %1$s/bad.jar: com.example.bad 2.0.0 is refused
                %1$s/bad.jar: io.patchbay.api 7 is missing
                %1$s/bad.jar: take a newer Patchbay
                """.formatted(directory)));
        assertThat(CommandLine.of(api).run("bundles", "install", good.toString()).status()).isZero();
    }

    @Test
    void aRefusalInJsonIsTheApisOwn() throws IOException {
        String refusal = "{\"error\":{\"message\":\"no\",\"problems\":[]}}";
        api.answer("POST /api/bundles", 422, refusal);

        assertThat(CommandLine.of(api).run("bundles", "install", "--json", jar("x.jar", "x").toString()))
                .isEqualTo(new Result(1, refusal + "\n", ""));
    }

    @Test
    void updateNamesTheBundleOfTheJar() throws IOException {
        Path jar = jar("x.jar", "com.example.echo; singleton:=true");
        api.answer("GET /api/bundles/com.example.echo", 200, ECHO).answer("PUT /api/bundles/com.example.echo", 200,
                ECHO);

        assertThat(CommandLine.of(api).run("bundles", "update", jar.toString()).status()).isZero();
        assertThat(api.change().body()).isEqualTo(Files.readAllBytes(jar));
    }

    @Test
    void updateOfWhatIsNoBundleOrNotThereIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("x.txt"), "no jar");
        Path jar = jar("x.jar", "x");
        api.answer("GET /api/bundles/x", 404, "{\"error\":{\"message\":\"there is no bundle x\"}}");

        Result result = CommandLine.of(api).run("bundles", "update", text.toString(), jar.toString());

        assertThat(result).isEqualTo(new Result(1, "", """
                patchbay: %s: is no bundle: it has no manifest with a Bundle-SymbolicName
                patchbay: %s: there is no bundle x
                """.formatted(text, jar)));
        assertThat(api.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "start"})
    void aNameIsStoppedAndStarted(String command) {
        api.answer("POST /api/bundles/com.example.echo/" + command, 200, ECHO);

        assertThat(CommandLine.of(api).run("bundles", command, "com.example.echo"))
                .isEqualTo(new Result(0, "com.example.echo 1.2.0 is active\n", ""));
    }

    @Test
    void aNameIsRemoved() {
        api.answer("DELETE /api/bundles/a%2Fb%20c", 204, "");

        assertThat(CommandLine.of(api).run("bundles", "remove", "a/b c"))
                .isEqualTo(new Result(0, "a/b c is removed\n", ""));
        assertThat(CommandLine.of(api).run("bundles", "remove", "a/b c", "--json"))
                .isEqualTo(new Result(0, "{}\n", ""));
    }

    @Test
    void aBundleOfThePlatformIsAConflict() {
        api.answer("DELETE /api/bundles/io.patchbay.core", 409, "{\"error\":{\"message\":\"it is the platform's\"}}");

        assertThat(CommandLine.of(api).run("bundles", "remove", "io.patchbay.core"))
                .isEqualTo(new Result(1, "", "patchbay: it is the platform's\n"));
    }

    private Path jar(String file, String symbolicName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        Path jar = directory.resolve(file);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
