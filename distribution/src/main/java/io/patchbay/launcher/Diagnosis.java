package io.patchbay.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Finds out why a start hangs: bundles that do not resolve, components that lack something. */
final class Diagnosis {
    private Diagnosis() {}

    /** One line for each finding. */
    static List<String> of(BundleContext context) {
        List<String> findings = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            if (bundle.getState() == Bundle.INSTALLED || (bundle.getState() == Bundle.RESOLVED && !fragment)) {
                findings.add("bundle " + bundle.getSymbolicName() + " does not start: " + reason(bundle));
            }
        }
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference != null) {
            ServiceComponentRuntime components = context.getService(reference);
            components.getComponentDescriptionDTOs().stream()
                    .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                    .forEach(component -> describe(component, findings));
        }
        return findings;
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it was not asked to";
        } catch (BundleException e) {
            return Platform.reason(e);
        }
    }

    private static void describe(ComponentConfigurationDTO component, List<String> findings) {
        if (component.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            findings.add("component " + component.description.name + " lacks "
                    + Arrays.stream(component.unsatisfiedReferences)
                            .map(missing -> missing.name + (missing.target == null ? "" : " " + missing.target))
                            .collect(Collectors.joining(", ")));
        } else if (component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            findings.add("component " + component.description.name + " failed: "
                    + component.failure.lines().findFirst().orElse(""));
        }
    }
}
