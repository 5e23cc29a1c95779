package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchbay.api.config.SettingsCheck;
import io.patchbay.config.internal.DocumentCheck.Checked;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

class DocumentCheckTest {
    private static Platform platform;
    private static Schema schema;

    @BeforeAll
    static void start(@TempDir Path directory) {
        platform = new Platform(directory, Map.of());
        schema = platform.schema();
    }

    @AfterAll
    static void stop() throws Exception {
        platform.stop();
    }

    @Test
    void valuesGetTheTypesOfMetatype() throws Exception {
        Checked checked = check("""
                io.patchbay.ingress: { port: 8080, anonymous: true, log: long }
                io.patchbay.provider.openai~main: { baseUrl: "http://a, b", connectTimeoutMs: 100, models: [a, b] }
                io.patchbay.key~main-1: { provider: main, .value: "$[env:SET]", weight: 3 }
                """);

        assertThat(checked.warnings()).isEmpty();
        assertThat(checked.configurations()).containsOnlyKeys("io.patchbay.ingress", "io.patchbay.provider.openai~main",
                "io.patchbay.key~main-1");
        assertThat(checked.configurations().get("io.patchbay.ingress"))
                .isEqualTo(Map.of("port", 8080, "anonymous", true, "log", "long"));
        assertThat(checked.configurations().get("io.patchbay.provider.openai~main"))
                .containsEntry("baseUrl", "http://a, b")
                .containsEntry("connectTimeoutMs", 100L)
                .containsEntry("models", new String[]{"a", "b"});
        assertThat(checked.configurations().get("io.patchbay.key~main-1"))
                .isEqualTo(Map.of("provider", "main", ".value", "$[env:SET]", "weight", 3.0));
    }

    @Test
    void everyErrorIsNamedByLineAndKey() {
        assertThat(errors("""
                io.patchbay.ingres: { port: 1 }
                io.patchbay.ingress:
                  port: "8080"
                  anonymus: true
                  log: middle
                io.patchbay.provider.openai: {}
                io.patchbay.provider.openai~a b: { connectTimeoutMs: 0 }
                io.patchbay.key~k:
                  .value: 7
                  weight: -0.5
                  models: "gpt-*"
                io.patchbay.ingress~x: { port: 70000 }
                """)).containsExactly(
                "patchbay.yaml:1:1: io.patchbay.ingres: unknown PID; did you mean io.patchbay.ingress?",
                "patchbay.yaml:3:3: io.patchbay.ingress: port: expected a whole number from -2147483648 to 2147483647,"
                        + " found text \"8080\"",
                "patchbay.yaml:4:3: io.patchbay.ingress: anonymus: unknown key; did you mean anonymous?",
                "patchbay.yaml:5:3: io.patchbay.ingress: log: expected one of short, long: text \"middle\"",
                "patchbay.yaml:6:1: io.patchbay.provider.openai: needs a name: io.patchbay.provider.openai~name",
                "patchbay.yaml:7:1: io.patchbay.provider.openai~a b: expected a name of letters, digits, dots, hyphens"
                        + " and underscores after ~",
                "patchbay.yaml:7:36: io.patchbay.provider.openai~a b: connectTimeoutMs: less than minimum: 0",
                "patchbay.yaml:8:1: io.patchbay.key~k: provider: is required",
                "patchbay.yaml:9:3: io.patchbay.key~k: .value: expected text, found something else",
                "patchbay.yaml:10:3: io.patchbay.key~k: weight: less than minimum: -0.5",
                "patchbay.yaml:11:3: io.patchbay.key~k: models: expected a list, found text \"gpt-*\"",
                "patchbay.yaml:12:1: io.patchbay.ingress~x: there is one only: write io.patchbay.ingress",
                "patchbay.yaml:12:26: io.patchbay.ingress~x: port: greater than maximum: 70000");
    }

    @Test
    void numbersMustFit() {
        assertThat(errors("""
                io.patchbay.ingress: { port: 99999999999 }
                io.patchbay.provider.openai~a: { connectTimeoutMs: 1.5, models: [1] }
                """)).containsExactly(
                "patchbay.yaml:1:24: io.patchbay.ingress: port: expected a whole number from -2147483648 to 2147483647,"
                        + " found 99999999999",
                "patchbay.yaml:2:34: io.patchbay.provider.openai~a: connectTimeoutMs: expected a whole number, found 1.5",
                "patchbay.yaml:2:57: io.patchbay.provider.openai~a: models: expected text, found 1");
    }

