package io.patchbay.upstream.internal.descriptor;

import io.patchbay.upstream.Upstream;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks up bundles that describe a provider in JSON.
 *
 * <p>Such a bundle has the capability {@code io.patchbay.provider} with the attributes {@code type} and
 * {@code descriptor}, a path in the bundle. What is registered for it belongs to it: it goes when the bundle stops.
 */
@Component(service = {})
@Capability(namespace = "osgi.extender", name = DescriptorExtender.NAMESPACE, version = "0.1.0")
public final class DescriptorExtender implements BundleTrackerCustomizer<ProviderFactory> {
    static final String NAMESPACE = "io.patchbay.provider";

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorExtender.class);

    private final Upstream upstream;
    private final BundleTracker<ProviderFactory> tracker;

    /** Starts to pick up. */
    @Activate
    public DescriptorExtender(@Reference Upstream upstream, BundleContext context) {
        this.upstream = upstream;
        tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
        tracker.open();
    }

    /** Takes all providers of descriptors back. */
    @Deactivate
    void close() {
        tracker.close();
    }

    @Override
    public @Nullable ProviderFactory addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        BundleContext context = bundle.getBundleContext();
        List<BundleCapability> described = described(bundle);
        if (context == null || described.isEmpty()) {
            return null;
        }
        try {
            if (described.size() > 1) {
                throw new IllegalArgumentException("a bundle describes one provider, not " + described.size());
            }
            String type = attribute(described.getFirst(), "type");
            Descriptor descriptor = read(bundle, attribute(described.getFirst(), "descriptor"));
            ProviderFactory factory = new ProviderFactory(context, NAMESPACE + "." + type, descriptor, upstream);
            factory.open();
            LOG.info("provider {} is there, from bundle {}", type, bundle);
            return factory;
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("bundle {} describes no provider: {}", bundle, e.getMessage());
            return null;
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, ProviderFactory factory) {}

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, ProviderFactory factory) {
        factory.close();
    }

    private static List<BundleCapability> described(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? List.of()
                : revision.getDeclaredCapabilities(NAMESPACE).stream()
                        .filter(capability -> capability.getAttributes().containsKey("descriptor"))
                        .toList();
    }

    private static String attribute(BundleCapability capability, String name) {
        if (capability.getAttributes().get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("its capability " + NAMESPACE + " has no text " + name);
    }

    private static Descriptor read(Bundle bundle, String path) throws IOException {
        URL file = bundle.getEntry(path);
        if (file == null) {
            throw new IllegalArgumentException("it has no file " + path);
        }
        try {
            return Descriptor.read(file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }
}
