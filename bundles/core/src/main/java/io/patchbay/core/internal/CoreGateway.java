package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.provider.Provider;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.ConditionReader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the pipeline: gathers what is installed and configured, and takes each exchange through it.
 *
 * <p>Every service that comes, changes or goes leads to a new {@link Snapshot}; an exchange reads it once. A service that
 * goes with its bundle is waited for, on the thread that stops the bundle; one that goes by itself, as with its
 * configuration, is not: its object stays usable for those who have it.
 */
@Component(service = {Gateway.class, CoreGateway.class}, immediate = true, configurationPid = CoreGateway.PID)
@Designate(ocd = PipelineSettings.Config.class)
public final class CoreGateway implements Gateway {
    /** The PID of the pipeline. */
    static final String PID = "io.patchbay.core";

    private static final Logger LOG = LoggerFactory.getLogger(CoreGateway.class);

    private final BundleContext context;
    private final Configured configured;
    private final Running running;
    private final Pipeline pipeline;
    private final Admission admission;
    private final Probes probes;
    private final Drain drain;
    private final Thread sweeper;
    private final SynchronousBundleListener bundles = this::bundleChanged;
    private volatile PipelineSettings settings;

    /** The pipeline, with the machine's own time and randomness. */
    @Activate
    public CoreGateway(@Reference ConfigurationAdmin configurations, @Reference Loads loads, BundleContext context,
            PipelineSettings.Config config) {
        this.context = context;
        this.configured = new Configured(configurations);
        this.settings = read(config, PipelineSettings.DEFAULT);
        Time time = Time.SYSTEM;
        Installed installed = new Installed(time, configured::has);
        Successors successors =
                new Successors(installed, time, settings.successorTimeout(), settings.maxWaiting());
        pipeline = Pipeline.of(time, () -> ThreadLocalRandom.current().nextLong(), installed, successors,
                configured::hasProvider, loads);
        limitRetries();
        probes = new Probes(pipeline.health(), installed, Thread.ofVirtual().name("patchbay-probe")::start);
        running = pipeline.running();
        pipeline.shadows().limit(settings.maxShadows());
        admission = new Admission(installed, successors, pipeline.random());
        drain = new Drain(installed, running, settings.drainTimeout());
        installed.require(settings.requiredFilters());
        context.addBundleListener(bundles);
        sweeper = Thread.ofPlatform().daemon().name("patchbay-deadlines").inheritInheritableThreadLocals(false)
                .unstarted(() -> pipeline.deadlines().sweepUntilInterrupted(() -> {
                    installed.releaseIfOverdue();
                    probes.begin();
                    drain.cancelOverdue();
                }));
        sweeper.setContextClassLoader(CoreGateway.class.getClassLoader());
        sweeper.start();
    }

    @Modified
    void modified(PipelineSettings.Config config) {
        settings = read(config, settings);
        pipeline.successors().limit(settings.successorTimeout(), settings.maxWaiting());
        drain.limit(settings.drainTimeout());
        limitRetries();
        pipeline.shadows().limit(settings.maxShadows());
        pipeline.installed().require(settings.requiredFilters());
    }

    private void limitRetries() {
        pipeline.health().budget().limit(settings.retryBudgetRatio(), settings.retryBudgetBurst());
    }

    private static PipelineSettings read(PipelineSettings.Config config, PipelineSettings otherwise) {
        try {
            return PipelineSettings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.warn("The settings of {} stay as they were: {}", PID, e.getMessage());
            return otherwise;
        }
    }

    @Override
    public Answer handle(Exchange exchange) {
        return handle(exchange, pipeline, admission, running);
    }

    @Override
    public Optional<Answer> handleIfReady(Exchange exchange) {
        long startedAt = pipeline.time().nanos();
        return admission.admitIfReady(exchange.request().dialect())
                .map(snapshot -> handle(exchange, pipeline,
                        new Admission.Admitted(snapshot, Optional.empty()), running, startedAt));
    }

    @Override
    public void awaitReady(String dialect, Cancellation cancellation) {
        admission.await(dialect, cancellation);
    }

    static Answer handle(Exchange exchange, Pipeline pipeline, Admission admission, Running running) {
        long startedAt = pipeline.time().nanos();
        return handle(exchange, pipeline, admission.admit(exchange.request().dialect(), exchange.cancellation()),
                running, startedAt);
    }

    private static Answer handle(Exchange exchange, Pipeline pipeline, Admission.Admitted admitted,
            Running running, long startedAt) {
        Snapshot snapshot = admitted.snapshot();
        Recorder recorder = new Recorder(exchange, snapshot.listeners(), pipeline.time(), startedAt);
        ExchangeRun run = new ExchangeRun(pipeline, snapshot, recorder, exchange, startedAt);
        running.begins(run);
        Runnable settle = () -> {
            if (recorder.settle()) {
                running.ends(run);
                run.end();
            }
        };
        try {
            if (admitted.refusal().isPresent()) {
                throw admitted.refusal().get();
            }
            Answer answer = run.proceed(exchange, 0);
            Answer written = ClientAnswer.of(exchange, answer, snapshot);
            recorder.answered(written.status(), written.streamed());
            return written.wrap(source -> new Settling(source, recorder, settle));
        } catch (GatewayException e) {
            recorder.failed(e);
            settle.run();
            throw e;
        } catch (RuntimeException e) {
            LOG.error("exchange {} failed inside the gateway", exchange.id(), e);
            GatewayException error = new GatewayException(ErrorKind.INTERNAL, "The gateway failed.", e);
            recorder.failed(error);
            settle.run();
            throw error;
        }
    }

