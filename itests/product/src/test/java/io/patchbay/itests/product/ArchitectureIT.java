package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md, of the bundles as they are packaged. */
class ArchitectureIT {
    private static final List<PackagedBundle> BUNDLES = PackagedBundle.all();
    /** The testkit exports as well, but is not part of the product. */
    private static final Set<String> EXPORTING = Set.of("io.patchbay.api", "io.patchbay.upstream");
    /** Libraries that are no bundles: who needs one has it inside. */
    private static final Set<String> LIBRARIES =
            Set.of("cel.parser", "com.azure.json", "com.google", "com.microsoft.aad.msal4j", "dev.cel", "io.grpc",
                    "io.opencensus", "io.patchbay.dialect.json", "opennlp.tools", "org.antlr.v4", "org.reactivestreams",
                    "software.amazon.awssdk");

    @Test
    void noPackageHasTwoOwners() {
        Map<String, String> owners = new HashMap<>();
        for (PackagedBundle bundle : BUNDLES) {
            for (String contained : ownPackages(bundle)) {
                assertThat(owners.put(contained, bundle.name())).as("another owner of %s, in %s", contained, bundle)
                        .isNull();
            }
        }
        assertThat(owners).containsEntry("io.patchbay.core.internal", "io.patchbay.core");
    }

    @Test
    void aBundlesPackagesHaveItsName() {
        for (PackagedBundle bundle : BUNDLES) {
            assertThat(ownPackages(bundle)).as("packages of %s", bundle).allSatisfy(contained -> assertThat(
                    contained.equals(bundle.name()) || contained.startsWith(bundle.name() + ".")).isTrue());
        }
    }

    @Test
    void aLibraryInsideIsNobodyElses() {
        for (PackagedBundle bundle : BUNDLES) {
            assertThat(bundle.exported()).as("exports of %s", bundle).noneMatch(ArchitectureIT::isOfALibrary);
            assertThat(bundle.imported()).as("imports of %s", bundle).noneMatch(ArchitectureIT::isOfALibrary);
        }
        assertThat(BUNDLES).flatExtracting(PackagedBundle::contained).anyMatch(ArchitectureIT::isOfALibrary);
    }

    @Test
    void onlyApiAndUpstreamExport() {
        Set<String> exporting = BUNDLES.stream().filter(bundle -> !bundle.exported().isEmpty())
                .map(PackagedBundle::name).collect(Collectors.toSet());

        assertThat(exporting).isEqualTo(EXPORTING);
        assertThat(BUNDLES).flatExtracting(PackagedBundle::exported)
                .noneMatch(exported -> exported.contains(".internal"));
    }

    @Test
    void theyMeetInTheServiceRegistry() {
        for (PackagedBundle bundle : BUNDLES) {
            Set<String> ours = bundle.imported().stream().filter(imported -> imported.startsWith("io.patchbay."))
                    .collect(Collectors.toCollection(TreeSet::new));
            ours.removeIf(imported -> EXPORTING.stream()
                    .anyMatch(exporting -> imported.equals(exporting) || imported.startsWith(exporting + ".")));
            assertThat(ours).as("imports of %s", bundle).isEmpty();
        }
    }

    @Test
    void pluginsAndDialectsDoNotCallOut() {
        for (PackagedBundle bundle : BUNDLES) {
            if (bundle.name().startsWith("io.patchbay.plugin.") || bundle.name().startsWith("io.patchbay.dialect.")) {
                assertThat(bundle.imported()).as("imports of %s", bundle)
                        .noneMatch(imported -> imported.startsWith("io.patchbay.upstream"));
            }
        }
    }

    @Test
    void theApiNeedsNoLibrary() {
        PackagedBundle api = BUNDLES.stream().filter(bundle -> bundle.name().equals("io.patchbay.api")).findFirst()
                .orElseThrow();

        assertThat(api.imported()).allSatisfy(
                imported -> assertThat(imported).matches("(io\\.patchbay\\.api|java|org\\.osgi)(\\..*)?"));
    }

    private static Set<String> ownPackages(PackagedBundle bundle) {
        return bundle.contained().stream().filter(contained -> !isOfALibrary(contained)).collect(Collectors.toSet());
    }

    private static boolean isOfALibrary(String name) {
        return LIBRARIES.stream().anyMatch(library -> name.equals(library) || name.startsWith(library + "."));
    }
}
