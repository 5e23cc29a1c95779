package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.exchange.ExchangeReader;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.lease.Leases;
import io.patchbay.ingress.internal.IngressServer.Status;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane as a component: hands services and settings to the server, and says whether it is ready.
 *
 * <p>It registers its services by hand: readiness must be seen to end before the last requests are answered, and a
 * component's own services are gone by then.
 */
@Component(service = {}, immediate = true, configurationPid = Ingress.PID)
@Designate(ocd = Ingress.Config.class)
public final class Ingress {
    /** The PID of the data plane. */
    public static final String PID = "io.patchbay.ingress";

    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
    private static final String STARTUP = "patchbay.startup";
    private static final String PORT = "patchbay.port";

    private final BundleContext context;
    private final IngressServer server;
    private final Dialects dialects = new Dialects();
    private final Map<ServiceReference<Gateway>, Pipeline.There> pipelines = new ConcurrentHashMap<>();
    private final Set<VirtualKey> keys = new HashSet<>();
    private final SynchronousBundleListener bundles = this::bundleChanged;
    private Settings settings;
    private volatile SwapSettings swapping;
    private @Nullable ServiceRegistration<?> startup;
    private @Nullable ServiceRegistration<?> health;
    private @Nullable ServiceRegistration<?> rehearsal;

    /** The settings of the data plane. */
    @ObjectClassDefinition(name = "Patchbay: data plane", description = "The server that clients connect to.")
    public @interface Config {
        @AttributeDefinition(name = "Host", description = "The address to listen on; empty for all. Without a virtual key it is "
                + "127.0.0.1, whatever stands here, unless anonymous is set.")
        String host() default "";

        @AttributeDefinition(name = "Port", min = "0", max = "65535", description = "The port to listen on; 0 for any that is free. The framework property patchbay.port overrides it.")
        int port() default 8080;

        @AttributeDefinition(name = "Anonymous", description = "Whether requests without a credential are served to everybody who can connect.")
        boolean anonymous() default false;

        @AttributeDefinition(name = "Largest body", min = "1", description = "The largest body of a request, in bytes, unpacked; a larger one is refused with 413.")
        int maxBodyBytes() default 64 * 1024 * 1024;

        @AttributeDefinition(name = "Largest headers", min = "1", description = "The largest headers of a request, all together, in bytes; larger ones are refused with 431.")
        int maxHeaderBytes() default 32 * 1024;

        @AttributeDefinition(name = "Time for the headers", min = "1", description = "From the first byte of a request until its headers are complete, in ms; then 408.")
        int headersTimeoutMs() default 10_000;

        @AttributeDefinition(name = "Time for the body", min = "1", description = "Until the whole body of a request is there, in ms; then 408.")
        int bodyTimeoutMs() default 60_000;

        @AttributeDefinition(name = "Idle time", min = "1", description = "How long a connection may be idle, or an answer not be taken, until it is closed, in ms.")
        int idleTimeoutMs() default 120_000;

        @AttributeDefinition(name = "Connections", min = "1", description = "How many connections are open at most; more wait to be accepted.")
        int maxConnections() default 20_000;

        @AttributeDefinition(name = "Requests at a time", min = "1", description = "How many requests are served at the same time, streams included; more are refused with 503.")
        int maxConcurrentRequests() default 10_000;

        @AttributeDefinition(name = "Keep-alive of streams", min = "1", description = "After how long without an event a comment is sent on a stream, in ms.")
        int keepAliveMs() default 15_000;

        @AttributeDefinition(name = "Time to drain", min = "0", description = "How long requests under way may go on when the server ends, in ms.")
        int drainTimeoutMs() default 30_000;

        @AttributeDefinition(name = "Time to replace", min = "0", description = "How long requests under way may go on to use a dialect or the pipeline, whose bundle is to stop, in ms.")
        int replaceTimeoutMs() default 120_000;

        @AttributeDefinition(name = "Time for a successor", min = "0", description = "How long requests wait for a dialect or the pipeline that is being replaced, in ms; then 503.")
        int successorTimeoutMs() default 10_000;

        @AttributeDefinition(name = "Waiting requests", min = "0", description = "How many requests wait for what is being replaced at the same time; more are refused with 503.")
        int maxWaiting() default 1_000;
    }

    @Activate
    public Ingress(BundleContext context, Config config) {
        this.context = context;
        this.settings = settings(config);
        this.swapping = swapping(config);
        server = new IngressServer(
                Snapshot.of(settings, authenticator()), this::changeRouter);
        server.successors().limit(swapping);
    }

    @Activate
    synchronized void start() throws Exception {
        health = context.registerService(HealthCheck.class, this::health, dictionary(
                Map.of(HealthCheck.NAME, "ingress", HealthCheck.TAGS, new String[]{"ready"})));
        rehearsal = context.registerService(ExchangeReader.class, new Rehearsal(server::snapshot), null);
        context.addBundleListener(bundles);
        server.start();
        tellStartup();
    }

    @Modified
    synchronized void modified(Config config) {
        try {
            SwapSettings changed = swapping(config);
            settings = settings(config);
            swapping = changed;
            server.successors().limit(changed);
        } catch (IllegalArgumentException e) {
            LOG.warn("The settings of {} stay as they were: {}", PID, e.getMessage());
            return;
        }
        changeAccess();
    }

