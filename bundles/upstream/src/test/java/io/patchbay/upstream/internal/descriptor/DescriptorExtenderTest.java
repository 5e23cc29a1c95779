package io.patchbay.upstream.internal.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.provider.Provider;
import io.patchbay.upstream.Requests;
import io.patchbay.upstream.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The extender in a framework with the real Config Admin and Metatype services. */
@Timeout(60)
class DescriptorExtenderTest {
    private static final String SHARED = "io.patchbay.api.provider,io.patchbay.upstream,"
            + "org.osgi.service.cm;version=1.6.1,org.osgi.service.metatype;version=1.4.1,"
            + "org.osgi.service.log;version=1.5.0";
    private static final String ACME = """
            {"title": "Acme", "docs": "https://docs.acme.example", "baseUrl": "https://api.acme.example/v1",
             "dialects": ["openai-chat"], "models": ["acme-*"],
             "surfaces": ["images"], "prefill": ["acme-2"], "prefillMember": "prefix", "prefillRepeated": true}""";

    @TempDir
    private Path directory;

    private final List<UpstreamRequest> sent = new CopyOnWriteArrayList<>();
    private Framework framework;
    private BundleContext context;
    private DescriptorExtender extender;
    private ConfigurationAdmin configurations;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, directory.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED,
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=\"io.patchbay.provider\";version:Version=\"0.1.0\""));
        framework.start();
        context = framework.getBundleContext();
        for (String inside : List.of("org.apache.felix.cm.impl.ConfigurationManager",
                "org.apache.felix.metatype.MetaDataReader")) {
            context.installBundle(Class.forName(inside).getProtectionDomain().getCodeSource().getLocation().toString())
                    .start();
        }
        configurations = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        extender = new DescriptorExtender(request -> {
            sent.add(request);
            return Answer.whole(200, Headers.EMPTY, Bytes.EMPTY);
        }, context);
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void makesAProviderOfEachConfiguration() throws Exception {
        Bundle acme = install("acme", ACME);
        configure("acme", "main", Map.of());
        configure("acme", "lab", Map.of("baseUrl", "http://10.0.0.7/v1", "stallTimeoutMs", 7));

        ServiceReference<Provider> main = provider("acme", "main");
        assertThat(main.getBundle()).isEqualTo(acme);
        assertThat(main.getProperty("service.factoryPid")).isEqualTo("io.patchbay.provider.acme");
        assertThat((String[]) main.getProperty("patchbay.speaks")).containsExactly("openai-chat");
        assertThat((String[]) main.getProperty("patchbay.surfaces")).containsExactly("images");
        assertThat((String[]) main.getProperty("models")).containsExactly("acme-*");
        assertThat((String[]) main.getProperty("prefill")).containsExactly("acme-2");
        assertThat(main.getProperty("prefillMember")).isEqualTo("prefix");
        assertThat(main.getProperty("prefillPath")).isEqualTo("");
        assertThat(main.getProperty("prefillRepeated")).isEqualTo(true);
        assertThat(main.getProperty("stallTimeoutMs")).isEqualTo(60_000L);
        assertThat(main.getProperty("headersTimeoutMs")).isEqualTo(60_000L);
        ServiceReference<Provider> lab = provider("acme", "lab");
        assertThat((String[]) lab.getProperty("models")).as("a server elsewhere has models of its own").isEmpty();
        assertThat((String[]) lab.getProperty("patchbay.surfaces")).as("and surfaces").isEmpty();
        assertThat(lab.getProperty("stallTimeoutMs")).isEqualTo(7L);

        context.getService(lab).send(Requests.attempt(Requests.chat()).build());

        assertThat(sent).extracting(request -> request.uri().toString())
                .containsExactly("http://10.0.0.7/v1/chat/completions");
    }

    @Test
    void aVendorWhoseAddressIsOnlyConfiguredKeepsItsModels() throws Exception {
        install("acme", """
                {"title": "Acme", "dialects": ["openai-chat"], "models": ["acme-*"]}""");
        configure("acme", "nowhere", Map.of());
        configure("acme", "main", Map.of("baseUrl", "https://tenant.acme.example/v1"));

        assertThat((String[]) provider("acme", "main").getProperty("models")).containsExactly("acme-*");
        assertThat(context.getServiceReferences(Provider.class, "(service.pid=io.patchbay.provider.acme~nowhere)"))
                .isEmpty();
    }

    @Test
    void aChangeRegistersTheNewProviderBeforeTheOldOneGoes() throws Exception {
        install("acme", ACME);
        Configuration configuration = configure("acme", "main", Map.of());
        ServiceReference<Provider> before = provider("acme", "main");
        List<Integer> events = new CopyOnWriteArrayList<>();
        context.addServiceListener(event -> events.add(event.getType()),
                "(objectClass=" + Provider.class.getName() + ")");

        configuration.update(FrameworkUtil.asDictionary(Map.of("models", new String[]{"x"})));

        await().until(() -> before.getBundle() == null);
        assertThat(events).containsExactly(ServiceEvent.REGISTERED, ServiceEvent.UNREGISTERING);
        assertThat((String[]) provider("acme", "main").getProperty("models")).containsExactly("x");
    }

    @Test
    void aWrongChangeLeavesTheProviderAsItWas() throws Exception {
        install("acme", ACME);
        Configuration main = configure("acme", "main", Map.of());
        ServiceReference<Provider> before = provider("acme", "main");

        main.update(FrameworkUtil.asDictionary(Map.of("baseUrl", "nowhere")));
        configure("acme", "later", Map.of());

        provider("acme", "later");
        assertThat(provider("acme", "main")).isEqualTo(before);
    }

    @Test
    void aProviderGoesWithItsConfiguration() throws Exception {
        install("acme", ACME);
        Configuration configuration = configure("acme", "main", Map.of());
        ServiceReference<Provider> provider = provider("acme", "main");

        configuration.delete();

        await().until(() -> provider.getBundle() == null);
    }

    @Test
    void allGoesWithTheBundleAndComesBackWithIt() throws Exception {
        Bundle acme = install("acme", ACME);
        configure("acme", "main", Map.of());
        provider("acme", "main");

        acme.stop();
        assertThat(acme.getRegisteredServices()).isNullOrEmpty();
        assertThat(providers()).isEmpty();
        acme.start();

        provider("acme", "main");
    }

    @Test
    void allGoesWithTheExtender() throws Exception {
        Bundle acme = install("acme", ACME);
        configure("acme", "main", Map.of());
        provider("acme", "main");

        extender.close();

        assertThat(acme.getRegisteredServices()).isNullOrEmpty();
    }

    @Test
    void aBrokenDescriptorHarmsNobodyElse() throws Exception {
        Bundle broken = install("broken", "{\"title\": 7}");
        install("acme", ACME);
        configure("broken", "main", Map.of());
        configure("acme", "main", Map.of());

        provider("acme", "main");
        assertThat(broken.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(broken.getRegisteredServices()).isNullOrEmpty();
    }

    @Test
    void showsItsSettings() throws Exception {
        Bundle acme = install("acme", ACME);
        Bundle open = install("open", "{\"title\": \"Open\", \"dialects\": [\"openai-chat\"]}");
        MetaTypeService metatype = context.getService(context.getServiceReference(MetaTypeService.class));

        ObjectClassDefinition settings =
                metatype.getMetaTypeInformation(acme).getObjectClassDefinition("io.patchbay.provider.acme", null);

        assertThat(metatype.getMetaTypeInformation(acme).getFactoryPids()).containsExactly("io.patchbay.provider.acme");
        assertThat(settings.getName()).isEqualTo("Patchbay: provider Acme");
        assertThat(settings.getAttributeDefinitions(ObjectClassDefinition.REQUIRED)).isNull();
        AttributeDefinition[] all = settings.getAttributeDefinitions(ObjectClassDefinition.ALL);
        assertThat(all).extracting(AttributeDefinition::getID).contains("baseUrl", "models", "stallTimeoutMs", "http2");
        assertThat(all).allSatisfy(attribute -> {
            assertThat(attribute.getName()).isNotBlank();
            assertThat(attribute.getDescription()).isNotBlank();
        });
        assertThat(Arrays.stream(all).filter(attribute -> attribute.getID().equals("baseUrl")).findFirst()).get()
                .extracting(AttributeDefinition::getDefaultValue)
                .isEqualTo(new String[]{"https://api.acme.example/v1"});
        assertThat(metatype.getMetaTypeInformation(open).getObjectClassDefinition("io.patchbay.provider.open", null)
                .getAttributeDefinitions(ObjectClassDefinition.REQUIRED)).singleElement()
                .extracting(AttributeDefinition::getID).isEqualTo("baseUrl");
    }

    private Bundle install(String type, String descriptor) throws Exception {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "provider." + type);
        headers.putValue(Constants.PROVIDE_CAPABILITY,
                "io.patchbay.provider;type=" + type + ";descriptor=\"OSGI-INF/patchbay/provider.json\"");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry("OSGI-INF/patchbay/provider.json"));
            jar.write(descriptor.getBytes(StandardCharsets.UTF_8));
        }
        Bundle bundle = context.installBundle("test:" + type, new ByteArrayInputStream(bytes.toByteArray()));
        bundle.start();
        return bundle;
    }

    private Configuration configure(String type, String name, Map<String, Object> values) throws IOException {
        Configuration configuration =
                configurations.getFactoryConfiguration("io.patchbay.provider." + type, name, null);
        configuration.update(FrameworkUtil.asDictionary(values));
        return configuration;
    }

    private ServiceReference<Provider> provider(String type, String name) {
        String pid = "io.patchbay.provider." + type + "~" + name;
        return await()
                .until(() -> providers().filter(one -> pid.equals(one.getProperty(Constants.SERVICE_PID))).toList(),
                        found -> found.size() == 1)
                .getFirst();
    }

    private Stream<ServiceReference<Provider>> providers() throws Exception {
        return context.getServiceReferences(Provider.class, null).stream();
    }
}
