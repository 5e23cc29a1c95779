package io.patchbay.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Waits for what bundles say of their start: a service with the property {@code patchbay.startup}, which is {@code ready}
 * or {@code failed}, then with {@code patchbay.startup.reason}.
 */
final class Startup {
    private static final String SIGNAL = "patchbay.startup";
    private static final String CONFIG = "io.patchbay.config";
    /** Who must be ready. */
    private static final Set<String> NEEDED = Set.of(CONFIG, "io.patchbay.ingress", "io.patchbay.management");
    private static final long TIMEOUT_MS = 60_000;

    private final BlockingQueue<ServiceReference<?>> signals = new LinkedBlockingQueue<>();
    private final BundleContext context;

    /** Listens from now on. */
    Startup(BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED) {
                signals.add(event.getServiceReference());
            }
        }, "(" + SIGNAL + "=*)");
    }

    /**
     * Starts and waits until all is ready.
     *
     * @return where the gateway listens: what the signals say with {@code patchbay.} before it
     * @throws Exit if it does not start
     */
    Properties start(Platform platform) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name("patchbay-start").start(() -> {
            try {
                platform.start();
            } catch (BundleException e) {
                throw new IllegalStateException(e);
            }
        });
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        Set<String> missing = new TreeSet<>(NEEDED);
        Properties state = new Properties();
        while (!missing.isEmpty()) {
            ServiceReference<?> signal = signals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (signal == null) {
                List<String> findings = new ArrayList<>(List.of("no sign from " + String.join(" and ", missing)
                        + " after " + TIMEOUT_MS / 1_000 + " s"));
                findings.addAll(Diagnosis.of(context));
                throw new Exit(Exit.TRY_LATER, String.join(System.lineSeparator() + "  ", findings));
            }
            String bundle = signal.getBundle().getSymbolicName();
            if ("failed".equals(signal.getProperty(SIGNAL))) {
                throw new Exit(bundle.equals(CONFIG) ? Exit.CONFIGURATION : Exit.UNAVAILABLE,
                        String.valueOf(signal.getProperty(SIGNAL + ".reason")));
            }
            missing.remove(bundle);
            for (String key : signal.getPropertyKeys()) {
                if (key.startsWith("patchbay.") && !key.startsWith(SIGNAL)) {
                    state.setProperty(key.substring("patchbay.".length()), String.valueOf(signal.getProperty(key)));
                }
            }
        }
        thread.join();
        return state;
    }
}
