package io.patchbay.provider.vertex.internal;

import io.patchbay.api.config.Speaks;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.DialectsByModel;
import io.patchbay.api.provider.Provider;
import io.patchbay.upstream.BearerTokens;
import io.patchbay.upstream.CredentialCalls;
import io.patchbay.upstream.HttpProvider;
import io.patchbay.upstream.ProviderSettings;
import io.patchbay.upstream.Upstream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Vertex AI for one project in one location: Gemini, Claude, and open models that Google serves as OpenAI does. */
@Component(service = Provider.class, configurationPid = VertexProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={project}, {location}")
@Designate(ocd = VertexProvider.Settings.class, factory = true)
@Speaks({"gemini", "anthropic-messages", "openai-chat"})
public final class VertexProvider extends HttpProvider implements DialectsByModel {
    /** The factory PID of its configurations. */
    public static final String PID = "io.patchbay.provider.vertex";

    private static final String BASE_URL = "baseUrl";

    /** The settings: project and location, and those of every provider over HTTP. */
    @ObjectClassDefinition(name = "Patchbay: provider Google Vertex AI", description = "Models on Vertex AI: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/overview")
    public @interface Settings {
        /** The project. */
        @AttributeDefinition(name = "Project", description = "The ID of the Google Cloud project that is charged.")
        String project();

        /** The location. */
        @AttributeDefinition(name = "Location", description = "Where models run: global, us, eu, or a region such as europe-west1.")
        String location() default "global";

        /** The address. */
        @AttributeDefinition(name = "Base URL", required = false, description = "Where the upstream is, with version, project and location; empty: the location's https://LOCATION-aiplatform.googleapis.com/v1/projects/PROJECT/locations/LOCATION.")
        String baseUrl() default "";

        /** The models. */
        @AttributeDefinition(name = "Models", description = "Patterns of the models that the upstream has. One that begins with claude is asked as Anthropic's are, one with a slash, such as meta/llama-4-maverick-17b-128e-instruct-maas, as OpenAI's, any other as Gemini.")
        String[] models() default {"gemini-*", "claude-*"};

        /** The models that go on from a given beginning. */
        @AttributeDefinition(name = "Prefill", required = false, description = "Patterns of the models that go on from an assistant's message at the end of the conversation as from their own beginning. A stream that broke off elsewhere is gone on with by one of them.")
        String[] prefill() default {};

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
    public VertexProvider(@Reference Upstream upstream, Settings settings, Map<String, Object> configuration) {
        this(upstream, Objects.requireNonNullElse(settings.project(), ""), settings.location(), configuration,
                Clock.systemUTC(), System.getenv());
    }

    VertexProvider(Upstream upstream, String project, String location, Map<String, Object> configuration,
            InstantSource clock, Map<String, String> environment) {
        this(upstream, settings(configuration, project, location), clock, environment);
    }

    private VertexProvider(Upstream upstream, ProviderSettings settings, InstantSource clock,
            Map<String, String> environment) {
        super(upstream, settings, new BearerTokens(clock,
                new GoogleTokens(new CredentialCalls(upstream, settings.connection()), environment)));
    }

    @Override
    public List<String> dialects(String model) {
        return List.of(Publisher.of(model).dialect());
    }

    @Override
    protected WireRequest adapted(WireRequest request) {
        return Publisher.of(request.model()).adapted(request);
    }

    private static ProviderSettings settings(Map<String, Object> configuration, String project, String location) {
        if (project.isBlank() || location.isBlank()) {
            throw new IllegalArgumentException("project and location are needed");
        }
        Map<String, Object> given = new HashMap<>(configuration);
        given.remove(BASE_URL, "");
        return ProviderSettings.of(given, baseUrl(project, location));
    }

    /**
     * The location's endpoint. Source: <a
     * href="https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations">locations</a>.
     */
    static String baseUrl(String project, String location) {
        String host = switch (location) {
            case "global" -> "aiplatform.googleapis.com";
            case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
            default -> location + "-aiplatform.googleapis.com";
        };
        return "https://" + host + "/v1/projects/" + project + "/locations/" + location;
    }
}
