package io.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in an unpacked distribution that has no jars: as far as it gets without Java. */
class ScriptTest {
    private static final String FAKE_JAVA = "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n";

    @TempDir
    Path directory;
    private Path script;

    private record Result(int status, List<String> out, String err) {}

    @BeforeEach
    void unpack() throws IOException {
        script = directory.resolve("un packed/bin/patchbay");
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("../patchbay"), script, StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(directory.resolve("un packed/lib"));
        Files.createFile(directory.resolve("un packed/lib/patchbay-launcher.jar"));
    }

    @Test
    void helpNamesEveryCommandAndNeedsNoJava() throws Exception {
        Result result = run(Map.of("JAVA_HOME", ""), "help");

        assertThat(result.status()).isZero();
        assertThat(String.join("\n", result.out())).contains("demo", "run", "stop", "status", "bench", "version",
                "help", "bundles", "config", "health", "keys", "route", "completion", "78");
        assertThat(run(Map.of("JAVA_HOME", ""), "run", "--port", "1", "--help")).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundles list", "config apply -", "keys --help", "completion bash", "help config"})
    void aCommandOverTheAdminApiIsAProgramOfItsOwn(String line) throws Exception {
        Path jackson = directory.resolve("un packed/system/jackson-core-1.2.3.jar");
        Files.createDirectories(jackson.getParent());
        Files.createFile(jackson);

        Result result =
                run(Map.of("JAVA_HOME", java("jdk", 25).toString(), "PATCHBAY_JAVA_OPTS", "-Xmx9g"), line.split(" "));

        assertThat(result.err()).isEmpty();
        String lib = directory.toRealPath() + "/un packed/";
        assertThat(result.out()).doesNotContain("-Xmx9g").containsSubsequence("-XX:TieredStopAtLevel=1",
                "-Dpatchbay.typed=false",
                "-cp", lib + "lib/patchbay-launcher.jar:" + lib + "system/jackson-core-1.2.3.jar",
                "io.patchbay.cli.Main");
        assertThat(result.out().subList(result.out().indexOf("io.patchbay.cli.Main") + 1, result.out().size()))
                .containsExactly(line.split(" "));
    }

    @Test
    void theSourceTreeIsNotBuiltWhereThatIsOff() throws Exception {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("distribution/target/patchbay"));
        Files.createFile(tree.resolve("distribution/pom.xml"));
        script = Files.copy(Path.of("../patchbay"), tree.resolve("patchbay"));
        Map<String, String> environment = Map.of("JAVA_HOME", java("jdk", 25).toString(), "PATCHBAY_BUILD", "off");

        assertThat(run(environment, "bundles", "list"))
                .isEqualTo(new Result(69, List.of(), "patchbay: PATCHBAY_BUILD is off, and nothing is built\n"));

        Files.createDirectories(tree.resolve("distribution/target/patchbay/lib"));
        Files.createFile(tree.resolve("distribution/target/patchbay/lib/patchbay-launcher.jar"));
        assertThat(run(environment, "bundles", "list").out()).contains("io.patchbay.cli.Main");
    }

    @Test
    void anUnknownCommandIsOneLine() throws Exception {
        Result result = run(Map.of(), "fly");

        assertThat(result.status()).isEqualTo(64);
        assertThat(result.err()).isEqualTo("patchbay: unknown command: fly; try help\n");
    }

    @Test
    void aNewEnoughJavaIsTakenAndAnOldOneIsNot() throws Exception {
        Path old = java("old", 24);
        Path young = java("young jdk", 26);

        Result result = run(Map.of("JAVA_HOME", young.toString(), "PATCHBAY_JAVA_OPTS", "-Da=1 -Db=2"), "run", "--home",
                directory + "/my home");
        assertThat(result.err()).isEqualTo("Using Java 26 in " + young + "\n");
        assertThat(result.out()).startsWith(young + "/bin/java")
                .containsSubsequence("-Da=1", "-Db=2", "-cp", "io.patchbay.launcher.Main", "run", "--home",
                        directory + "/my home")
                .contains(directory.toRealPath() + "/un packed/lib/*");

        result = run(Map.of("JAVA_HOME", old.toString(), "PATH", "/usr/bin:/bin"), "version");
        assertThat(result.out()).as("another one, or none").doesNotContain(old + "/bin/java");
    }

    @Test
    void aCollectorThatIsNamedTakesThePlaceOfOurs() throws Exception {
        String java = java("jdk", 25).toString();
        assertThat(run(Map.of("JAVA_HOME", java, "PATCHBAY_JAVA_OPTS", "-Da=1 -XX:+UseZGC"), "run").out())
                .contains("-XX:+UseZGC").doesNotContain("-XX:+UseParallelGC");
        assertThat(run(Map.of("JAVA_HOME", java, "PATCHBAY_JAVA_OPTS", "-XX:+UseGCOverheadLimit"), "run").out())
                .contains("-XX:+UseGCOverheadLimit", "-XX:+UseParallelGC");
    }

    @Test
    void aStartCacheIsUsedOnceItIsThere() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", java("jdk", 25).toString());
        String prefix = "-Dpatchbay.startcache=";
        String asked = run(environment, "run").out().stream().filter(option -> option.startsWith(prefix)).findFirst()
                .orElseThrow();
        Path cache = Files.createFile(Path.of(asked.substring(prefix.length())));

        assertThat(run(environment, "run").out()).contains("-XX:AOTCache=" + cache);
        Result again = run(environment, "cache");
        assertThat(again.status()).isZero();
        assertThat(again.out()).as("nothing is run").isEmpty();
        assertThat(again.err()).contains(cache + " is there");

        Files.writeString(directory.resolve("un packed/lib/patchbay-launcher.jar"), "another");
        assertThat(run(environment, "run").out()).noneMatch(option -> option.contains("AOTCache"));
        assertThat(cache).as("of the distribution before").doesNotExist();
    }

    @Test
    void aStartCacheIsMadeAtOnceUnlessItIsOff() throws Exception {
        String java = java("jdk", 25).toString();
        assertThat(run(Map.of("JAVA_HOME", java), "cache").out()).contains("io.patchbay.launcher.Main", "cache")
                .anyMatch(option -> option.startsWith("-Dpatchbay.startcache="));
        Result off = run(Map.of("JAVA_HOME", java, "PATCHBAY_START_CACHE", "off"), "cache");
        assertThat(off.status()).isZero();
        assertThat(off.out()).isEmpty();
        assertThat(off.err()).contains("PATCHBAY_START_CACHE is off");
    }

    @Test
    void aLinkLeadsToTheDistribution() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("patchbay"), Path.of("un packed/bin/patchbay"));
        script = link;

        assertThat(run(Map.of("JAVA_HOME", java("jdk", 25).toString()), "version").out())
                .contains(directory.toRealPath() + "/un packed/lib/*");
    }

    private Path java(String name, int version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        Path java = Files.writeString(home.resolve("bin/java"), FAKE_JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("sh", script.toString()), Stream.of(arguments)).toList());
        builder.environment().put("PATCHBAY_HOME", directory.resolve("home").toString());
        builder.environment().putAll(environment);
        Path err = directory.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return new Result(process.waitFor(), out, Files.readString(err));
    }
}