    /** What would become of an exchange, and why nothing else. */
    Map<String, @Nullable Object> explain(Exchange exchange) {
        Snapshot snapshot = admission.admit(exchange.request().dialect(), exchange.cancellation()).snapshot();
        try {
            return new Explanation(pipeline, snapshot, exchange).told();
        } finally {
            snapshot.giveBack();
        }
    }

    /** What there is, for those who ask about it. */
    Inventory inventory() {
        return new Inventory(pipeline, configured);
    }

    /** What all exchanges share. */
    Pipeline pipeline() {
        return pipeline;
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(bundles);
        sweeper.interrupt();
        pipeline.installed().close();
        running.cancelAll(Drain.replaced(settings.drainTimeout()));
    }

    /** A bundle whose services went before it stops may still be at work for those who had them. */
    private void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.STOPPING && bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            pipeline.installed().close();
        } else if (event.getType() == BundleEvent.STOPPING
                && bundle.getBundleId() != context.getBundle().getBundleId()) {
            drain.drain(Leases.of(bundle.getBundleId()));
        } else if (event.getType() == BundleEvent.STOPPED) {
            Leases.stopped(bundle.getBundleId());
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            pipeline.installed().forget(bundle.getBundleId());
        }
    }

    private void removed(ServiceReference<?> reference) {
        boolean stopping = stopping(reference.getBundle());
        Optional<Leases> leases = pipeline.installed().remove(Origin.id(reference), stopping);
        if (stopping) {
            leases.ifPresent(drain::drain);
        }
    }

    private static boolean stopping(@Nullable Bundle bundle) {
        return bundle != null && bundle.getState() == Bundle.STOPPING;
    }

    @Reference(service = Object.class, target = "(patchbay.config=applying)", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addApplying(ServiceReference<?> reference) {
        pipeline.installed().hold();
    }

    void removeApplying(ServiceReference<?> reference) {
        pipeline.installed().release();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(ServiceReference<Dialect> reference, Dialect dialect) {
        pipeline.installed().addDialect(Origin.of(reference), dialect);
    }

    void removeDialect(ServiceReference<Dialect> reference) {
        removed(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(ServiceReference<Provider> reference, Provider provider, Map<String, Object> properties) {
        pipeline.installed().addProvider(Origin.of(reference), provider, properties);
    }

    void updatedProvider(ServiceReference<Provider> reference, Provider provider, Map<String, Object> properties) {
        addProvider(reference, provider, properties);
    }

    void removeProvider(ServiceReference<Provider> reference) {
        removed(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addKey(ServiceReference<ConfiguredKey> reference, ConfiguredKey key) {
        Origin origin = Origin.of(reference);
        key.whenever(current -> pipeline.installed().addKey(origin, current));
    }

    void removeKey(ServiceReference<ConfiguredKey> reference, ConfiguredKey key) {
        key.whenever(_ -> {});
        removedOwn(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRoute(ServiceReference<ConfiguredRoute> reference, ConfiguredRoute route) {
        pipeline.installed().addRoute(Origin.of(reference), route.current());
    }

    void updatedRoute(ServiceReference<ConfiguredRoute> reference, ConfiguredRoute route) {
        addRoute(reference, route);
    }

    void removeRoute(ServiceReference<ConfiguredRoute> reference) {
        removedOwn(reference);
    }

    /** While this bundle itself stops, what is under way keeps keys and routes: nobody may be called without a key. */
    private void removedOwn(ServiceReference<?> reference) {
        if (!stopping(context.getBundle())) {
            pipeline.installed().remove(Origin.id(reference), false);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFilter(ServiceReference<Filter> reference, Filter filter, Map<String, Object> properties) {
        pipeline.installed().addFilter(Origin.of(reference), filter, properties);
    }

    void updatedFilter(ServiceReference<Filter> reference, Filter filter, Map<String, Object> properties) {
        addFilter(reference, filter, properties);
    }

    void removeFilter(ServiceReference<Filter> reference) {
        removed(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBalancer(ServiceReference<Balancer> reference, Balancer balancer, Map<String, Object> properties) {
        pipeline.installed().addBalancer(Origin.of(reference), balancer, properties);
    }

    void removeBalancer(ServiceReference<Balancer> reference) {
        removed(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCache(ServiceReference<ResponseCache> reference, ResponseCache cache) {
        pipeline.installed().addCache(Origin.of(reference), cache);
    }

    void removeCache(ServiceReference<ResponseCache> reference) {
        removed(reference);
    }

    /** The service is got when a route needs it: until then its bundle loads nothing. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addConditionReader(ServiceReference<ConditionReader> reference) {
        pipeline.installed().addConditionReader(Origin.of(reference), () -> context.getService(reference));
    }

    void removeConditionReader(ServiceReference<ConditionReader> reference) {
        removed(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ServiceReference<ExchangeListener> reference, ExchangeListener listener) {
        pipeline.installed().addListener(Origin.of(reference), listener);
    }

    void removeListener(ServiceReference<ExchangeListener> reference) {
        removed(reference);
    }

    /** Settles the exchange when its answer is closed. */
    private record Settling(FrameSource source, Recorder recorder, Runnable settle) implements FrameSource {
        @Override
        public Optional<Frame> next() {
            try {
                return source.next();
            } catch (GatewayException e) {
                recorder.failed(e);
                throw e;
            }
        }

        @Override
        public void close() {
            try {
                source.close();
            } finally {
                settle.run();
            }
        }
    }
}
