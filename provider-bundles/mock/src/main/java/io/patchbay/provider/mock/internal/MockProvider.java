package io.patchbay.provider.mock.internal;

import io.patchbay.api.config.Speaks;
import io.patchbay.api.config.Surfaces;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.provider.ModelLister;
import io.patchbay.api.provider.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A provider that needs no network: it answers by itself, at a set speed, and fails as it is told to. */
@Component(service = Provider.class, configurationPid = MockProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, property = "webconsole.configurationFactory.nameHint={models}")
@Designate(ocd = MockProvider.Settings.class, factory = true)
@Speaks("openai-chat")
@Surfaces({"images", "speech", "transcriptions", "moderations"})
public final class MockProvider implements Provider, ModelLister {
    /** The factory PID of the mock's configurations. */
    public static final String PID = "io.patchbay.provider.mock";

    private static final String FAULT_HEADER = "x-mock-fault";

    /** The settings. */
    @ObjectClassDefinition(name = "Patchbay: provider Mock", description = "A provider that needs no network, answers at a set speed, and fails as it is told to.")
    public @interface Settings {
        /** The models that it says it has; it answers for any. */
        @AttributeDefinition(name = "Models", description = "The models that it has, or patterns of them.")
        String[] models() default "mock-1";

        /** What it says. */
        @AttributeDefinition(name = "Reply", description = "What it says; {message} stands for the beginning of the last user message.")
        String reply() default "Hello from Patchbay's mock. You said: {message}";

        /** How long it thinks. */
        @AttributeDefinition(name = "Latency", description = "How long it takes until an answer begins, in ms.", min = "0")
        int latencyMs() default 0;

        /** How fast it streams. */
        @AttributeDefinition(name = "Event interval", description = "How long it takes from one event of a stream to the next, in ms.", min = "0")
        int eventIntervalMs() default 0;

        /** How much it says. */
        @AttributeDefinition(name = "Event count", description = "How many words an answer has, each an event of a "
                + "stream: the reply's words are cut or repeated. 0: the reply as it is.", min = "0")
        int eventCount() default 0;

        /** The length of a vector. */
        @AttributeDefinition(name = "Dimensions", description = "How many numbers an embedding's vector has where the request does not say.", min = "1", max = "4096")
        int dimensions() default 8;

        /** How it fails. */
        @AttributeDefinition(name = "Faults", description = "What each call gets, in turn and then from the first "
                + "again: none, an HTTP status such as 503, or 429:2 with its retry-after in seconds, or one of reset, "
                + "hang, slow-first-event, cut, unfinished, stall, malformed, error-event, no-terminator, heartbeats, "
                + "context-length, content-filter, filtered, html, empty. Without any, no call fails.")
        String[] faults() default {};

        /** Who may say how it fails. */
        @AttributeDefinition(name = "Allow fault header", description = "Whether a request may choose its fault by the header x-mock-fault.")
        boolean allowFaultHeader() default true;

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
    }

    private final List<String> models;
    private final int latencyMs;
    private final boolean allowFaultHeader;
    private final Waiter waiter;
    private final MockAnswers answers;
    private final List<Fault> faults;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * A mock.
     *
     * @throws IllegalArgumentException if a fault is unknown, naming it
     */
    @Activate
    public MockProvider(Settings settings) {
        this(settings, Waiter::sleep);
    }

    MockProvider(Settings settings, Waiter waiter) {
        models = List.of(settings.models());
        latencyMs = settings.latencyMs();
        allowFaultHeader = settings.allowFaultHeader();
        this.waiter = waiter;
        answers = new MockAnswers(new Reply(settings.reply(), settings.eventCount()), settings.eventIntervalMs(),
                settings.dimensions(), waiter);
        faults = Stream.of(settings.faults()).map(Fault::parse).toList();
    }

    @Override
    public List<ModelInfo> models(Optional<Key> key) {
        return models.stream()
                .filter(name -> new ModelPattern(name).literal())
                .map(name -> new ModelInfo(name, "mock", 0))
                .toList();
    }

    @Override
    public Answer send(Attempt attempt) {
        attempt.cancellation().check();
        Fault fault = fault(attempt.request().headers());
        if (latencyMs > 0) {
            waiter.pause(latencyMs, attempt.cancellation());
        }
        return answers.answer(attempt, fault);
    }

    private Fault fault(Headers headers) {
        Optional<String> wanted = allowFaultHeader ? headers.first(FAULT_HEADER) : Optional.empty();
        if (wanted.isEmpty()) {
            return faults.isEmpty() ? Fault.NONE : faults.get(Math.floorMod(calls.getAndIncrement(), faults.size()));
        }
        try {
            return Fault.parse(wanted.get());
        } catch (IllegalArgumentException e) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, FAULT_HEADER + ": " + e.getMessage(), e);
        }
    }
}
