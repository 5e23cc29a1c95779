package io.patchbay.management.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the management plane up, gate first, and down, gate last. */
@Component(service = {}, immediate = true, enabled = false, configurationPid = ManagementPlane.PID)
@Designate(ocd = ManagementPlane.Config.class)
public final class ManagementPlane {
    static final String PID = "io.patchbay.management";

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPlane.class);

    /** The settings of the management plane. */
    @ObjectClassDefinition(name = "Patchbay: management", description = "The management plane.")
    @interface Config {
        @AttributeDefinition(name = "Port", min = "0", max = "65535", description = "The port; 0 takes any that is free. --management-port overrides it.")
        int port() default 8081;

        @AttributeDefinition(name = "Host", description = "The address to listen on; 127.0.0.1 for this machine alone, 0.0.0.0 for every address.")
        String host() default "127.0.0.1";

        @AttributeDefinition(name = "Allowed hosts", description = "Host names by which clients may call the management plane, besides addresses and localhost.")
        String[] allowedHosts() default {};

        @AttributeDefinition(name = "Open metrics", description = "Whether /metrics is given to anybody, without the admin token.")
        boolean openMetrics() default false;

        @AttributeDefinition(name = "Wrong tokens in a minute", min = "1", description = "How many wrong admin tokens an address may send before it has to wait for the minute to end.")
        int maxFailuresPerMinute() default 10;

        @AttributeDefinition(name = "Threads", min = "8", description = "How many threads the management plane may have.")
        int maxThreads() default 16;

        @AttributeDefinition(name = "Size of a bundle", min = "1", description = "The longest jar that the API takes, in bytes.")
        long maxBundleBytes() default 67_108_864;
    }

    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** Brings the plane up; if that fails, the launcher learns why. */
    @Activate
    public ManagementPlane(BundleContext context, Config config,
            @Reference(target = "(service.pid=org.apache.felix.http)") ManagedServiceFactory felixHttp) {
        this(context, config, felixHttp, System.getenv());
    }

    ManagementPlane(BundleContext context, Config config, ManagedServiceFactory felixHttp,
            Map<String, String> environment) {
        try {
            start(context, config, felixHttp, environment);
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            signal(context, Map.of("patchbay.startup", "failed", "patchbay.startup.reason", e.getMessage()));
        }
    }

    /** Takes the plane down. */
    @Deactivate
    void stop() {
        undo.forEach(Runnable::run);
    }

    private void start(BundleContext context, Config config, ManagedServiceFactory felixHttp,
            Map<String, String> environment) throws IOException {
        Optional<Path> home = Optional.ofNullable(context.getProperty("patchbay.home")).map(Path::of);
        AdminToken token = AdminToken.find(environment, home);
        Gate gate = new Gate(token, new Throttle(config.maxFailuresPerMinute(), System::nanoTime), openPaths(config),
                hosts(config));
        register(context, Preprocessor.class, gate, Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE));
        ManagementServer server = ManagementServer.start(felixHttp, () -> runs(context), config.host(),
                port(context, config), config.maxThreads());
        undo.push(server::stop);
        signal(context, Map.of("patchbay.startup", "ready", "patchbay.managementPort", server.port()));
        LOG.info("The management plane listens on port {} of {}; its admin token: {}", server.port(), config.host(),
                token.origin());
    }

    /** Tells the launcher. */
    private void signal(BundleContext context, Map<String, Object> properties) {
        register(context, Object.class, new Object(), properties);
    }

    private <S> void register(BundleContext context, Class<S> type, S service, Map<String, Object> properties) {
        undo.push(context.registerService(type, service, FrameworkUtil.asDictionary(properties))::unregister);
    }

    private static int port(BundleContext context, Config config) throws IOException {
        String override = context.getProperty("patchbay.managementPort");
        try {
            return override == null ? config.port() : Integer.parseInt(override);
        } catch (NumberFormatException e) {
            throw new IOException("the management port is no number: " + override, e);
        }
    }

    private static Set<String> openPaths(Config config) {
        Set<String> paths = new HashSet<>(HealthServlet.PATHS);
        if (config.openMetrics()) {
            paths.add("/metrics");
        }
        return paths;
    }

    private static Set<String> hosts(Config config) {
        Set<String> hosts = new HashSet<>(Set.of(config.host().toLowerCase(Locale.ROOT)));
        for (String host : config.allowedHosts()) {
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        return hosts;
    }

    private static boolean runs(BundleContext context) {
        try {
            return !context.getServiceReferences(HttpServiceRuntime.class, ManagementServer.RUNTIME_FILTER).isEmpty();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
