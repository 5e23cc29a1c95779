package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that runs is changed by {@code bin/patchbay}, and what is changed is live when a command returns. */
class CommandLineIT {
    private static final String PLANTED = "sk-planted-4711";
    private static final String ROTATED = "sk-planted-4712";
    private static final String OLLAMA = "io.patchbay.provider.ollama";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final FakeUpstream UPSTREAM = FakeUpstream.start().otherwise(CommandLineIT::answer);
    private static final String DOCUMENT = """
            # kept
            io.patchbay.provider.openai~main: { baseUrl: "%s" }
            io.patchbay.provider.mock~first: { models: ["one"], reply: "first" }
            """.formatted(UPSTREAM.url());

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with(DOCUMENT);
    @TempDir
    Path directory;

    private record Ended(int status, String out, String err) {}

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @BeforeEach
    void restore() throws Exception {
        assertThat(patchbay("config", "apply", write("document.yaml", DOCUMENT).toString()).status()).isZero();
    }

    @Test
    void aDocumentIsShownCheckedPatchedAndRestored() throws Exception {
        assertThat(patchbay("config", "show").out()).contains("# kept", "io.patchbay.provider.mock~first");
        assertThat(patchbay("config", "schema").out()).contains("\"$schema\"", "Patchbay: key");
        Path part = write("part.yaml", """
                io.patchbay.provider.mock~second: { models: ["two"], reply: "second" }
                """);

        Ended patch = patchbay("config", "apply", "--patch", part.toString());

        assertThat(patch).isEqualTo(new Ended(0, "changed, and live: io.patchbay.provider.mock~second\n", ""));
        assertThat(GATEWAY.client().chat("two").body()).contains("second");
        assertThat(document()).contains("# kept", "io.patchbay.provider.mock~second");

        List<String> history = patchbay("config", "history").out().lines().toList();
        assertThat(history.getFirst()).startsWith("N ");
        assertThat(history.get(1)).contains("cli", "io.patchbay.provider.mock~second");
        String before = history.get(2).replaceAll(" .*", "");
        assertThat(patchbay("config", "history", before, "--diff").out()).contains("+io.patchbay.provider.mock~second");
        assertThat(patchbay("config", "restore", before).status()).isZero();

        assertThat(GATEWAY.client().chat("two").statusCode()).isEqualTo(404);
        assertThat(document()).contains("# kept").doesNotContain("second");
    }

    @Test
    void aBadDocumentIsRefusedByFileLineAndKeyAndTheGoodOneServes() throws Exception {
        Path bad = write("bad.yaml", "io.patchbay.provider.mock~first:\n  models: [\"one\"]\n  replay: \"x\"\n");
        String problem = bad + ":3:";

        Ended validate = patchbay("config", "validate", bad.toString());
        assertThat(validate.status()).isEqualTo(1);
        assertThat(validate.err().lines()).singleElement().asString().startsWith(problem)
                .contains("io.patchbay.provider.mock~first: replay: ", "reply");
        Ended apply = patchbay("config", "apply", bad.toString());
        assertThat(apply.status()).isEqualTo(1);
        assertThat(apply.err()).contains("\n" + problem);
        assertThat(patchbay("config", "apply", "--json", bad.toString()).out().replaceAll("\\s", ""))
                .startsWith("{\"error\":{\"message\":");

        assertThat(GATEWAY.client().chat("one").body()).contains("first");
        assertThat(document()).contains("# kept").doesNotContain("replay");
    }

    @Test
    void anEditorChangesACopy() throws Exception {
        Path editor = write("editor.sh", "sed -i 's/\"first\"/\"edited\"/' \"$1\"\n");

        Ended edit = patchbay(Map.of("EDITOR", "sh '" + editor + "'"), "", "config", "edit");

        assertThat(edit).isEqualTo(new Ended(0, "changed, and live: io.patchbay.provider.mock~first\n", ""));
        assertThat(GATEWAY.client().chat("one").body()).contains("edited");
        assertThat(document()).contains("# kept", "\"edited\"");
    }

    @Test
    void aKeyIsAddedRotatedAndRemovedAndItsValueIsNowhereElse() throws Exception {
        List<Ended> ended = new ArrayList<>();
        ended.add(patchbay(Map.of(), PLANTED + "\n", "keys", "add", "a", "--provider", "main", "--weight", "2"));
        assertThat(ended.getLast()).isEqualTo(new Ended(0, "a is added\n", ""));
        await().atMost(LIMIT).untilAsserted(() -> assertKeyInUse(PLANTED));

        ended.add(patchbay(Map.of("NEW", ROTATED), "", "keys", "rotate", "a", "--value-from-env", "NEW"));
        assertThat(ended.getLast().out()).isEqualTo("a has a new value\n");
        await().atMost(LIMIT).untilAsserted(() -> assertKeyInUse(ROTATED));

        ended.add(patchbay("keys", "list"));
        assertThat(ended.getLast().out()).contains("a     main      2       *       $[secret:key-a]  ready\n");
        ended.add(patchbay("keys", "list", "--json"));
        ended.add(patchbay("config", "export"));
        ended.add(patchbay("keys", "remove", "a", "--with-secret"));
        assertThat(ended.getLast().out()).isEqualTo("a is removed, and the secret key-a\n");
        assertThat(ended).allSatisfy(each -> {
            assertThat(each.status()).isZero();
            assertThat(each.out() + each.err()).doesNotContain(PLANTED, ROTATED);
        });
        assertThat(patchbay("keys", "list").out().lines()).hasSize(1);
        assertThat(document() + GATEWAY.process().log()).doesNotContain(PLANTED, ROTATED);
        assertThat(GATEWAY.process().home().resolve("secrets/key-a")).doesNotExist();
    }

