package io.patchbay.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.filter.Filter;
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

/** Providers, keys and filters come, change and go while the platform runs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RepatchingIT {
    private static final String PROVIDER = "io.patchbay.provider.mock";
    private static final String KEY = "io.patchbay.key";

    private Configurations configurations;
    private Client client;

    /** The product. */
    @Configuration
    public Option[] product() {
        return new Option[]{Container.options()};
    }

    /** The services of the container that the test is in. */
    @Before
    public void begin() {
        configurations = new Configurations();
        client = new Client();
    }

    /** Leaves nothing behind: the only provider there is would answer for any model of the next test. */
    @After
    public void end() {
        configurations.close();
        awaitRefusal("nobody/mock-1", ErrorKind.MODEL_NOT_FOUND);
    }

    @Test
    public void aProviderServesOnceItIsConfiguredAndNoLonger() {
        assertRefused("north/mock-1", ErrorKind.MODEL_NOT_FOUND);
        provider("north");
        awaitAnswer("north/mock-1");
        assertThat(client.ask("north/mock-1").body()).contains("Right away.");
        configurations.close();
        awaitRefusal("north/mock-1", ErrorKind.MODEL_NOT_FOUND);
    }

    @Test
    public void aProviderWithoutItsBundleIsNotInstalled() throws BundleException {
        configurations.put("io.patchbay.core", Map.of("successorTimeoutMs", 1));
        provider("south");
        awaitAnswer("south/mock-1");
        Bundle bundle = Platform.bundle(PROVIDER);
        bundle.stop();
        try {
            // Within the window it is told as well, but to try again.
            awaitRefusal("south/mock-1", ErrorKind.PROVIDER_NOT_INSTALLED);
        } finally {
            bundle.start();
        }
        awaitAnswer("south/mock-1");
    }

    @Test
    public void aFilterIsAskedWhileItIsRegistered() {
        provider("east");
        awaitAnswer("east/mock-1");
        Filter filter = (exchange, chain) -> chain.proceed(exchange).withHeader("x-filtered", exchange.model());
        ServiceRegistration<Filter> registration =
                Platform.context().registerService(Filter.class, filter, FrameworkUtil.asDictionary(Map.of()));
        assertThat(client.ask("east/mock-1").headers().first("x-filtered")).hasValue("east/mock-1");
        registration.unregister();
        assertThat(client.ask("east/mock-1").headers().first("x-filtered")).isEmpty();
    }

    @Test
    public void aKeyServesWhileItIsEnabled() {
        provider("west");
        awaitAnswer("west/mock-1");
        key(false);
        awaitRefusal("west/mock-1", ErrorKind.OVERLOADED);
        key(true);
        awaitAnswer("west/mock-1");
        key(false);
        awaitRefusal("west/mock-1", ErrorKind.OVERLOADED);
    }

    private void provider(String name) {
        configurations.put(PROVIDER, name, Map.of("reply", "Right away."));
    }

    private void key(boolean enabled) {
        configurations.put(KEY, "only", Map.of("provider", "west", ".value", "s3cret", "enabled", enabled));
    }

    private void awaitAnswer(String model) {
        await().ignoreException(GatewayException.class)
                .untilAsserted(() -> assertThat(client.ask(model).status()).isEqualTo(200));
    }

    private void awaitRefusal(String model, ErrorKind kind) {
        await().untilAsserted(() -> assertRefused(model, kind));
    }

    private void assertRefused(String model, ErrorKind kind) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> client.ask(model))
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