    @Test
    void twoProvidersCannotShareAName() {
        assertThat(errors("""
                io.patchbay.provider.openai~main: {}
                io.patchbay.provider.mock~main: {}
                """)).containsExactly("patchbay.yaml:2:1: io.patchbay.provider.mock~main: the name main is taken by"
                + " io.patchbay.provider.openai~main in line 1");
    }

    @Test
    void whatIsNotInstalledWaitsForItsBundle() throws Exception {
        Checked checked = check("""
                io.patchbay.provider.opnai~a: { baseUrl: x, retries: 2, share: 0.5, models: [a] }
                io.patchbay.plugin.guard: { on: true }
                """);

        assertThat(texts(checked.warnings())).containsExactly(
                "patchbay.yaml:1:1: io.patchbay.provider.opnai~a: provider not installed;"
                        + " did you mean io.patchbay.provider.openai?",
                "patchbay.yaml:2:1: io.patchbay.plugin.guard: plug-in not installed");
        assertThat(checked.configurations().get("io.patchbay.provider.opnai~a")).containsEntry("retries", 2L)
                .containsEntry("share", 0.5)
                .containsEntry("models", new String[]{"a"});
    }

    @Test
    void namesThatLeadNowhereAreWarnedOf() throws Exception {
        assertThat(texts(check("""
                io.patchbay.provider.openai~main: {}
                io.patchbay.key~k: { provider: mian, .value: "$[env:SET]" }
                io.patchbay.route~r: { model: m, targets: ["main=0.5", "lab/a=b"], fallbacks: [main/m] }
                """).warnings())).containsExactly(
                "patchbay.yaml:2:1: io.patchbay.key~k: no provider is named mian; did you mean main?",
                "patchbay.yaml:3:1: io.patchbay.route~r: no provider is named lab");
    }

    @Test
    void aRouteMustNotLeaveOutAFilterThatIsRequired() throws Exception {
        assertThat(errors("""
                io.patchbay.provider.openai~main: {}
                io.patchbay.route~some: { model: m, targets: [main], filters: [trim, io.patchbay.plugin.x~mask] }
                io.patchbay.route~but:
                  model: n
                  targets: [main]
                  withoutFilters: [mask]
                io.patchbay.core: { requiredFilters: [guard, io.patchbay.plugin.mask~mask] }
                """)).containsExactly(
                "patchbay.yaml:2:54: io.patchbay.route~some: filters: leaves out guard, io.patchbay.plugin.mask~mask, which"
                        + " requiredFilters of io.patchbay.core names: add it here, or remove it there",
                "patchbay.yaml:6:3: io.patchbay.route~but: withoutFilters: leaves out io.patchbay.plugin.mask~mask, which"
                        + " requiredFilters of io.patchbay.core names: remove it here, or there");
    }

    @Test
    void aRouteMayChooseAmongTheOtherFilters() throws Exception {
        assertThat(check("""
                io.patchbay.provider.openai~main: {}
                io.patchbay.core: { requiredFilters: [guard, "$[env:SET]"] }
                io.patchbay.route~all: { model: k, targets: [main], filters: [] }
                io.patchbay.route~some: { model: l, targets: [main], filters: [trim, io.patchbay.plugin.guard~guard] }
                io.patchbay.route~but: { model: m, targets: [main], withoutFilters: [trim] }
                io.patchbay.route~set: { model: n, targets: [main], filters: ["$[env:SET]"] }
                """).warnings()).isEmpty();
    }

    @Test
    void referencesToNothingAreWarnedOf() throws Exception {
        assertThat(texts(check("""
                io.patchbay.provider.openai~main: { baseUrl: "$[env:NONE;default=x]", models: ["$[env:SET]", "$[prop:p]"] }
                io.patchbay.key~a: { provider: main, .value: "$[env:NONE]" }
                io.patchbay.key~b:
                  provider: main
                  .value: "$[secret:none]"
                """).warnings())).containsExactly(
                "patchbay.yaml:1:71: io.patchbay.provider.openai~main: models: property p is not set",
                "patchbay.yaml:2:38: io.patchbay.key~a: .value: environment variable NONE is not set",
                "patchbay.yaml:5:3: io.patchbay.key~b: .value: secret none is not there");
    }

