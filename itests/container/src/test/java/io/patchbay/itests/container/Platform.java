package io.patchbay.itests.container;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The platform around the test's own bundle. */
final class Platform {
    private Platform() {}

    /** The context of the test's bundle. */
    static BundleContext context() {
        return FrameworkUtil.getBundle(Platform.class).getBundleContext();
    }

    /** The bundle of this symbolic name. */
    static Bundle bundle(String symbolicName) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst().orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** The services of a type that a filter fits; {@code (objectClass=*)} fits all. */
    static <S> Collection<ServiceReference<S>> references(Class<S> type, String filter) {
        try {
            return context().getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The service of a type, as soon as it is there. */
    static <S> S service(Class<S> type) {
        return service(type, _ -> true);
    }

    /** The service of a type that fits, as soon as it is there. */
    static <S> S service(Class<S> type, Predicate<S> wanted) {
        return await("service " + type.getName()).pollDelay(Duration.ZERO)
                .until(() -> references(type, "(objectClass=*)").stream().map(context()::getService).filter(wanted)
                        .findFirst(), Optional::isPresent)
                .orElseThrow();
    }
}
