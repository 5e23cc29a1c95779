package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.servlet.whiteboard.Preprocessor;

class ManagementPlaneTest {
    private final List<String> events = new ArrayList<>();
    private final Map<String, String> framework = new HashMap<>();
    private final Map<String, Object> settings = new HashMap<>();
    private final FelixHttp felixHttp = new FelixHttp();
    private @Nullable Object port;

    @TempDir
    Path home;

    @BeforeEach
    void settle() {
        framework.put("patchbay.home", home.toString());
        settings.put("port", 0);
    }

    @Test
    void theGateIsThereBeforeTheServerAndAfterIt() {
        ManagementPlane plane = plane();
        assertThat(events).containsExactly("gate up", "server up", "ready up");
        events.clear();
        plane.stop();
        assertThat(events).containsExactly("ready down", "server down", "gate down");
    }

    @Test
    void theServerGetsAHostAFreePortAndBounds() {
        plane();
        assertThat(felixHttp.properties.get("org.apache.felix.http.host")).isEqualTo("127.0.0.1");
        assertThat((Integer) felixHttp.properties.get("org.osgi.service.http.port")).isPositive().isEqualTo(port);
        assertThat(felixHttp.properties.get("org.apache.felix.http.jetty.threadpool.max")).isEqualTo(16);
        assertThat(felixHttp.properties.get("org.apache.felix.http.runtime.init.patchbay.plane"))
                .isEqualTo("management");
    }

    @Test
    void theLaunchersPortComesBeforeTheDocuments() {
        framework.put("patchbay.managementPort", "0");
        settings.put("port", -1);
        plane();
        assertThat(events).contains("ready up");
    }

    @Test
    void aUsedPortFailsTheStartWithOneLineAndStartsNothing() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1}))) {
            settings.put("port", used.getLocalPort());
            ManagementPlane plane = plane();
            assertThat(events).containsExactly("gate up", "failed: the management plane cannot listen on port "
                    + used.getLocalPort() + " of 127.0.0.1: Address already in use");
            plane.stop();
            assertThat(events).endsWith("failed down", "gate down");
        }
    }

    @Test
    void aServerThatDoesNotComeUpFailsTheStart() {
        felixHttp.broken = true;
        plane();
        assertThat(events).containsSequence("server up", "server down")
                .last()
                .asString()
                .startsWith("failed: the management plane cannot listen on port ");
    }

    @Test
    void aPortThatIsNoPortFailsTheStart() {
        settings.put("port", 70_000);
        plane();
        assertThat(events.getLast()).startsWith("failed: ").contains("70000");
        framework.put("patchbay.managementPort", "many");
        plane();
        assertThat(events.getLast()).isEqualTo("failed: the management port is no number: many");
    }

    @Test
    void aTokenThatCannotBeKeptFailsTheStart() {
        framework.put("patchbay.home", "/dev/null");
        plane();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).startsWith("failed: the admin token cannot be kept in /dev/null/");
    }

    private ManagementPlane plane() {
        return new ManagementPlane(proxy(BundleContext.class, this::onContext), settings(), felixHttp, Map.of());
    }

    private ManagementPlane.Config settings() {
        return (ManagementPlane.Config) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ManagementPlane.Config.class},
                (_, method, _) -> settings.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private Object onContext(String method, Object[] arguments) {
        return switch (method) {
            case "getProperty" -> framework.get(arguments[0]);
            case "getServiceReferences" ->
                    felixHttp.up() ? List.of(proxy(ServiceReference.class, (_, _) -> 0)) : List.of();
            case "registerService" -> registered((Class<?>) arguments[0], (Dictionary<?, ?>) arguments[2]);
            default -> throw new AssertionError(method);
        };
    }

    private Object registered(Class<?> type, Dictionary<?, ?> properties) {
        String what = type == Preprocessor.class ? "gate" : String.valueOf(properties.get("patchbay.startup"));
        String reason = String.valueOf(properties.get("patchbay.startup.reason"));
        events.add(what.equals("failed") ? "failed: " + reason : what + " up");
        port = properties.get("patchbay.managementPort");
        return proxy(ServiceRegistration.class, (_, _) -> events.add(what + " down"));
    }

    private interface Behaviour {
        Object on(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
            Object result = behaviour.on(method.getName(), arguments);
            return method.getReturnType() == void.class ? null : result;
        }));
    }

    /** Makes one server. */
    private final class FelixHttp implements ManagedServiceFactory {
        private Dictionary<String, ?> properties = FrameworkUtil.asDictionary(Map.of());
        private boolean running;
        private boolean broken;

        private boolean up() {
            return running && !broken;
        }

        @Override
        public String getName() {
            return "Felix HTTP";
        }

        @Override
        public void updated(String pid, Dictionary<String, ?> given) {
            properties = given;
            running = true;
            events.add("server up");
        }

        @Override
        public void deleted(String pid) {
            running = false;
            events.add("server down");
        }
    }
}
