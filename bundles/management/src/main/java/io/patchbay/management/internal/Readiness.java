package io.patchbay.management.internal;

import io.patchbay.management.internal.Components.Component;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/** Whether a bundle that was started is of use: nothing in it has failed, and it can take over from the version before. */
final class Readiness {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 5;
    private static final String COMPONENT = "component.name";
    private static final String FACTORY = "service.factoryPid";
    private static final String PROVIDER = "io.patchbay.provider";

    private final Components components;
    private final Bundle self;
    private final Duration limit;

    Readiness(Components components, Bundle self) {
        this(components, self, LIMIT);
    }

    Readiness(Components components, Bundle self, Duration limit) {
        this.components = components;
        this.self = self;
        this.limit = limit;
    }

    /**
     * Waits until a bundle, which runs, is of use.
     *
     * @param before the version that serves; empty where there is none
     * @throws RefusedException if it is not in time, or cannot be
     */
    void await(Bundle bundle, Optional<Bundle> before) throws RefusedException {
        List<String> unloadable = components.unloadable(bundle);
        if (!unloadable.isEmpty()) {
            throw new RefusedException(unloadable, false);
        }
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            List<String> failures = failures(bundle, before);
            if (!failures.isEmpty()) {
                throw new RefusedException(failures, false);
            }
            List<String> missing = before.map(old -> missing(bundle, old)).orElse(List.of());
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new RefusedException(missing, false);
            }
            pause();
        }
    }

    private static void pause() throws RefusedException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("The gateway stops.");
        }
    }

    /** The components that failed and had not failed before. */
    private List<String> failures(Bundle bundle, Optional<Bundle> before) {
        List<Component> failed = components.of(bundle).stream().filter(Component::failed).toList();
        if (failed.isEmpty()) {
            return List.of();
        }
        Set<Components.Id> failedBefore = before.map(components::of).orElse(List.of()).stream()
                .filter(Component::failed).map(Component::id).collect(Collectors.toSet());
        return failed.stream().filter(component -> !failedBefore.contains(component.id())).map(Component::reason)
                .toList();
    }

    /** What the version before has, and this one ought to have and has not yet. */
    private List<String> missing(Bundle bundle, Bundle before) {
        List<Component> now = components.of(bundle);
        List<String> missing = new ArrayList<>();
        components.of(before).stream()
                .filter(Component::ready)
                .map(Component::id)
                .filter(id -> components.declares(bundle, id.name()))
                .filter(id -> now.stream().noneMatch(component -> component.ready() && component.id().equals(id)))
                .map(id -> now.stream().filter(component -> component.id().equals(id)).map(Component::reason)
                        .findFirst()
                        .orElse("Component " + id + " did not start in time."))
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            return missing;
        }
        for (ServiceReference<?> service : services(before)) {
            missing(service, bundle).ifPresent(missing::add);
        }
        return missing;
    }

    private Optional<String> missing(ServiceReference<?> service, Bundle bundle) {
        List<Bundle> users = users(service);
        if (users.isEmpty() || !declares(bundle, service)) {
            return Optional.empty();
        }
        ServiceReference<?> successor = services(bundle).stream()
                .filter(each -> name(each).equals(name(service)) && types(each).containsAll(types(service)))
                .findFirst().orElse(null);
        if (successor == null) {
            return Optional.of("Service " + title(service) + " did not come in time.");
        }
        List<Bundle> takers = users(successor);
        return users.stream()
                .filter(user -> !takers.contains(user) && takesSeveral(user, service))
                .map(user -> "Service " + title(service) + " was not taken by " + user.getSymbolicName() + " in time.")
                .findFirst();
    }

    /** Whether a bundle says that it gives a service such as another version of it gives. */
    private boolean declares(Bundle bundle, ServiceReference<?> service) {
        if (service.getProperty(COMPONENT) instanceof String component) {
            return components.declares(bundle, component);
        }
        String factory = Objects.toString(service.getProperty(FACTORY), "");
        return services(bundle).stream()
                .anyMatch(each -> name(each).equals(factory) || name(each).equals(name(service)))
                || describes(bundle, factory);
    }

    /** Whether a bundle describes the provider whose instances have this factory PID. */
    private static boolean describes(Bundle bundle, String factory) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PROVIDER).stream()
                .anyMatch(provider -> factory.equals(PROVIDER + "." + provider.getAttributes().get("type")));
    }

    /** Whether a user of a service gets other versions of it as well; a servlet's path, for instance, is for one alone. */
    private boolean takesSeveral(Bundle user, ServiceReference<?> service) {
        return types(service).stream().noneMatch(type -> type.startsWith("jakarta.servlet."))
                && !components.holdsAsItsOnly(user, (Long) service.getProperty(Constants.SERVICE_ID));
    }

    private List<Bundle> users(ServiceReference<?> service) {
        return Stream.ofNullable(service.getUsingBundles()).flatMap(Arrays::stream)
                .filter(user -> !user.equals(service.getBundle()) && !user.equals(self))
                .toList();
    }

    private static List<ServiceReference<?>> services(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services == null ? List.of() : List.of(services);
    }

    private static Set<String> types(ServiceReference<?> service) {
        return Set.of((String[]) service.getProperty(Constants.OBJECTCLASS));
    }

    private static String title(ServiceReference<?> service) {
        return (types(service) + " " + name(service)).strip();
    }

    /** By which a service is known, whatever version of its bundle it is from; empty for one without a name. */
    static String name(ServiceReference<?> service) {
        Object pid = service.getProperty(Constants.SERVICE_PID);
        return Objects.toString(pid == null ? service.getProperty(COMPONENT) : pid, "");
    }
}
