package io.patchbay.provider.azure.internal;

import io.patchbay.api.config.Speaks;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.DialectsByModel;
import io.patchbay.api.provider.Provider;
import io.patchbay.upstream.CredentialCalls;
import io.patchbay.upstream.HttpProvider;
import io.patchbay.upstream.ProviderSettings;
import io.patchbay.upstream.Upstream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The deployments of one resource of Azure OpenAI.
 *
 * <p>The API v1 is the dialect's own, the deployment's name its model. Before it, the deployment stood in the path and the
 * version in the query. Source: <a href="https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle">API
 * lifecycle</a>.
 */
@Component(service = Provider.class, configurationPid = AzureProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={baseUrl}")
@Designate(ocd = AzureProvider.Settings.class, factory = true)
@Speaks({"openai-chat", "openai-responses"})
public final class AzureProvider extends HttpProvider implements DialectsByModel {
    /** The factory PID of its configurations. */
    public static final String PID = "io.patchbay.provider.azure";

    private static final String MODELS_PATH = "modelsPath";

    private final String apiVersion;
    private final boolean deploymentInPath;
    private final List<String> dialects;

    /** The settings: where the resource is, how its tokens are got, and those of every provider over HTTP. */
    @ObjectClassDefinition(name = "Patchbay: provider Azure OpenAI", description = "Models deployed in a resource of Azure: https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle")
    public @interface Settings {
        /** The address. */
        @AttributeDefinition(name = "Base URL", description = "Where the resource is: https://RESOURCE.openai.azure.com/openai/v1, or without /v1 for an API version of before.")
        String baseUrl();

        /** The version. */
        @AttributeDefinition(name = "API version", required = false, description = "Sent as api-version with every request, such as 2024-10-21; empty for the API v1, which needs none.")
        String apiVersion() default "";

        /** The dialects. */
        @AttributeDefinition(name = "Dialects", description = "The dialects that the deployments speak, best first.")
        String[] dialects() default {"openai-chat", "openai-responses"};

        /** The deployments. */
        @AttributeDefinition(name = "Models", required = false, description = "The names of the deployments, or patterns of them. Azure does not list them.")
        String[] models() default {};

        /** The models that go on from a given beginning. */
        @AttributeDefinition(name = "Prefill", required = false, description = "Patterns of the models that go on from an assistant's message at the end of the conversation as from their own beginning. A stream that broke off elsewhere is gone on with by one of them.")
        String[] prefill() default {};

        /** Where Azure lists models. */
        @AttributeDefinition(name = "Models path", description = "The path after the base URL at which the resource lists the models that can be deployed.")
        String modelsPath() default "/models";

        /** Whom tokens come from. */
        @AttributeDefinition(name = "Authority", description = "Where Microsoft Entra ID is, for keys with a client secret and for workload identity: another one for a national cloud.")
        String authority() default "https://login.microsoftonline.com";

        /** What tokens are for. */
        @AttributeDefinition(name = "Scope", description = "What an Entra token is asked for: another one for a national cloud.")
        String scope() default "https://cognitiveservices.azure.com/.default";

        /** Headers for every request. */
        @AttributeDefinition(name = "Headers", type = AttributeType.PASSWORD, description = "Headers that every request carries, each as 'name: value'; they replace the client's of the same name.")
        String[] headers() default {};

        /** Until the connection stands. */
        @AttributeDefinition(name = "Connect time-out", description = "How long connecting may take, in ms.", min = "1")
        int connectTimeoutMs() default 5_000;

        /** Until the answer's headers. */
        @AttributeDefinition(name = "Headers time-out", description = "How long it may take, from sending on, until the answer's headers are there, in ms.", min = "1")
        int headersTimeoutMs() default 60_000;

        /** Until the first useful event. */
        @AttributeDefinition(name = "First event time-out", description = "How long it may take, from sending on, until the first useful event of a stream, in ms.", min = "1")
        int firstEventTimeoutMs() default 60_000;

        /** Between two events. */
        @AttributeDefinition(name = "Stall time-out", description = "How long a stream may pause between two events, in ms.", min = "1")
        int stallTimeoutMs() default 60_000;

        /** The whole attempt. */
        @AttributeDefinition(name = "Time-out", description = "How long a whole attempt may take, in ms.", min = "1")
        int timeoutMs() default 600_000;

        /** How long what fails is left alone. */
        @AttributeDefinition(name = "Cool-down", description = "How long a key that is limited, or what has failed too often, rests at first where the upstream does not say, in ms; it grows with each further failure.", min = "1")
        int cooldownMs() default 5_000;

        /** Attempts at a time. */
        @AttributeDefinition(name = "Most attempts at a time", description = "How many attempts there may be at a time; 0 for as many as come.", min = "0")
        int maxConcurrent() default 0;

        /** Whether that number is found. */
        @AttributeDefinition(name = "Adaptive concurrency", description = "Whether the gateway finds how many attempts the upstream takes at a time by how fast it answers; the most attempts at a time are the bound.")
        boolean adaptiveConcurrency() default false;

        /** Requests that wait for a place. */
        @AttributeDefinition(name = "Most queued requests", description = "How many requests wait where there may be no more attempts; the least important are refused.", min = "0")
        int maxQueued() default 1_000;

        /** How long they wait. */
        @AttributeDefinition(name = "Queue time-out", description = "How long a request waits where there may be no more attempts, in ms.", min = "1")
        int queueTimeoutMs() default 10_000;

        /** Asking whether it is well again. */
        @AttributeDefinition(name = "Probe interval", description = "How often the upstream is asked whether it is well again while it fails, in ms; 0 for never: then a request finds out.", min = "0")
        int probeMs() default 0;

        /** Connections. */
        @AttributeDefinition(name = "Most connections", description = "How many connections to the upstream there may be at a time.", min = "1")
        int maxConnections() default 10_000;

        /** Requests that wait for a connection. */
        @AttributeDefinition(name = "Most waiting requests", description = "How many requests may wait for a connection; one more is refused as an overload.", min = "1")
        int maxWaiting() default 1_000;

        /** How old a connection gets. */
        @AttributeDefinition(name = "Age of a connection", description = "How long a connection is used, in ms, before a new one is made, for which the host's name is resolved again.", min = "1")
        int connectionMaxAgeMs() default 600_000;

        /** The size of an answer. */
        @AttributeDefinition(name = "Largest answer", description = "How large an answer that is no stream may be, in bytes.", min = "1")
        int maxResponseBytes() default 64 << 20;

        /** The size of an event. */
        @AttributeDefinition(name = "Largest event", description = "How large one event of a stream may be, in bytes.", min = "1")
        int maxEventBytes() default 16 << 20;

        /** The HTTP proxy. */
        @AttributeDefinition(name = "Proxy", type = AttributeType.PASSWORD, required = false, description = "An HTTP proxy, http://user:password@host:port; 'none' for none. Empty: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.")
        String proxy() default "";

        /** Whom to trust. */
        @AttributeDefinition(name = "Trusted certificates", required = false, description = "A PEM file with the certificates to trust in place of the system's.")
        String trustFile() default "";

        /** The protocol. */
        @AttributeDefinition(name = "HTTP/2", description = "Whether to speak HTTP/2: offered to an https upstream, taken for granted with an http one.")
        boolean http2() default false;
    }

    /** A provider of one configuration. */
    @Activate
    public AzureProvider(@Reference Upstream upstream, Settings settings, Map<String, Object> configuration) {
        this(upstream, settings, configuration, Clock.systemUTC(), System.getenv());
    }

    AzureProvider(Upstream upstream, Settings settings, Map<String, Object> configuration, InstantSource clock,
            Map<String, String> environment) {
        this(upstream, settings, providerSettings(settings, configuration), clock, environment);
    }

    private AzureProvider(Upstream upstream, Settings settings, ProviderSettings provider, InstantSource clock,
            Map<String, String> environment) {
        super(upstream, provider, new AzureAuthentication(clock,
                new EntraTokens(new CredentialCalls(upstream, provider.connection()), settings.authority(),
                        settings.scope(), environment)));
        apiVersion = settings.apiVersion().strip();
        deploymentInPath = !apiVersion.isEmpty() && !provider.baseUrl().getPath().endsWith("/v1");
        dialects = List.of(settings.dialects());
    }

    @Override
    public List<String> dialects(String model) {
        return dialects;
    }

    @Override
    protected WireRequest adapted(WireRequest request) {
        if (apiVersion.isEmpty()) {
            return request;
        }
        // Responses name the deployment in the body, in every version that has them.
        boolean inPath = deploymentInPath && !request.model().isEmpty() && !request.path().startsWith("/responses");
        return request.toBuilder()
                .path(inPath ? "/deployments/{model}" + request.path() : request.path())
                .query(versioned(request.query(), apiVersion))
                .build();
    }

    private static ProviderSettings providerSettings(Settings settings, Map<String, Object> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        String version = settings.apiVersion().strip();
        if (!version.isEmpty()) {
            all.put(MODELS_PATH, settings.modelsPath() + "?" + versioned("", version));
        }
        return ProviderSettings.of(all);
    }

    private static String versioned(String query, String version) {
        return (query.isEmpty() ? "" : query + "&") + "api-version=" + version;
    }
}
