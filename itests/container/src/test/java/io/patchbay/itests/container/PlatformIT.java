package io.patchbay.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.routing.Balancer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** All bundles of the distribution run together, and nothing waits for what is not there. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PlatformIT {
    /** The product. */
    @Configuration
    public Option[] product() {
        return new Option[]{Container.options()};
    }

    @Test
    public void everyBundleRuns() {
        List<String> idle = Arrays.stream(Platform.context().getBundles()).flatMap(PlatformIT::whyIdle).toList();
        assertThat(idle).isEmpty();
    }

    @Test
    public void noComponentWaitsForAnotherInVain() {
        ServiceComponentRuntime components = Platform.service(ServiceComponentRuntime.class);
        assertThat(components.getComponentDescriptionDTOs().stream().map(component -> component.name)).contains(
                "io.patchbay.core.internal.CoreGateway", "io.patchbay.ingress.internal.Ingress");
        await().untilAsserted(() -> assertThat(components.getComponentDescriptionDTOs().stream()
                .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
                .flatMap(PlatformIT::whyUnsatisfied)).isEmpty());
    }

    @Test
    public void thePlatformOffersItsServices() {
        assertThat(Platform.service(Gateway.class)).isNotNull();
        assertThat(Platform.service(Dialect.class, dialect -> dialect.name().equals("openai-chat"))).isNotNull();
        assertThat(Platform.references(Balancer.class, "(patchbay.balancer.name=weighted)")).hasSize(1);
    }

    @Test
    public void clientsAndOperatorsAreServed() {
        await().untilAsserted(() -> {
            assertThat(Platform.references(Object.class, "(&(patchbay.startup=ready)(patchbay.port>=1))")).hasSize(1);
            assertThat(Platform.references(Object.class, "(&(patchbay.startup=ready)(patchbay.managementPort>=1))"))
                    .hasSize(1);
        });
        assertThat(Platform.references(Object.class, "(patchbay.startup=failed)")).isEmpty();
    }

    private static Stream<String> whyIdle(Bundle bundle) {
        boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        if (bundle.getState() == (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
            return Stream.empty();
        }
        if (fragment) {
            return Stream.of(bundle + ": no host takes the fragment");
        }
        try {
            bundle.start();
            return Stream.of(bundle + ": had not been started");
        } catch (BundleException e) {
            return Stream.of(bundle + ": " + e.getMessage());
        }
    }

    private static Stream<String> whyUnsatisfied(ComponentConfigurationDTO component) {
        return switch (component.state) {
            case ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED -> Stream.empty();
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> needsConfiguration(component.description)
                    ? Stream.empty()
                    : Stream.of(component.description.name + ": has no configuration");
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    Stream.of(component.description.name + ": " + component.failure);
            default -> Stream.of(component.description.name + ": no service for "
                    + Arrays.stream(component.unsatisfiedReferences)
                            .map(reference -> reference.name + " " + Objects.toString(reference.target, ""))
                            .collect(Collectors.joining(", ")));
        };
    }

    private static boolean needsConfiguration(ComponentDescriptionDTO component) {
        return component.configurationPolicy.equals("require");
    }
}
