package io.patchbay.upstream.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.upstream.ConnectionSettings;
import io.patchbay.upstream.Upstream;
import io.patchbay.upstream.UpstreamRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP client on Jetty: one client of Jetty's for each of the settings in use, threads and buffers shared. */
@Component
public final class JettyUpstream implements Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(JettyUpstream.class);

    final Map<ConnectionSettings, Client> clients = new ConcurrentHashMap<>();
    private final Set<Client> retired = ConcurrentHashMap.newKeySet();
    private final ClientFactory factory;

    /** The client, with proxies as the environment says. */
    @Activate
    public JettyUpstream() {
        this(System.getenv());
    }

    JettyUpstream(Map<String, String> environment) {
        this(environment, new ArrayByteBufferPool());
    }

    JettyUpstream(Map<String, String> environment, ByteBufferPool pool) {
        factory = new ClientFactory(environment, pool);
        factory.every(Client.KEPT, this::retire);
    }

    @Override
    public Answer send(UpstreamRequest request) {
        request.cancellation().check();
        Client client = client(request.connection());
        Call call = client.call(request);
        Response response = call.headers();
        if (response == null) {
            LOG.debug("a kept-alive connection was closed under {}: sent again on a new one", request);
            call = client.callOnNewConnection(request);
            response = call.headers();
        }
        if (response == null) {
            throw new IllegalStateException("a new connection cannot be stale");
        }
        try {
            return AnswerReader.read(call, response, request);
        } catch (GatewayException e) {
            call.fail(e);
            call.over();
            throw e;
        }
    }

    /** Stops everything; what is under way fails. */
    @Deactivate
    void close() {
        clients.values().forEach(Client::close);
        retired.forEach(Client::close);
        factory.close();
    }

    private Client client(ConnectionSettings settings) {
        Client client = clients.get(settings);
        return client != null ? client : clients.computeIfAbsent(settings, factory::client);
    }

    /** Closes clients that are of no use any more, one round after the last request can have got hold of them. */
    void retire() {
        retired.removeIf(client -> {
            boolean unused = !client.usedSinceAsked();
            if (unused) {
                client.close();
            }
            return unused;
        });
        clients.values().removeIf(client -> !client.usedSinceAsked() && retired.add(client));
    }
}
