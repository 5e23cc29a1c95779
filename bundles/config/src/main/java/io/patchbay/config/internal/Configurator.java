package io.patchbay.config.internal;

import jakarta.servlet.Servlet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Config Admin as the document says, from the start to the end. Where there is no document, the environment says
 * which providers there are, until there is one.
 */
@Component
public final class Configurator {
    private static final Logger LOG = LoggerFactory.getLogger(Configurator.class);
    private static final String DOCUMENT = "patchbay.config";
    private static final String HOME = "patchbay.home";
    private static final String SECRETS = "org.apache.felix.configadmin.plugin.interpolation.secretsdir";
    private static final String MASTER_KEY = "PATCHBAY_MASTER_KEY";
    private static final List<String> DOCUMENTS = List.of("patchbay.yaml", "patchbay.yml", "patchbay.json");
    private static final long POLL_MS = 250;
    private static final long PROVIDERS_TIMEOUT_MS = 2_000;

    private final BundleContext context;
    private final Optional<Path> home;
    private final SecretStore secrets;
    private final DocumentStore store;
    private final EnvironmentProviders environment;
    private final BundleWatch bundles;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("patchbay-config").daemon().factory());
    private @Nullable FileWatch watch;

    /** Applies the document, or what the environment says where there is none. */
    @Activate
    public Configurator(BundleContext context, @Reference ConfigurationAdmin admin,
            @Reference MetaTypeService metatype) {
        this(context, admin, metatype, System.getenv());
    }

    Configurator(BundleContext context, ConfigurationAdmin admin, MetaTypeService allMetatype,
            Map<String, String> variables) {
        this.context = context;
        MetaTypeService metatype = new PresentMetatype(allMetatype);
        home = Optional.ofNullable(context.getProperty(HOME)).map(Path::of);
        Optional<Path> document = Optional.ofNullable(context.getProperty(DOCUMENT)).map(Path::of);
        Path data = home.map(path -> path.resolve("data"))
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"),
                        "patchbay-" + ProcessHandle.current().pid()));
        Optional<SecretCipher> cipher =
                Optional.ofNullable(variables.get(MASTER_KEY)).filter(key -> !key.isBlank()).map(SecretCipher::new);
        secrets = new SecretStore(Optional.ofNullable(context.getProperty(SECRETS)).map(Path::of)
                .orElseGet(() -> data.resolve("secrets")), cipher);
        Configurations configurations = new Configurations(context, admin);
        undo.push(configurations::close);
        register(ConfigurationPlugin.class, new SealedSecrets(cipher), Map.of(ConfigurationPlugin.CM_RANKING,
                SealedSecrets.RANKING, "config.plugin.id", "io.patchbay.config"));
        store = new DocumentStore(document, () -> Schema.of(context, metatype), this::isSet, configurations, secrets,
                new History(data.resolve("history"), InstantSource.system()), InstantSource.system());
        environment = new EnvironmentProviders(context, this::isSet,
                sections -> thread.execute(() -> store.standIn(sections)));
        bundles = new BundleWatch(context, thread, store::bundlesChanged);
        if (document.isPresent()) {
            startWith(document.get());
        } else {
            startWithEnvironment();
        }
        serve(admin, metatype);
    }

    /** Watches no more. What is configured stays. */
    @Deactivate
    public void stop() {
        bundles.close();
        environment.close();
        thread.shutdownNow();
        undo.forEach(Runnable::run);
    }

    private void startWithEnvironment() {
        home.ifPresent(path -> store.willBeIn(path.resolve("conf").resolve(DOCUMENTS.getFirst())));
        store.standIn(environment.start());
        Collection<String> providers = environment.providers();
        if (providers.isEmpty()) {
            LOG.warn("no document, and none of {} is set: no provider is configured", environment.variables());
        }
        thread.execute(() -> ready(providers));
        watchBundlesAndFiles();
    }

    private void startWith(Path document) {
        watch = new FileWatch(document);
        try {
            store.start();
            Schema schema = store.schema();
            Collection<String> providers = store.state().document().sections().values().stream()
                    .filter(section -> section.isProvider() && schema.definition(section.type()).isPresent())
                    .map(Document.Section::pid)
                    .toList();
            thread.execute(() -> ready(providers));
            watchBundlesAndFiles();
        } catch (InvalidDocumentException e) {
            e.problems().forEach(problem -> LOG.info("{}", problem));
            signal(Map.of("patchbay.startup", "failed", "patchbay.startup.reason", e.getMessage()));
        }
    }

    private void watchBundlesAndFiles() {
        bundles.open();
        var _ = thread.scheduleWithFixedDelay(this::look, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (watch == null) {
                watch = appeared();
            }
            if (watch != null && watch.hasChanged()) {
                store.fileChanged();
            }
            store.lookAtSecrets();
        } catch (RuntimeException e) {
            LOG.error("the document could not be applied", e);
        }
    }

    /** A document that is there by now; an edit may have made it. */
    private @Nullable FileWatch appeared() {
        return home.flatMap(path -> DOCUMENTS.stream().map(path.resolve("conf")::resolve).filter(Files::exists)
                .findFirst()).map(path -> {
                    store.willBeIn(path);
                    return FileWatch.fromNothing(path);
                }).orElse(null);
    }

    /** What others get from us, all of which comes and goes with the document. */
    private void serve(ConfigurationAdmin admin, MetaTypeService metatype) {
        register(HealthCheck.class, new DocumentHealth(store),
                Map.of(HealthCheck.TAGS, "config", HealthCheck.NAME, "Configuration document"));
        register(Servlet.class, new ConfigServlet(store, new SettingsSchema(context, metatype)),
                Map.of("osgi.http.whiteboard.servlet.pattern", ConfigServlet.PATTERNS));
        register(Servlet.class, new SecretsServlet(store),
                Map.of("osgi.http.whiteboard.servlet.pattern", SecretsServlet.PATTERNS));
        ConsoleAdmin console = new ConsoleAdmin(admin, store);
        ConsoleHooks.register(context, console, metatype).forEach(registration -> undo.push(registration::unregister));
        ConsoleValidation validation = new ConsoleValidation(context, console);
        validation.open();
        undo.push(validation::close);
    }

    private void ready(Collection<String> providers) {
        try {
            ConfiguredProviders.await(context, providers, PROVIDERS_TIMEOUT_MS)
                    .forEach(pid -> LOG.warn("{} is configured, but did not start", pid));
            signal(Map.of("patchbay.startup", "ready"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the launcher. */
    private void signal(Map<String, String> properties) {
        context.registerService(Object.class, this, FrameworkUtil.asDictionary(properties));
    }

    private <S> void register(Class<S> type, S service, Map<String, ?> properties) {
        undo.push(context.registerService(type, service, FrameworkUtil.asDictionary(properties))::unregister);
    }

    private boolean isSet(ValueReference reference) {
        return switch (reference.kind()) {
            case "env" -> System.getenv(reference.name()) != null;
            case "secret" -> secrets.has(reference.name());
            default -> context.getProperty(reference.name()) != null;
        };
    }
}
