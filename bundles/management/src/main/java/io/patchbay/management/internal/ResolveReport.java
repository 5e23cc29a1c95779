package io.patchbay.management.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Why a bundle does not resolve: what it needs, what is there instead, and what to do. */
final class ResolveReport {
    private static final String EXTENDER = "osgi.extender";
    private static final String SERVICE = "osgi.service";
    private static final String API = "io.patchbay.";

    private final FrameworkWiring wiring;
    private final List<Bundle> bundles;
    private final Set<Bundle> seen = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private ResolveReport(BundleContext context) {
        wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        bundles = List.of(context.getBundles());
    }

    /**
     * What keeps a bundle from being resolved; empty where every single requirement could be met, but not all together.
     */
    static List<String> of(BundleContext context, Bundle bundle) {
        ResolveReport report = new ResolveReport(context);
        report.add(bundle);
        return report.problems;
    }

    private void add(Bundle bundle) {
        if (!seen.add(bundle)) {
            return;
        }
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            if (isNeeded(requirement)) {
                Collection<BundleCapability> providers = wiring.findProviders(requirement);
                if (providers.isEmpty()) {
                    problems.add(problem(bundle, requirement));
                } else if (providers.stream()
                        .allMatch(provider -> doesNotResolve(provider.getRevision().getBundle()))) {
                    // What it needs is there, but lacks something itself.
                    providers.forEach(provider -> add(provider.getRevision().getBundle()));
                }
            }
        }
    }

    private static boolean doesNotResolve(Bundle bundle) {
        return bundle.getState() == Bundle.INSTALLED;
    }

    private static boolean isNeeded(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, "");
        String effective = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "");
        return List.of("", Namespace.RESOLUTION_MANDATORY).contains(resolution)
                && List.of("", Namespace.EFFECTIVE_RESOLVE).contains(effective);
    }

    private String problem(Bundle bundle, BundleRequirement requirement) {
        String asker = bundle.getSymbolicName() + " " + bundle.getVersion();
        String namespace = requirement.getNamespace();
        FilterText filter = new FilterText(Objects.toString(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE),
                ""));
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> missingPackage(asker, filter);
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> asker + " needs "
                    + filter.value(namespace).orElse("an execution environment").replace("JavaSE", "Java")
                    + filter.value("version").map(version -> " " + version).orElse("") + "; this is Java "
                    + Runtime.version().feature() + ". Build it for Java " + Runtime.version().feature()
                    + ", or run the gateway on that Java.";
            case EXTENDER -> asker + " needs the extender " + filter.value(namespace).orElse("of its filter")
                    + filter.versionsText() + there(namespace, filter)
                    + ". Deploy the bundle that is it, or use a build for this gateway.";
            case SERVICE -> asker + " needs a bundle that gives the service "
                    + filter.value(Constants.OBJECTCLASS).orElse(filter.text()) + ". Deploy such a bundle as well.";
            default -> asker + " needs " + namespace + " " + filter.text() + there(namespace, filter)
                    + ". Deploy the bundle that has it as well.";
        };
    }

    private String missingPackage(String asker, FilterText filter) {
        String name = filter.value(PackageNamespace.PACKAGE_NAMESPACE).orElse(filter.text());
        String needed = asker + " needs package " + name + filter.versionsText()
                + there(PackageNamespace.PACKAGE_NAMESPACE, filter) + ". ";
        Optional<Version> here = capabilities(PackageNamespace.PACKAGE_NAMESPACE, name).stream()
                .map(ResolveReport::version).max(Version::compareTo);
        if (here.isPresent() && name.startsWith(API)) {
            boolean newer = filter.versions().getLeft().compareTo(here.get()) > 0;
            return needed + "It was built against " + (newer ? "a newer" : "an older") + " API: use a build for API "
                    + here.get().getMajor() + "." + here.get().getMinor() + (newer ? ", or update Patchbay." : ".");
        }
        return needed + (here.isPresent()
                ? "Deploy a bundle that exports it in such a version as well."
                : "Deploy the bundle that exports it as well.");
    }

    /** What is there of the same name, which does not fit. */
    private String there(String namespace, FilterText filter) {
        List<BundleCapability> found = capabilities(namespace, filter.value(namespace).orElse(""));
        return found.isEmpty()
                ? ", which no bundle has"
                : "; here is " + found.stream()
                        .map(capability -> version(capability) + " from " + capability.getRevision().getSymbolicName())
                        .distinct().collect(Collectors.joining(", "));
    }

    private List<BundleCapability> capabilities(String namespace, String name) {
        return bundles.stream()
                .flatMap(bundle -> bundle.adapt(BundleRevision.class).getDeclaredCapabilities(namespace).stream())
                .filter(capability -> isNamed(capability.getAttributes().get(namespace), name))
                .toList();
    }

    private static boolean isNamed(@Nullable Object value, String name) {
        return value instanceof Collection<?> names ? names.contains(name) : name.equals(value);
    }

    private static Version version(BundleCapability capability) {
        return switch (capability.getAttributes().get(Constants.VERSION_ATTRIBUTE)) {
            case Version version -> version;
            case Collection<?> versions -> versions.stream().filter(Version.class::isInstance).map(Version.class::cast)
                    .max(Version::compareTo).orElse(Version.emptyVersion);
            case null, default -> Version.emptyVersion;
        };
    }
}
