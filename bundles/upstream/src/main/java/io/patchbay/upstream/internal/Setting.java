package io.patchbay.upstream.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A setting that every provider over HTTP has: one list for reading a configuration and for showing it. */
public enum Setting {
    /** The address that the dialect's paths are put after. */
    BASE_URL(Kind.TEXT, "baseUrl", "", "Base URL",
            "Where the upstream is, such as https://api.example.com/v1; the dialect's paths come after it."),
    /** The dialects that requests are sent in. */
    DIALECTS(Kind.TEXTS, "dialects", "", "Dialects", "The dialects that the upstream speaks, best first."),
    /** What the upstream has beside chat and embeddings. */
    SURFACES(Kind.TEXTS, "surfaces", "", "Surfaces",
            "What the upstream has beyond what every upstream of its dialects has, such as images or files; requests for "
                    + "anything else of that sort are not sent to it."),
    /** The models that the upstream has. */
    MODELS(Kind.TEXTS, "models", "", "Models",
            "Patterns of the models that the upstream has, such as gpt-*. Without any, the upstream is asked for its list."),
    /** The models that go on from a given beginning. */
    PREFILL(Kind.TEXTS, "prefill", "", "Prefill",
            "Patterns of the models that go on from an assistant's message at the end of the conversation as from their own "
                    + "beginning. A stream that broke off elsewhere is gone on with by one of them."),
    /** What tells such a model to go on. */
    PREFILL_MEMBER(Kind.TEXT, "prefillMember", "", "Member of a prefill",
            "The member that is true in an assistant's message that is to be gone on from, such as prefix, where the upstream "
                    + "wants one."),
    /** Where such a model is asked to. */
    PREFILL_PATH(Kind.TEXT, "prefillPath", "", "Path of a prefill",
            "The path between the base URL and the dialect's, such as /beta, where the upstream goes on from a message at "
                    + "another address."),
    /** Whether it says what it was told again. */
    PREFILL_REPEATED(Kind.FLAG, "prefillRepeated", "false", "Repeats a prefill",
            "Whether the answer begins with the message that it goes on from, which is then left out."),
    /** Where the upstream lists its models. */
    MODELS_PATH(Kind.TEXT, "modelsPath", "/models", "Models path",
            "The path after the base URL at which the upstream lists its models."),
    /** Headers for every request. */
    HEADERS(Kind.SECRETS, "headers", "", "Headers",
            "Headers that every request carries, each as 'name: value'; they replace the client's of the same name."),
    /** Until the connection stands. */
    CONNECT_TIMEOUT(Kind.NUMBER, "connectTimeoutMs", "5000", "Connect time-out",
            "How long connecting may take, in ms."),
    /** Until the answer's headers. */
    HEADERS_TIMEOUT(Kind.NUMBER, "headersTimeoutMs", "60000", "Headers time-out",
            "How long it may take, from sending on, until the answer's headers are there, in ms."),
    /** Until the first useful event. */
    FIRST_EVENT_TIMEOUT(Kind.NUMBER, "firstEventTimeoutMs", "60000", "First event time-out",
            "How long it may take, from sending on, until the first useful event of a stream, in ms."),
    /** Between two events. */
    STALL_TIMEOUT(Kind.NUMBER, "stallTimeoutMs", "60000", "Stall time-out",
            "How long a stream may pause between two events, in ms."),
    /** The whole attempt. */
    TIMEOUT(Kind.NUMBER, "timeoutMs", "600000", "Time-out", "How long a whole attempt may take, in ms."),
    /** How long what fails is left alone. */
    COOLDOWN(Kind.NUMBER, "cooldownMs", "5000", "Cool-down",
            "How long a key that is limited, or what has failed too often, rests at first where the upstream does not say, "
                    + "in ms; it grows with each further failure."),
    /** Attempts at a time. */
    MAX_CONCURRENT(Kind.COUNT, "maxConcurrent", "0", "Most attempts at a time",
            "How many attempts there may be at a time; 0 for as many as come."),
    /** Whether that number is found. */
    ADAPTIVE_CONCURRENCY(Kind.FLAG, "adaptiveConcurrency", "false", "Adaptive concurrency",
            "Whether the gateway finds how many attempts the upstream takes at a time by how fast it answers; the most "
                    + "attempts at a time are the bound."),
    /** Requests that wait for a place. */
    MAX_QUEUED(Kind.COUNT, "maxQueued", "1000", "Most queued requests",
            "How many requests wait where there may be no more attempts; the least important are refused."),
    /** How long they wait. */
    QUEUE_TIMEOUT(Kind.NUMBER, "queueTimeoutMs", "10000", "Queue time-out",
            "How long a request waits where there may be no more attempts, in ms."),
    /** Asking whether it is well again. */
    PROBE(Kind.COUNT, "probeMs", "0", "Probe interval",
            "How often the upstream is asked whether it is well again while it fails, in ms; 0 for never: then a request "
                    + "finds out."),
    /** Connections to one origin. */
    MAX_CONNECTIONS(Kind.NUMBER, "maxConnections", "10000", "Most connections",
            "How many connections to the upstream there may be at a time."),
    /** Requests that wait for a connection. */
    MAX_WAITING(Kind.NUMBER, "maxWaiting", "1000", "Most waiting requests",
            "How many requests may wait for a connection; one more is refused as an overload."),
    /** How old a connection gets. */
    CONNECTION_MAX_AGE(Kind.NUMBER, "connectionMaxAgeMs", "600000", "Age of a connection",
            "How long a connection is used, in ms, before a new one is made, for which the host's name is resolved again."),
    /** The size of an answer. */
    MAX_RESPONSE_BYTES(Kind.NUMBER, "maxResponseBytes", "67108864", "Largest answer",
            "How large an answer that is no stream may be, in bytes."),
    /** The size of an event. */
    MAX_EVENT_BYTES(Kind.NUMBER, "maxEventBytes", "16777216", "Largest event",
            "How large one event of a stream may be, in bytes."),
    /** The HTTP proxy. */
    PROXY(Kind.SECRET, "proxy", "", "Proxy",
            "An HTTP proxy, http://user:password@host:port; 'none' for none. Empty: what HTTPS_PROXY, HTTP_PROXY and "
                    + "NO_PROXY say."),
    /** Whom to trust. */
    TRUST_FILE(Kind.TEXT, "trustFile", "", "Trusted certificates",
            "A PEM file with the certificates to trust in place of the system's."),
    /** The protocol. */
    HTTP2(Kind.FLAG, "http2", "false", "HTTP/2",
            "Whether to speak HTTP/2: offered to an https upstream, taken for granted with an http one.");