    @Test
    void aBundleIsRemovedInstalledUpdatedStoppedAndStarted() throws Exception {
        Path jar = Distribution.root().resolve("providers/" + OLLAMA + ".jar");
        assertThat(patchbay("bundles", "remove", OLLAMA)).isEqualTo(new Ended(0, OLLAMA + " is removed\n", ""));
        assertThat(names()).doesNotContain(OLLAMA).contains("io.patchbay.provider.mock");
        assertThat(patchbay("bundles", "update", jar.toString()).status()).as("of what is not there").isEqualTo(1);

        assertThat(patchbay("bundles", "install", jar.toString()).out()).startsWith(OLLAMA + " ")
                .endsWith(" is active\n");
        Path newer = jar("newer.jar", jar, "Bundle-Version", version -> "77.0.0");
        assertThat(patchbay("bundles", "update", newer.toString()).out()).isEqualTo(OLLAMA + " 77.0.0 is active\n");

        Path broken =
                jar("broken.jar", jar, "Import-Package", packages -> packages + ",no.such.thing;version=\"[9,10)\"");
        Ended refused = patchbay("bundles", "update", broken.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("patchbay: " + broken + ": ").contains("no.such.thing");
        assertThat(patchbay("bundles", "list").out()).containsPattern(OLLAMA + " +77\\.0\\.0 +active");

        assertThat(patchbay("bundles", "stop", OLLAMA).status()).isZero();
        assertThat(patchbay("bundles", "list").out()).containsPattern(OLLAMA + " +77\\.0\\.0 +stopped");
        assertThat(patchbay("bundles", "start", OLLAMA).out()).isEqualTo(OLLAMA + " 77.0.0 is active\n");
        assertThat(patchbay("bundles", "stop", "no.such.bundle").status()).isEqualTo(1);
    }

    @Test
    void bashCompletesTheNamesOfBundles() throws Exception {
        Process bash = new ProcessBuilder("bash", "--norc", "-c", """
                eval "$("$1" completion bash)"
                COMP_WORDS=("$1" bundles --home "$2" stop io.patchbay.provider.moc)
                COMP_CWORD=5
                _patchbay
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "bash", Distribution.root().resolve("bin/patchbay").toString(),
                GATEWAY.process().home().toString()).start();

        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEqualTo("io.patchbay.provider.mock\n");
    }

    @Test
    void theExitStatusSaysWhoIsMissing() throws Exception {
        Map<String, String> wrong = Map.of("PATCHBAY_ADMIN_TOKEN", "wrong-token-4713");
        Ended stranger = patchbay(wrong, "", "bundles", "list");

        assertThat(stranger.status()).isEqualTo(77);
        assertThat(stranger.err()).startsWith("patchbay: the gateway does not take the admin token")
                .doesNotContain("4713");
        Map<String, String> elsewhere = Map.of("PATCHBAY_HOME", directory.toString());
        assertThat(patchbay(elsewhere, "", "bundles", "list")).isEqualTo(new Ended(3, "",
                "patchbay: Patchbay does not run with the home " + directory + "\n"));
        Map<String, String> token =
                Map.of("PATCHBAY_ADMIN_TOKEN", GATEWAY.process().adminToken(), "PATCHBAY_HOME", "/none");
        assertThat(patchbay(token, "", "bundles", "list", "--url", GATEWAY.process().managementUrl(), "--names").out())
                .contains("io.patchbay.core\n");
    }

    private List<String> names() throws Exception {
        return patchbay("bundles", "list", "--names").out().lines().toList();
    }

    private static void assertKeyInUse(String key) {
        assertThat(GATEWAY.client().chat("main/m").body()).contains("authorization: Bearer " + key);
    }

    /** Answers with the key that it was called with: what is checked is which one that was. */
    private static Script answer(ReceivedRequest request) {
        return Script.json(200, OpenAiChat.answer(1).utf8().replaceFirst("\"content\":\"",
                "\"content\":\"authorization: " + String.join(", ", request.headers().all("authorization")) + " "));
    }

    private static String document() throws IOException {
        return Files.readString(GATEWAY.process().home().resolve("document.yaml"));
    }

    private Path write(String name, String text) {
        return GatewayProcess.write(directory.resolve(name), text);
    }

    private Path jar(String name, Path original, String header, UnaryOperator<String> change) throws IOException {
        Path copy = directory.resolve(name);
        try (JarFile jar = new JarFile(original.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue(header, change.apply(manifest.getMainAttributes().getValue(header)));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (JarEntry entry : jar.stream().filter(each -> !each.getName().equals(JarFile.MANIFEST_NAME))
                        .toList()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
        }
        return copy;
    }

    private static Ended patchbay(String... arguments) throws Exception {
        return patchbay(Map.of(), "", arguments);
    }

    private static Ended patchbay(Map<String, String> environment, String input, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                Stream.of(Distribution.root().resolve("bin/patchbay").toString()), Stream.of(arguments)).toList());
        builder.environment().keySet().removeIf(name -> name.startsWith("PATCHBAY_") || name.equals("VISUAL"));
        builder.environment().put("PATCHBAY_HOME", GATEWAY.process().home().toString());
        builder.environment().putAll(environment);
        Path err = Files.createTempFile("patchbay-it-", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