    @Deactivate
    synchronized void stop() throws Exception {
        context.removeBundleListener(bundles);
        server.stop();
        for (ServiceRegistration<?> registration : new ServiceRegistration<?>[]{startup, health, rehearsal}) {
            if (registration != null) {
                registration.unregister();
            }
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindGateway(ServiceReference<Gateway> reference, Gateway gateway) {
        Pipeline.There there = new Pipeline.There(gateway, leases(reference));
        pipelines.put(reference, there);
        server.change(snapshot -> snapshot.withPipeline(there));
    }

    /** The next gateway is bound before the last one is unbound. */
    void unbindGateway(ServiceReference<Gateway> reference) {
        Pipeline.There there = pipelines.remove(reference);
        if (there == null) {
            return;
        }
        boolean stopping = stopping(reference);
        if (stopping) {
            there.leases().close();
        }
        Window window = stopping ? Window.later() : Window.now();
        Pipeline.Gone gone = new Pipeline.Gone(there.leases().bundleId(), window);
        server.change(snapshot -> snapshot.pipeline().equals(there) ? snapshot.withPipeline(gone) : snapshot);
        if (stopping) {
            drain(there.leases(), window);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindDialect(ServiceReference<Dialect> reference, Dialect dialect) {
        dialects.put(new Dialects.Entry(id(reference), ranking(reference),
                String.valueOf(reference.getBundle().getSymbolicName()), pid(reference),
                Served.of(dialect, leases(reference))));
        changeRouter();
    }

    void unbindDialect(ServiceReference<Dialect> reference) {
        boolean stopping = stopping(reference);
        Optional<Dialects.Removed> gone;
        synchronized (this) {
            gone = dialects.remove(id(reference), stopping);
            changeRouter();
        }
        if (stopping) {
            // Without the lock: others come and go meanwhile.
            gone.ifPresent(removed -> drain(removed.leases(), removed.window()));
        }
    }

    private synchronized void changeRouter() {
        Router router = dialects.router();
        Beside beside = dialects.beside();
        server.change(snapshot -> snapshot.withRouter(router, beside));
    }

    /** Waits, on the thread that stops a bundle, until nobody uses it; its successor can come only then. */
    private void drain(Leases leases, Window window) {
        Duration atMost = Duration.ofMillis(swapping.replaceTimeoutMs());
        if (!leases.drain(atMost)) {
            LOG.warn("bundle {} stops while it is still used: {}", leases.bundleId(), leases);
        }
        window.run();
        server.successors().tell();
    }

    private void bundleChanged(BundleEvent event) {
        long bundle = event.getBundle().getBundleId();
        if (event.getType() == BundleEvent.STOPPED) {
            Leases.stopped(bundle);
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            forget(bundle);
        }
    }

    private void forget(long bundle) {
        synchronized (this) {
            dialects.forget(bundle);
            changeRouter();
        }
        server.change(snapshot -> snapshot.pipeline() instanceof Pipeline.Gone gone && gone.bundleId() == bundle
                ? snapshot.withPipeline(new Pipeline.Missing())
                : snapshot);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindKey(VirtualKey key) {
        keys.add(key);
        key.watch(this::keyChanged);
        changeAccess();
    }

    synchronized void unbindKey(VirtualKey key) {
        key.watch(() -> {});
        keys.remove(key);
        changeAccess();
    }

    private synchronized void keyChanged() {
        changeAccess();
    }

    private void changeAccess() {
        Authenticator authenticator = authenticator();
        server.change(snapshot -> snapshot.withAccess(settings, authenticator));
        tellStartup();
    }

    private Authenticator authenticator() {
        return new Authenticator(keys.stream().map(VirtualKey::credential).toList(), settings.anonymous());
    }

    private Settings settings(Config config) {
        String port = context.getProperty(PORT);
        return new Settings(config.host().strip(), port == null ? config.port() : Integer.parseInt(port.strip()),
                config.anonymous(), config.maxBodyBytes(), config.maxHeaderBytes(), config.headersTimeoutMs(),
                config.bodyTimeoutMs(), config.idleTimeoutMs(), config.maxConnections(),
                config.maxConcurrentRequests(), config.keepAliveMs(), config.drainTimeoutMs());
    }

    private static SwapSettings swapping(Config config) {
        return new SwapSettings(config.replaceTimeoutMs(), config.successorTimeoutMs(), config.maxWaiting());
    }

    private static boolean stopping(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        return bundle != null && bundle.getState() == Bundle.STOPPING;
    }

    private static Leases leases(ServiceReference<?> reference) {
        return Leases.of(reference.getBundle().getBundleId());
    }

    private static long id(ServiceReference<?> reference) {
        return ((Number) reference.getProperty(Constants.SERVICE_ID)).longValue();
    }

    private static int ranking(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static String pid(ServiceReference<?> reference) {
        Object pid = reference.getProperty(Constants.SERVICE_PID);
        return String.valueOf(
                Objects.requireNonNullElse(pid,
                        Objects.requireNonNullElse(reference.getProperty("component.name"), "")));
    }

    /** Tells the launcher how it went; said again when the port changes. */
    private void tellStartup() {
        Map<String, Object> properties = switch (server.status()) {
            case Status.Listening(int port) -> Map.of(STARTUP, "ready", PORT, port);
            case Status.Failed(String reason) -> Map.of(STARTUP, "failed", STARTUP + ".reason", reason);
            case Status.Stopped() -> Map.of();
        };
        if (properties.isEmpty()) {
            return;
        }
        ServiceRegistration<?> known = startup;
        if (known == null) {
            startup = context.registerService(Object.class, new Object(), dictionary(properties));
        } else {
            known.setProperties(dictionary(properties));
        }
    }

    private Result health() {
        return switch (server.status()) {
            case Status.Listening(int port) -> new Result(Result.Status.OK, "listens on port " + port);
            case Status.Failed(String reason) -> new Result(Result.Status.CRITICAL, reason);
            case Status.Stopped() -> new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "does not listen");
        };
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes nothing newer
    private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }
}
