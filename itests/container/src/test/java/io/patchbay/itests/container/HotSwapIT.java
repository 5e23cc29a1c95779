package io.patchbay.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.lease.Leases;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.provider.Provider;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Bundles and configurations are replaced under requests and open streams, of which none fails. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotSwapIT {
    private static final String PROVIDER = "io.patchbay.provider.mock";
    private static final String REPLY = "one two three four five six seven eight";
    private static final int TIMES = 5;

    private Configurations configurations;

    /** The product. */
    @Configuration
    public Option[] product() {
        return new Option[]{Container.options()};
    }

    /** A provider that takes its time. */
    @Before
    public void begin() {
        configurations = new Configurations();
        provider(REPLY);
        HttpClients clients = new HttpClients();
        await().until(() -> clients.ask("steady/mock-1", false, "").statusCode() == 200);
    }

    /** Leaves nothing behind. */
    @After
    public void end() {
        configurations.close();
        await().untilAsserted(() -> assertThat(Arrays.stream(Platform.context().getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .map(bundle -> Leases.of(bundle.getBundleId()))
                .filter(leases -> leases.taken() > 0)).isEmpty());
    }

    @Test
    public void anUpdateOfTheProviderCutsNothing() throws Exception {
        updateUnderLoad(PROVIDER);
    }

    @Test
    public void anUpdateOfTheDialectCutsNothing() throws Exception {
        updateUnderLoad("io.patchbay.dialect.openai");
    }

    @Test
    public void anUpdateOfThePipelineCutsNothing() throws Exception {
        updateUnderLoad("io.patchbay.core");
    }

    @Test
    public void anUpdateOfAListenerCutsNothing() throws Exception {
        updateUnderLoad("io.patchbay.telemetry");
    }

    @Test
    public void aStopAndAStartOfTheProviderCutNothing() throws Exception {
        Bundle bundle = Platform.bundle(PROVIDER);
        try (Load load = new Load("steady/mock-1", REPLY)) {
            for (int i = 0; i < TIMES; i++) {
                bundle.stop();
                bundle.start();
                load.awaitAnswers();
            }
        }
    }

    @Test
    public void aSecondVersionTakesOverFromTheFirst() throws Exception {
        Bundle first = Platform.bundle(PROVIDER);
        try (Load load = new Load("steady/mock-1", REPLY);
                InputStream jar = URI.create(
                        first.getLocation().substring("reference:".length())).toURL().openStream()) {
            Bundle second = Platform.context().installBundle("beside:" + PROVIDER, jar);
            try {
                second.start();
                load.awaitAnswers();
                assertThat(Leases.of(second.getBundleId()).taken()).as("the older one serves").isZero();
                first.stop();
                load.awaitAnswers();
                await().until(() -> Leases.of(second.getBundleId()).taken() > 0);
                first.start();
                load.awaitAnswers();
            } finally {
                second.uninstall();
            }
            load.awaitAnswers();
        }
    }

    @Test
    public void aChangedConfigurationCutsNothing() throws Exception {
        try (Load load = new Load("steady/mock-1", REPLY)) {
            for (int i = 0; i < TIMES; i++) {
                provider(REPLY + " and version " + i);
                key("secret-" + i);
                configurations.put("io.patchbay.route", "r" + i,
                        Map.of("model", "m" + i, "targets", new String[]{"steady"}));
                load.awaitAnswers();
            }
        }
    }

    @Test
    public void aConfigurationThatIsBeingAppliedShowsAsAWhole() throws Exception {
        HttpClients clients = new HttpClients();
        ServiceRegistration<Object> applying = Platform.context().registerService(Object.class, new Object(),
                FrameworkUtil.asDictionary(Map.of("patchbay.config", "applying")));
        provider("changed");
        await().until(() -> Platform.references(Provider.class, "(reply=changed)").size() == 1);
        HttpResponse<String> before = clients.ask("steady/mock-1", false, "");
        applying.unregister();
        HttpResponse<String> after = clients.ask("steady/mock-1", false, "");
        assertThat(before.body()).contains(REPLY);
        assertThat(after.body()).contains("changed");
    }

    @Test
    public void aKeyWhoseSecretChangesIsUsedWithTheNewOne() throws Exception {
        Provider telling = attempt -> Answer.of(ChatResponse.ofText("telling",
                attempt.key().flatMap(key -> key.value()).orElse("none")));
        ServiceRegistration<Provider> registration = Platform.context().registerService(Provider.class, telling,
                FrameworkUtil.asDictionary(Map.of("service.pid", "io.patchbay.provider.telling~telling")));
        Client client = new Client();
        for (String secret : new String[]{"first", "second"}) {
            configurations.put("io.patchbay.key", "telling", Map.of("provider", "telling", ".value", secret));
            await().untilAsserted(() -> assertThat(client.ask("telling/m").body()).contains(secret));
        }
        registration.unregister();
    }

    @Test
    public void aVirtualKeyWhoseTokenChangesLetsTheNewOneIn() throws Exception {
        for (String token : new String[]{"first", "second"}) {
            configurations.put("io.patchbay.virtualkey", "app", Map.of(".token", token));
            await().ignoreExceptions().untilAsserted(() -> assertThat(
                    new HttpClients().ask("steady/mock-1", false, token).statusCode()).isEqualTo(200));
        }
        assertThat(new HttpClients().ask("steady/mock-1", false, "first").statusCode()).isEqualTo(401);
    }

    private void updateUnderLoad(String symbolicName) throws Exception {
        Bundle bundle = Platform.bundle(symbolicName);
        try (Load load = new Load("steady/mock-1", REPLY)) {
            for (int i = 0; i < TIMES; i++) {
                update(bundle);
                load.awaitAnswers();
            }
        }
    }

    /** Felix may refuse to resolve while another thread does; the new content is in place by then. */
    private static void update(Bundle bundle) {
        try {
            bundle.update();
        } catch (BundleException e) {
            await().ignoreExceptionsMatching(BundleException.class::isInstance).until(() -> {
                bundle.start();
                return true;
            });
        }
    }

    private void provider(String reply) {
        configurations.put(PROVIDER, "steady", Map.of("reply", reply, "eventIntervalMs", 25));
    }

    private void key(String secret) {
        configurations.put("io.patchbay.key", "only", Map.of("provider", "steady", ".value", secret));
    }
}