    @Test
    void aSecretInPlainSightIsWarnedOfAndNotShown() throws Exception {
        assertThat(texts(check("""
                io.patchbay.provider.openai~main: {}
                io.patchbay.key~a: { provider: main, .value: "sk-1 $[env:SET]" }
                """).warnings())).singleElement().asString()
                .startsWith("patchbay.yaml:2:38: io.patchbay.key~a: .value: a secret in plain sight")
                .doesNotContain("sk-1");
        assertThat(errors("io.patchbay.key~a: { provider: main, .value sk-1: x }")).singleElement().asString()
                .doesNotContain("sk-1");
    }

    @Test
    void whatNobodyHereKnowsMayBeAThirdParty() throws Exception {
        assertThat(texts(check("com.example.filter~a: { on: true }\n").warnings()))
                .containsExactly(
                        "patchbay.yaml:1:1: com.example.filter~a: no installed bundle has settings for this PID");
        assertThat(errors("typo: {}\n")).containsExactly("patchbay.yaml:1:1: typo: unknown PID");
    }

    @Test
    void aReferenceStandsForAValueOfAnyType() throws Exception {
        Checked checked = check("io.patchbay.ingress: { port: \"$[env:SET;type=Integer]\" }");

        assertThat(checked.configurations().get("io.patchbay.ingress")).containsEntry("port",
                "$[env:SET;type=Integer]");
    }

    @Test
    void whatWasTypedStaysSoWhenItsBundleIsGone() throws Exception {
        String text = "io.patchbay.provider.openai~main: { models: [a], connectTimeoutMs: 100 }\n";
        Checked typed = check(text);
        Checked gone = check(text, new Schema(Map.of(), SettingsChecks.NONE));
        assertThat(gone.untyped()).containsExactly("io.patchbay.provider.openai~main");

        assertThat(gone.typedAs(typed).configurations().get("io.patchbay.provider.openai~main"))
                .isSameAs(typed.configurations().get("io.patchbay.provider.openai~main"));
        assertThat(gone.typedAs(typed).untyped()).isEmpty();
        assertThat(gone.typedAs(gone)).isEqualTo(gone);
        assertThat(typed.typedAs(gone)).isEqualTo(typed);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void whatABundleFindsWrongIsAnErrorAtItsKey() throws Exception {
        ServiceRegistration<?> check = platform.context().registerService(SettingsCheck.class, settings -> {
            assertThat(settings).doesNotContainKeys(".value").containsEntry("provider", "main");
            return Map.of("weight", "is a bad number", "models", "must be told");
        }, FrameworkUtil.asDictionary(Map.of("patchbay.checks.settings", "io.patchbay.key")));
        ServiceRegistration<?> broken = platform.context().registerService(SettingsCheck.class, _ -> {
            throw new IllegalStateException("a bug in a check");
        }, FrameworkUtil.asDictionary(Map.of("patchbay.checks.settings", "io.patchbay.key")));
        String text = """
                io.patchbay.provider.openai~main: {}
                io.patchbay.key~main-1:
                  provider: main
                  .value: "$[env:SET]"
                  weight: 13
                """;

        assertThat(errors(text)).containsExactlyInAnyOrder(
                "patchbay.yaml:5:3: io.patchbay.key~main-1: weight: is a bad number",
                "patchbay.yaml:2:1: io.patchbay.key~main-1: models: must be told");
        check.unregister();
        broken.unregister();
        assertThat(check(text).warnings()).isEmpty();
    }

    private static Checked check(String text) throws InvalidDocumentException {
        return check(text, schema);
    }

    private static Checked check(String text, Schema known) throws InvalidDocumentException {
        return DocumentCheck.check(DocumentReader.read("patchbay.yaml", text).sections(), known,
                reference -> reference.name().equals("SET"));
    }

    private static List<String> errors(String text) {
        return texts(catchThrowableOfType(InvalidDocumentException.class, () -> check(text)).problems());
    }
}
