package io.patchbay.upstream;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import io.patchbay.api.provider.Provider;
import io.patchbay.upstream.internal.ModelList;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider that speaks known dialects over HTTP: the request as it is, below a base URL, with a key's proof added.
 *
 * <p>A vendor that needs no more than that is a descriptor and no code. One with an authentication of its own is a small
 * subclass, here with the whole component:
 *
 * {@snippet :
 * @Component(service = Provider.class, configurationPid = "io.patchbay.provider.acme",
 *         configurationPolicy = ConfigurationPolicy.REQUIRE)
 * @Speaks("openai-chat")
 * public final class AcmeProvider extends HttpProvider {
 *     @Activate
 *     public AcmeProvider(@Reference Upstream upstream, Map<String, Object> configuration) {
 *         super(upstream, ProviderSettings.of(configuration, "https://api.acme.example/v1"),
 *                 (request, key) -> request.withHeader("x-acme-signature", sign(request, key)));
 *     }
 * }
 * }
 *
 * <p>Holds nothing that must be closed. Safe for use by many threads.
 */
@ConsumerType
public class HttpProvider implements Provider, ModelLister {
    private static final Duration MODELS_TIMEOUT = Duration.ofSeconds(30);

    private final Upstream upstream;
    private final ProviderSettings settings;
    private final Authentication authentication;

    /**
     * A provider.
     *
     * @param upstream the client to call out with
     * @param settings where the upstream is and how it is called
     * @param authentication how a key is proved
     */
    public HttpProvider(Upstream upstream, ProviderSettings settings, Authentication authentication) {
        this.upstream = upstream;
        this.settings = settings;
        this.authentication = authentication;
    }

    @Override
    public Answer send(Attempt attempt) {
        WireRequest wire = adapted(attempt.request());
        Timeouts timeouts = attempt.timeouts();
        UpstreamRequest request = UpstreamRequest.builder(uri(wire))
                .method(wire.method())
                .headers(headers(wire.headers()))
                .body(wire.body())
                .connection(connection(timeouts.connect()))
                .cancellation(attempt.cancellation())
                .longestSilence(longest(timeouts))
                .maxResponseBytes(settings.maxResponseBytes())
                .maxEventBytes(settings.maxEventBytes())
                .build();
        return upstream.send(authenticated(request, attempt.key()));
    }

    @Override
    public List<ModelInfo> models(Optional<Key> key) {
        UpstreamRequest request = UpstreamRequest.builder(URI.create(settings.baseUrl() + settings.modelsPath()))
                .headers(headers(Headers.of("Accept", "application/json")))
                .connection(settings.connection())
                .timeout(MODELS_TIMEOUT)
                .maxResponseBytes(settings.maxResponseBytes())
                .build();
        try (Answer answer = upstream.send(authenticated(request, key))) {
            if (answer.status() != 200) {
                throw new GatewayException(ErrorKind.UPSTREAM,
                        "The upstream does not list its models: status " + answer.status() + ".")
                        .withUpstreamStatus(answer.status());
            }
            return ModelList.read(answer.next().map(Frame::data).orElseThrow(
                    () -> new GatewayException(ErrorKind.UPSTREAM, "The upstream's list of models is empty.")));
        }
    }

    /**
     * A request as this upstream wants it: as the dialect has it, unless overridden.
     *
     * @param request the request in one of the provider's dialects
     * @throws GatewayException where the upstream has no such operation
     */
    protected WireRequest adapted(WireRequest request) {
        return request;
    }

    private URI uri(WireRequest wire) {
        String query = wire.query().isEmpty() ? "" : "?" + wire.query();
        try {
            return URI.create(settings.baseUrl() + wire.path() + query);
        } catch (IllegalArgumentException e) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The request's path or query is malformed.", e);
        }
    }

    private Headers headers(Headers own) {
        Headers configured = settings.headers();
        if (configured.size() == 0) {
            return own;
        }
        Headers.Builder all = Headers.builder();
        own.without(configured::contains).forEach(all::add);
        configured.forEach(all::add);
        return all.build();
    }

    private ConnectionSettings connection(Duration connectTimeout) {
        ConnectionSettings connection = settings.connection();
        return connectTimeout.equals(connection.connectTimeout())
                ? connection
                : connection.toBuilder().connectTimeout(connectTimeout).build();
    }

    private UpstreamRequest authenticated(UpstreamRequest request, Optional<Key> key) {
        return key.isPresent()
                ? authentication.authenticate(request, key.get())
                : authentication.authenticate(request);
    }

    /** The transport must be no less patient than those who watch the attempt. */
    private static Duration longest(Timeouts timeouts) {
        Duration longest = timeouts.headers();
        longest = longest.compareTo(timeouts.firstEvent()) < 0 ? timeouts.firstEvent() : longest;
        return longest.compareTo(timeouts.stall()) < 0 ? timeouts.stall() : longest;
    }
}
