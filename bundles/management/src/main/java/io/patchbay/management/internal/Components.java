package io.patchbay.management.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/**
 * What Declarative Services know of bundles.
 *
 * @param runtime whom to ask
 */
record Components(ServiceComponentRuntime runtime) {
    /**
     * What makes a component with a configuration the same in two versions of a bundle.
     *
     * @param name the component's
     * @param pid the configuration's; empty where it has none
     */
    record Id(String name, String pid) {
        @Override
        public String toString() {
            return pid.isEmpty() ? name : name + " (" + pid + ")";
        }
    }

    /**
     * A component with its configuration.
     *
     * @param id which it is
     * @param ready whether it has all that it needs
     * @param failed whether it did not start, though it had
     * @param reason what it lacks or why it failed; empty while all is well
     */
    record Component(Id id, boolean ready, boolean failed, String reason) {}

    /** The components of a bundle. */
    List<Component> of(Bundle bundle) {
        return configurations(bundle).map(Components::component).toList();
    }

    /** The components of a bundle that cannot be made, and why: Declarative Services would only log it. */
    List<String> unloadable(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> unloadable(bundle, component).stream())
                .toList();
    }

    private static Optional<String> unloadable(Bundle bundle, ComponentDescriptionDTO component) {
        try {
            bundle.loadClass(component.implementationClass);
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional
                    .of("Component " + component.name + " failed to start: its class cannot be loaded: " + e + ".");
        }
    }

    /** Whether a bundle has a component of this name. */
    boolean declares(Bundle bundle, String name) {
        return runtime.getComponentDescriptionDTO(bundle, name) != null;
    }

    /** Whether a bundle has bound a service where only one can be bound, and so takes no other while that one is there. */
    boolean holdsAsItsOnly(Bundle user, long serviceId) {
        return configurations(user).anyMatch(component -> Arrays.stream(component.satisfiedReferences)
                .filter(reference -> Arrays.stream(reference.boundServices).anyMatch(bound -> bound.id == serviceId))
                .anyMatch(reference -> isUnary(component.description, reference)));
    }

    private Stream<ComponentConfigurationDTO> configurations(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream());
    }

    private static boolean isUnary(ComponentDescriptionDTO component, SatisfiedReferenceDTO satisfied) {
        return Arrays.stream(component.references)
                .anyMatch(reference -> reference.name.equals(satisfied.name) && reference.cardinality.endsWith("1"));
    }

    private static Component component(ComponentConfigurationDTO component) {
        Object pid = component.properties.get(Constants.SERVICE_PID);
        Id id = new Id(component.description.name,
                pid instanceof String text ? text : Objects.toString(pid == null ? "" : pid));
        boolean failed = component.state == ComponentConfigurationDTO.FAILED_ACTIVATION;
        boolean ready = component.state == ComponentConfigurationDTO.ACTIVE
                || component.state == ComponentConfigurationDTO.SATISFIED;
        return new Component(id, ready, failed, ready ? "" : reason(id, component));
    }

    private static String reason(Id id, ComponentConfigurationDTO component) {
        return switch (component.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    "Component " + id + " failed to start: " + cause(component.failure) + ".";
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    "Component " + id + " waits for its configuration, "
                            + String.join(", ", component.description.configurationPid) + ".";
            default -> "Component " + id + " waits for a service: "
                    + Arrays.stream(component.unsatisfiedReferences)
                            .map(missing -> type(component.description, missing.name)
                                    + (missing.target == null ? "" : " " + missing.target))
                            .collect(Collectors.joining(", "))
                    + ".";
        };
    }

    private static String type(ComponentDescriptionDTO component, String reference) {
        return Arrays.stream(component.references)
                .filter(each -> each.name.equals(reference))
                .map(each -> each.interfaceName)
                .findFirst().orElse(reference);
    }

    /** The innermost cause in the text of a stack trace. */
    private static String cause(String failure) {
        List<String> causes = failure.lines().filter(line -> line.startsWith("Caused by: ")).toList();
        return causes.isEmpty()
                ? failure.lines().findFirst().orElse("no reason is told")
                : causes.getLast().substring("Caused by: ".length());
    }
}
