package io.patchbay.core.internal;

import io.patchbay.api.cache.ResponseCache;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.provider.Provider;
import io.patchbay.api.routing.Balancer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the pipeline: gathers what is installed and configured, and takes each exchange through it.
 *
 * <p>Every service that comes, changes or goes leads to a new {@link Snapshot}; an exchange reads it once.
 */
@Component
public final class CoreGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(CoreGateway.class);

    private final Installed installed = new Installed();
    private final Pipeline pipeline;
    private final Thread sweeper;

    /** The pipeline, with the machine's own time and randomness. */
    @Activate
    public CoreGateway(@Reference ConfigurationAdmin configurations) {
        Time time = Time.SYSTEM;
        KeyStates keyStates = new KeyStates(time);
        Models models = new Models(keyStates);
        Deadlines deadlines = new Deadlines(time);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        Planner planner = new Planner(name -> isConfigured(configurations, name), models);
        pipeline = new Pipeline(time, random, deadlines, keyStates, models, planner);
        sweeper = Thread.ofPlatform().daemon().name("patchbay-deadlines").start(deadlines::sweepUntilInterrupted);
    }

    @Override
    public Answer handle(Exchange exchange) {
        return handle(exchange, installed.snapshot(), pipeline);
    }

    static Answer handle(Exchange exchange, Snapshot snapshot, Pipeline pipeline) {
        Recorder recorder = new Recorder(exchange, snapshot.listeners(), pipeline.time());
        try {
            Answer answer = new ExchangeRun(pipeline, snapshot, recorder).proceed(exchange, 0);
            Answer written = ClientAnswer.of(exchange, answer, snapshot);
            recorder.answered(written.status(), written.streamed());
            return written.wrap(source -> new Settling(source, recorder));
        } catch (GatewayException e) {
            recorder.failed(e);
            recorder.settle();
            throw e;
        } catch (RuntimeException e) {
            LOG.error("exchange {} failed inside the gateway", exchange.id(), e);
            GatewayException error = new GatewayException(ErrorKind.INTERNAL, "The gateway failed.", e);
            recorder.failed(error);
            recorder.settle();
            throw error;
        }
    }

    @Deactivate
    void stop() {
        sweeper.interrupt();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(Dialect dialect) {
        installed.addDialect(dialect);
    }

    void removeDialect(Dialect dialect) {
        installed.remove(dialect);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(Provider provider, Map<String, Object> properties) {
        installed.addProvider(provider, properties);
    }

    void updatedProvider(Provider provider, Map<String, Object> properties) {
        installed.addProvider(provider, properties);
    }

    void removeProvider(Provider provider) {
        installed.remove(provider);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addKey(ConfiguredKey key) {
        installed.addKey(key);
    }

    void removeKey(ConfiguredKey key) {
        installed.remove(key);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRoute(ConfiguredRoute route) {
        installed.addRoute(route);
    }

    void removeRoute(ConfiguredRoute route) {
        installed.remove(route);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFilter(Filter filter, Map<String, Object> properties) {
        installed.addFilter(filter, properties);
    }

    void updatedFilter(Filter filter, Map<String, Object> properties) {
        installed.addFilter(filter, properties);
    }

    void removeFilter(Filter filter) {
        installed.remove(filter);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBalancer(Balancer balancer, Map<String, Object> properties) {
        installed.addBalancer(balancer, properties);
    }

    void removeBalancer(Balancer balancer) {
        installed.remove(balancer);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCache(ResponseCache cache) {
        installed.addCache(cache);
    }

    void removeCache(ResponseCache cache) {
        installed.remove(cache);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ExchangeListener listener) {
        installed.addListener(listener);
    }

    void removeListener(ExchangeListener listener) {
        installed.remove(listener);
    }

    private static boolean isConfigured(ConfigurationAdmin configurations, String name) {
        try {
            Configuration[] all =
                    configurations.listConfigurations("(service.factoryPid=io.patchbay.provider.*)");
            if (all != null) {
                for (Configuration configuration : all) {
                    if (ConfiguredName.isProvider(configuration.getPid(), name)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("the configuration cannot be read", e);
        }
    }

    /** Settles the exchange when its answer is closed. */
    private record Settling(FrameSource source, Recorder recorder) implements FrameSource {
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
            source.close();
            recorder.settle();
        }
    }
}
