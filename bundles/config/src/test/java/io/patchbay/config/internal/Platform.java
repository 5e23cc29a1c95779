package io.patchbay.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.MetaTypeService;

/** A framework with the real Config Admin and Metatype, and a bundle that has a few settings. */
final class Platform {
    private static final String SERVICES = "org.osgi.service.cm;version=1.6.1,org.osgi.service.metatype;version=1.4.1,"
            + "org.osgi.service.log;version=1.5.0";

    private final Path directory;
    private final Framework framework;

    Platform(Path directory, Map<String, String> properties) {
        this.directory = directory;
        Map<String, String> all = new HashMap<>(properties);
        all.put("org.osgi.framework.storage", directory.resolve("cache").toString());
        all.put("org.osgi.framework.system.packages.extra", SERVICES);
        all.put("felix.cm.pm", "memory");
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(all);
        try {
            framework.start();
            start(jarOf("org.apache.felix.cm.PersistenceManager"));
            start(jarOf("org.apache.felix.metatype.MetaDataReader"));
            install("settings", "", Platform.class.getResource("metatype.xml").openStream());
        } catch (BundleException | IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Felix's; the system bundle sees the Web Console's as well. */
    ConfigurationAdmin configurationAdmin() {
        try {
            return context().getService(context()
                    .getServiceReferences(ConfigurationAdmin.class, "(!(patchbay.console=*))").iterator().next());
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    MetaTypeService metatype() {
        return context().getService(context().getServiceReference(MetaTypeService.class));
    }

    Schema schema() {
        return Schema.of(context(), metatype());
    }

    /** Installs and starts a bundle without code. */
    Bundle install(String name, String capabilities, InputStream metatype) throws IOException, BundleException {
        Path jar = directory.resolve(name + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        if (!capabilities.isEmpty()) {
            manifest.getMainAttributes().putValue("Provide-Capability", capabilities);
        }
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            zip.putNextEntry(new ZipEntry("OSGI-INF/metatype/settings.xml"));
            metatype.transferTo(zip);
        }
        return start(jar.toUri().toString());
    }

    private Bundle start(String location) throws BundleException {
        Bundle bundle = context().installBundle(location);
        bundle.start();
        return bundle;
    }

    private static String jarOf(String type) throws ClassNotFoundException {
        return Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toString();
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
