package io.patchbay.config.internal;

import io.patchbay.config.internal.DocumentCheck.Checked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Config Admin as the document says: reads it at the start, watches it, checks it as a whole, and applies it only
 * if it is free of errors. Where there is no document, the environment says which providers there are.
 */
@Component
public final class Configurator {
    private static final Logger LOG = LoggerFactory.getLogger(Configurator.class);
    private static final String DOCUMENT = "patchbay.config";
    private static final String SECRETS = "org.apache.felix.configadmin.plugin.interpolation.secretsdir";
    private static final long POLL_MS = 250;
    private static final long PROVIDERS_TIMEOUT_MS = 2_000;

    private final BundleContext context;
    private final MetaTypeService metatype;
    private final Configurations configurations;
    private final EnvironmentProviders environment;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("patchbay-config").daemon().factory());

    /** Applies the document, or what the environment says where there is none. */
    @Activate
    public Configurator(BundleContext context, @Reference ConfigurationAdmin admin,
            @Reference MetaTypeService metatype) {
        this.context = context;
        this.metatype = metatype;
        this.configurations = new Configurations(admin);
        this.environment = new EnvironmentProviders(context, this::isSet, configurations::apply);
        String document = context.getProperty(DOCUMENT);
        if (document == null) {
            startWithEnvironment();
        } else {
            startWith(Path.of(document));
        }
    }

    /** Watches no more. What is configured stays. */
    @Deactivate
    public void stop() {
        thread.shutdownNow();
        environment.close();
    }

    private void startWithEnvironment() {
        environment.start();
        Collection<String> providers = environment.providers();
        if (providers.isEmpty()) {
            LOG.warn("no document, and none of {} is set: no provider is configured", environment.variables());
        }
        thread.execute(() -> ready(providers));
    }

    private void startWith(Path document) {
        FileWatch watch = new FileWatch(document);
        try {
            Collection<String> providers = load(document);
            thread.execute(() -> ready(providers));
            var _ = thread.scheduleWithFixedDelay(() -> look(document, watch), POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InvalidDocumentException e) {
            e.problems().forEach(LOG::info);
            signal(Map.of("patchbay.startup", "failed", "patchbay.startup.reason", e.getMessage()));
        }
    }

    private void look(Path document, FileWatch watch) {
        if (watch.hasChanged()) {
            reload(document);
        }
    }

    /** Applies the document if it has no errors; else tells them, and what was configured stays. */
    void reload(Path document) {
        try {
            load(document);
        } catch (InvalidDocumentException e) {
            LOG.warn("the changed document is not applied, what was configured stays");
            e.problems().forEach(LOG::warn);
        } catch (RuntimeException e) {
            LOG.error("the document {} could not be applied", document, e);
        }
    }

    /** Applies the document; returns the PIDs of the providers in it that are installed. */
    private Collection<String> load(Path file) throws InvalidDocumentException {
        Document document = DocumentReader.read(file);
        Schema schema = Schema.of(context, metatype);
        Checked checked = DocumentCheck.check(document, schema, this::isSet);
        checked.warnings().forEach(LOG::warn);
        configurations.apply(checked.configurations());
        return document.sections().values().stream()
                .filter(section -> section.isProvider() && schema.definition(section.type()).isPresent())
                .map(Document.Section::pid)
                .toList();
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

    private boolean isSet(ValueReference reference) {
        return switch (reference.kind()) {
            case "env" -> System.getenv(reference.name()) != null;
            case "secret" -> {
                String directory = context.getProperty(SECRETS);
                yield directory != null && Files.isRegularFile(Path.of(directory, reference.name()));
            }
            default -> context.getProperty(reference.name()) != null;
        };
    }
}
