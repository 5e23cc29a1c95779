package io.patchbay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSGi framework with the distribution's bundles. Its cache is kept from run to run, and made anew when the
 * distribution or Java is another.
 */
final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);
    /** What bundles get from the launcher's class path: both SLF4J versions, so that no bundle needs a binding. */
    private static final String PACKAGES = String.join(",", "org.slf4j;version=2.0.18",
            "org.slf4j.event;version=2.0.18",
            "org.slf4j.helpers;version=2.0.18", "org.slf4j.spi;version=2.0.18", "org.slf4j;version=1.7.36",
            "org.slf4j.event;version=1.7.36", "org.slf4j.helpers;version=1.7.36", "org.slf4j.spi;version=1.7.36",
            "org.osgi.service.log;version=1.5.0", "org.osgi.service.component;version=1.5.1",
            "org.osgi.service.component.runtime;version=1.5.0", "org.osgi.service.component.runtime.dto;version=1.5.0",
            "org.osgi.util.promise;version=1.3.0", "org.osgi.util.function;version=1.2.0");

    private final Framework framework;
    private final Path fingerprintFile;
    private final String fingerprint;
    private final boolean warm;
    private final Distribution distribution;

    /** The framework, not started. */
    Platform(Home home, Distribution distribution, Map<String, String> properties) throws IOException {
        this.distribution = distribution;
        fingerprintFile = home.resolve("data/felix.fingerprint");
        fingerprint = distribution.fingerprint();
        warm = Files.exists(fingerprintFile) && Files.readString(fingerprintFile).equals(fingerprint);
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, home.resolve("data/felix").toString());
        if (!warm) {
            all.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        }
        all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(Distribution.LAST));
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, PACKAGES);
        all.put("felix.service.urlhandlers", "false");
        // The framework's own messages come as events, see listen.
        all.put("felix.log.level", "0");
        // The document is what lasts; Config Admin holds what is in force.
        all.put("felix.cm.pm", "memory");
        all.put("felix.cm.config.plugins", "org.apache.felix.configadmin.plugin.interpolation");
        all.put("org.apache.felix.configadmin.plugin.interpolation.secretsdir", home.resolve("secrets").toString());
        all.put("org.apache.felix.configadmin.plugin.interpolation.file.encoding", "UTF-8");
        all.put("org.osgi.service.log.admin.loglevel", "INFO");
        // Felix HTTP starts no server but management's.
        all.put("org.apache.felix.http.require.config", "true");
        // Without this provider, which is console's, the Web Console serves nothing, and its default password opens nothing.
        all.put("felix.webconsole.security.providers", "patchbay");
        // A version comes beside the one that serves, which then goes; they may even be of one number.
        all.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        all.put("patchbay.distribution", distribution.root().toString());
        framework = new FrameworkFactory().newFramework(all);
    }

    /** Makes the framework and installs what is missing; no bundle runs yet. */
    BundleContext init() throws BundleException, IOException {
        framework.init(this::report);
        BundleContext context = framework.getBundleContext();
        context.addFrameworkListener(this::report);
        if (!warm) {
            for (Distribution.Item item : distribution.bundles()) {
                // By reference: the jar stays where it is, and is not copied into the cache.
                Bundle bundle = context.installBundle("reference:" + item.jar().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(item.startLevel());
                if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
                    bundle.start();
                }
            }
            Files.writeString(fingerprintFile, fingerprint);
        }
        return context;
    }

    /** Starts all bundles, level by level. They are resolved before, so that what they say can be configured is known. */
    void start() throws BundleException {
        framework.adapt(FrameworkWiring.class).resolveBundles(null);
        framework.start();
    }

    /** Lets the Web Console start, and does not wait for it. */
    void startWebConsole() {
        framework.adapt(FrameworkStartLevel.class).setStartLevel(Distribution.WEB_CONSOLE);
    }

    /**
     * Stops all bundles, level by level.
     *
     * @return whether they stopped in time
     */
    boolean stop(long timeoutMs) throws BundleException, InterruptedException {
        framework.stop();
        return framework.waitForStop(timeoutMs).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    /** Waits until something else has stopped the framework. */
    void waitForStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    private void report(FrameworkEvent event) {
        if (event.getType() != FrameworkEvent.ERROR) {
            return;
        }
        String bundle = event.getBundle().getSymbolicName();
        if (event.getThrowable() instanceof BundleException e && e.getType() == BundleException.RESOLVE_ERROR) {
            LOG.error("bundle {} does not start: {}", bundle, reason(e));
        } else {
            LOG.error("bundle {}", bundle, event.getThrowable());
        }
    }

    /** What a bundle does not start for, without Felix's repetition of it. */
    static String reason(BundleException e) {
        String message = String.valueOf(e.getMessage());
        int repetition = message.indexOf(" Unresolved requirements:");
        return repetition < 0 ? message : message.substring(0, repetition);
    }
}
