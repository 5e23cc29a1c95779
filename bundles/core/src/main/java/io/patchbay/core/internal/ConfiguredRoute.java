package io.patchbay.core.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * A route's configuration. It stays the same service when its configuration changes, so that no request meets a moment
 * without it.
 */
@Component(service = ConfiguredRoute.class, configurationPid = ConfiguredRoute.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={model} to {targets}")
@Designate(ocd = ConfiguredRoute.Settings.class, factory = true)
public final class ConfiguredRoute {
    static final String PID = "io.patchbay.route";

    private volatile Route current;

    /** Settings of a route. */
    @ObjectClassDefinition(name = "Patchbay: route", description = "Where requests for some models go, and in which order.")
    public @interface Settings {
        /** Which models. */
        @AttributeDefinition(name = "Model", description = "A model's name, or a pattern in which * stands for any text. Of routes of one priority the longest one that fits wins.")
        String model();

        /** Which requests of these. */
        @AttributeDefinition(name = "When", required = false, description = "Which requests of the model, in CEL, such as headers[\"x-team\"] == \"blue\" && size < 100000; empty for all. There are model, dialect, operation, stream, headers, caller, size, tools, vision, json, language, hour, weekday and now. A condition that fails is not fulfilled.")
        String when() default "";

        /** Which routes are looked at first. */
        @AttributeDefinition(name = "Priority", description = "Routes of a higher one are looked at first, whatever their models.")
        int priority() default 0;

        /** Where they go. */
        @AttributeDefinition(name = "Targets", description = "provider, or provider/model where the upstream's model differs, each with an optional =weight.")
        String[] targets();

        /** Where they go next. */
        @AttributeDefinition(name = "Fallbacks", required = false, description = "Targets that are tried in this order when all others failed.")
        String[] fallbacks() default {};

        /** Where they go next when the context is too long. */
        @AttributeDefinition(name = "Context fallbacks", required = false, description = "Targets that are tried in this order when the conversation is longer than a model takes.")
        String[] contextFallbacks() default {};

        /** Where they go next when a policy refuses. */
        @AttributeDefinition(name = "Content fallbacks", required = false, description = "Targets that are tried in this order when a provider's content policy refuses a request or an answer.")
        String[] contentFallbacks() default {};

        /** Where they go next when a limit is used up. */
        @AttributeDefinition(name = "Rate limit fallbacks", required = false, description = "Targets that are tried in this order, before the other fallbacks, when a limit of the provider is used up.")
        String[] rateLimitFallbacks() default {};

        /** After which errors else the fallbacks follow. */
        @AttributeDefinition(name = "Fall back on", required = false, options = {
            @Option(label = "model_not_found", value = "model_not_found"),
            @Option(label = "too_large", value = "too_large"),
            @Option(label = "invalid_request", value = "invalid_request"),
            @Option(label = "context_length", value = "context_length"),
            @Option(label = "content_filtered", value = "content_filtered")}, description = "Errors after which the fallbacks follow, too; without, the client gets them.")
        String[] fallbackOn() default {};

        /** What keeps requests with one target. */
        @AttributeDefinition(name = "Sticky", description = "Whether the same user always gets the same target, for as long as the weights are the same: user (by the body's user, the header x-patchbay-user, or the virtual key), header: and the name of a header, or none. It takes the balancer's place.")
        String sticky() default "none";

        /** Who puts the targets in order. */
        @AttributeDefinition(name = "Balancer", description = "The name of the balancer that puts the targets in order.")
        String balancer() default "weighted";

        /** How often to start over. */
        @AttributeDefinition(name = "Retries", min = "0", description = "How often all targets are tried again when every one has failed, before a fallback is tried, and how often each fallback.")
        int retries() default 2;

        /** Whether a cache may answer. */
        @AttributeDefinition(name = "Cache", description = "Whether a response cache may answer, where one is configured.")
        boolean cache() default false;

        /** Whether all must be said. */
        @AttributeDefinition(name = "Strict", description = "Whether a request is refused that says something which the provider's dialect has no words for, where no other target has. Without, that is left out and named in x-patchbay-dropped.")
        boolean strict() default false;

        /** What happens to a stream that breaks. */
        @AttributeDefinition(name = "Rescue", options = {@Option(label = "continue", value = "continue"),
            @Option(label = "restart", value = "restart"),
            @Option(label = "none", value = "none")}, description = "What happens to a stream that breaks when the client has begun to read it. continue: a target whose provider says, by its setting prefill, that its models go on from a given beginning does so; where there is none, the client gets an error. restart: where there is none, another target starts over, and the stream says so. none: the client gets an error.")
        String rescue() default "continue";

        /** Whether a second attempt is made. */
        @AttributeDefinition(name = "Hedge", description = "Whether a second attempt is made, at the next target or else at the same one, beside a first that takes long to say anything; the one that speaks first answers, the other is cancelled.")
        boolean hedge() default false;

        /** When it is made. */
        @AttributeDefinition(name = "Hedge after", min = "-1", description = "After how long without a word the second attempt is made, in ms; -1: after the time within which 95 % of the target's last answers began.")
        long hedgeAfterMs() default -1;

        /** Where requests are mirrored. */
        @AttributeDefinition(name = "Shadow", required = false, description = "Targets to which requests are mirrored, each with an optional =share of them from 0 to 1. Nobody waits for the answers; they are recorded.")
        String[] shadow() default {};

        /** How many at a time. */
        @AttributeDefinition(name = "Requests at a time", min = "0", description = "How many requests the route answers at the same time, streams included; more are refused with 429. 0 for any number.")
        int maxConcurrent() default 0;

        /** How many a minute. */
        @AttributeDefinition(name = "Requests a minute", min = "0", description = "How many requests a minute the route takes, as many of them at once; more are refused with 429. 0 for any number.")
        int requestsPerMinute() default 0;

        /** Which filters run. */
        @AttributeDefinition(name = "Filters", required = false, description = "The only filters that run, by the name in their configuration, its PID, or the component's name; empty for all. It names those that are required, too.")
        String[] filters() default {};

        /** Which filters do not run. */
        @AttributeDefinition(name = "Without filters", required = false, description = "Filters that do not run, by any of their names; none that is required.")
        String[] withoutFilters() default {};

        /** Connecting. */
        @AttributeDefinition(name = "Connect time-out", min = "-1", description = "How long connecting may take, in ms. Overrides the provider's; -1 does not.")
        long connectTimeoutMs() default -1;

        /** The answer's headers. */
        @AttributeDefinition(name = "Headers time-out", min = "-1", description = "How long it may take, from sending on, until the answer's headers are there, in ms. Overrides the provider's; -1 does not.")
        long headersTimeoutMs() default -1;

        /** The first useful event. */
        @AttributeDefinition(name = "First event time-out", min = "-1", description = "How long it may take, from sending on, until the first useful event of a stream, in ms. Overrides the provider's; -1 does not.")
        long firstEventTimeoutMs() default -1;

        /** Between two events. */
        @AttributeDefinition(name = "Stall time-out", min = "-1", description = "How long a stream may pause between two events, in ms. Overrides the provider's; -1 does not.")
        long stallTimeoutMs() default -1;

        /** The whole exchange. */
        @AttributeDefinition(name = "Time-out", min = "-1", description = "How long an exchange may take with all its attempts, in ms. Overrides the provider's; -1 does not.")
        long timeoutMs() default -1;
    }

    /**
     * A route with these settings.
     *
     * @throws IllegalArgumentException where a setting cannot be read
     */
    @Activate
    public ConfiguredRoute(Settings settings, Map<String, Object> properties) {
        current = Route.of(settings, properties);
    }

    /** Where a setting cannot be read, the route stays as it was, and the exception is logged by DS. */
    @Modified
    void modified(Settings settings, Map<String, Object> properties) {
        current = Route.of(settings, properties);
    }

    /** The route as it is configured now. */
    Route current() {
        return current;
    }
}