    /** What a setting's value is. */
    public enum Kind {
        /** One text. */
        TEXT,
        /** Several texts. */
        TEXTS,
        /** One text that may hold a secret. */
        SECRET,
        /** Several texts that may hold secrets. */
        SECRETS,
        /** A whole number from 1 on. */
        NUMBER,
        /** A whole number from 0 on. */
        COUNT,
        /** True or false. */
        FLAG
    }

    private final Kind kind;
    private final String key;
    private final String standard;
    private final String title;
    private final String description;

    Setting(Kind kind, String key, String standard, String title, String description) {
        this.kind = kind;
        this.key = key;
        this.standard = standard;
        this.title = title;
        this.description = description;
    }

    /** What the value is. */
    public Kind kind() {
        return kind;
    }

    /** The name in a configuration. */
    public String key() {
        return key;
    }

    /** The value where none is configured, as text. */
    public String standard() {
        return standard;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** What it does. */
    public String description() {
        return description;
    }

    /** The configured text, or the standard one. */
    public String text(Map<String, ?> configuration) {
        Object value = configuration.get(key);
        return value == null ? standard : value.toString().strip();
    }

    /** The configured texts, none empty; an empty list where there are none. */
    public List<String> texts(Map<String, ?> configuration) {
        @Nullable
        Object value = configuration.get(key);
        List<?> values = switch (value) {
            case null -> List.of();
            case Object[] several -> Arrays.asList(several);
            case Collection<?> several -> List.copyOf(several);
            default -> List.of(value);
        };
        return values.stream().map(String::valueOf).map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    /** The configured number, or the standard one. */
    public int number(Map<String, ?> configuration) {
        String text = text(configuration);
        try {
            int number = Integer.parseInt(text);
            if (number >= least()) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(notANumber(text), e);
        }
        throw new IllegalArgumentException(notANumber(text));
    }

    /** The configured time, or the standard one. */
    public Duration millis(Map<String, ?> configuration) {
        return Duration.ofMillis(number(configuration));
    }

    /** The configured flag, or the standard one. */
    public boolean flag(Map<String, ?> configuration) {
        return switch (text(configuration)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + " is true or false");
        };
    }

    /** The least number that is a value. */
    public int least() {
        return kind == Kind.COUNT ? 0 : 1;
    }

    private String notANumber(String text) {
        return key + " is a whole number from " + least() + " to " + Integer.MAX_VALUE + ", not '" + text + "'";
    }
}
