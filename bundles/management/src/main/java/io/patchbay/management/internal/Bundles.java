package io.patchbay.management.internal;

import io.patchbay.management.internal.BundleEntry.Service;
import io.patchbay.management.internal.Components.Component;
import io.patchbay.management.internal.Look.Refusal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Tells of all bundles that are there, and of what is refused. */
final class Bundles {
    private final BundleContext context;
    private final Components components;
    private final Drains drains;
    private final Lifecycle lifecycle;

    Bundles(BundleContext context, Components components, Drains drains, Lifecycle lifecycle) {
        this.context = context;
        this.components = components;
        this.drains = drains;
        this.lifecycle = lifecycle;
    }

    /** All, by symbolic name and version. */
    List<BundleEntry> list() {
        return Stream.concat(Arrays.stream(context.getBundles()).flatMap(this::present),
                lifecycle.refusals().stream().map(Bundles::entry))
                .sorted(Comparator.comparing(BundleEntry::symbolicName).thenComparing(BundleEntry::version))
                .toList();
    }

    /** The one of a symbolic name that serves, or would; else one that drains, else one that is refused. */
    Optional<BundleEntry> find(String symbolicName) {
        return list().stream().filter(entry -> entry.symbolicName().equals(symbolicName))
                .min(Comparator.comparing(entry -> switch (entry.state()) {
                    case "draining" -> 1;
                    case "refused" -> 2;
                    default -> 0;
                }));
    }

    private Stream<BundleEntry> present(Bundle bundle) {
        try {
            return Stream.of(entry(bundle));
        } catch (IllegalStateException _) {
            // It was uninstalled just now.
            return Stream.empty();
        }
    }

    /**
     * One that is there.
     *
     * @throws IllegalStateException if it is not there any more
     */
    BundleEntry entry(Bundle bundle) {
        String state = state(bundle);
        return new BundleEntry(Objects.toString(bundle.getSymbolicName(), bundle.getLocation()),
                bundle.getVersion().toString(), origin(bundle), state, services(bundle), Wires.dependents(bundle),
                reason(bundle, state));
    }

    private static BundleEntry entry(Refusal refusal) {
        return new BundleEntry(refusal.name(), refusal.version(), origin(refusal.source()), "refused", List.of(),
                List.of(), Optional.of(refusal.reason()));
    }

    private static String origin(Bundle bundle) {
        return Location.of(bundle).map(location -> origin(location.source())).orElse("platform");
    }

    private static String origin(String source) {
        return source.startsWith("deploy/") ? "deployed" : "shipped";
    }

    private String state(Bundle bundle) {
        if (drains.isStopping(bundle) || drains.isRetired(bundle)) {
            return "draining";
        }
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "draining";
            case Bundle.RESOLVED -> "stopped";
            default -> "installed";
        };
    }

    private Optional<String> reason(Bundle bundle, String state) {
        return switch (state) {
            case "draining" -> Optional.of("It finishes what it has begun, and goes then.");
            case "stopped" -> Optional.of(Location.isOf(bundle)
                    ? "It was stopped, and stays so until it is started."
                    : "It does not run.");
            case "installed" -> Optional.of(String.join(" ", lacks(bundle)));
            default -> Optional.of(components.of(bundle).stream().filter(component -> !component.ready())
                    .map(Component::reason).collect(Collectors.joining(" "))).filter(text -> !text.isEmpty());
        };
    }

    private List<String> lacks(Bundle bundle) {
        List<String> problems = ResolveReport.of(context, bundle);
        return problems.isEmpty() ? List.of("It has not been started.") : problems;
    }

    private static List<Service> services(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services == null
                ? List.of()
                : Arrays.stream(services)
                        .map(service -> new Service(List.of((String[]) service.getProperty(Constants.OBJECTCLASS)),
                                Readiness.name(service)))
                        .toList();
    }
}
