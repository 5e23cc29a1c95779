package io.patchbay.api.exchange;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client request from first byte in to last byte out.
 *
 * <p>The request is immutable. A filter that changes it passes a changed exchange on; both share id, caller,
 * cancellation and attributes. Safe for use by many threads.
 */
public final class Exchange {
    private final String id;
    private final Caller caller;
    private final Instant startedAt;
    private final WireRequest request;
    private final Function<WireRequest, ChatRequest> reader;
    private final Cancellation cancellation;
    private final Map<String, Object> attributes;
    private final Optional<String> shadowOf;
    private final boolean rewritten;
    private volatile @Nullable ChatRequest chat;

    private Exchange(String id, Caller caller, Instant startedAt, WireRequest request,
            Function<WireRequest, ChatRequest> reader, Cancellation cancellation, Map<String, Object> attributes,
            Optional<String> shadowOf, @Nullable ChatRequest rewrittenTo) {
        this.id = Objects.requireNonNull(id, "id");
        this.caller = Objects.requireNonNull(caller, "caller");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.request = Objects.requireNonNull(request, "request");
        this.reader = reader;
        this.cancellation = cancellation;
        this.attributes = attributes;
        this.shadowOf = shadowOf;
        this.rewritten = rewrittenTo != null;
        this.chat = rewrittenTo;
    }

    /**
     * A new exchange.
     *
     * @param id its id, unique and safe to show
     * @param caller who sent the request
     * @param startedAt when its first byte came
     * @param request the request, in the client's dialect
     * @param reader binds a request of that dialect; called at most about once, and only if somebody wants the result
     */
    public static Exchange of(String id, Caller caller, Instant startedAt, WireRequest request,
            Function<WireRequest, ChatRequest> reader) {
        return new Exchange(id, caller, startedAt, request, reader, new Cancellation(), new ConcurrentHashMap<>(4),
                Optional.empty(), null);
    }

    /** The id: the client's {@code x-request-id}, or one of our own. */
    public String id() {
        return id;
    }

    /** Who sent the request. */
    public Caller caller() {
        return caller;
    }

    /** When the first byte of the request came. */
    public Instant startedAt() {
        return startedAt;
    }

    /** The request in the client's dialect, as it came; a change made by {@link #withChat} does not show here. */
    public WireRequest request() {
        return request;
    }

    /** The model that the client asks for, after any change; empty for an operation without one. */
    public String model() {
        return rewrittenChat().map(ChatRequest::model).orElseGet(request::model);
    }

    /**
     * The request in no dialect, read when first asked for.
     *
     * @throws GatewayException if the request is wrong, or is no chat request
     */
    public ChatRequest chat() {
        ChatRequest known = chat;
        if (known == null) {
            known = reader.apply(request);
            chat = known;
        }
        return known;
    }

    /** The request as a filter changed it; empty while it is as the client sent it. */
    public Optional<ChatRequest> rewrittenChat() {
        return rewritten ? Optional.of(chat()) : Optional.empty();
    }

    /** The same exchange with a changed request. */
    public Exchange withChat(ChatRequest changed) {
        return new Exchange(id, caller, startedAt, request, reader, cancellation, attributes, shadowOf,
                changed);
    }

    /** The same exchange for another model; every other byte of the request stays. */
    public Exchange withModel(String model) {
        if (rewritten) {
            return withChat(chat().toBuilder().model(model).build());
        }
        return new Exchange(id, caller, startedAt, request.withModel(model), reader, cancellation, attributes,
                shadowOf, null);
    }

    /**
     * An exchange of its own for the same request, which nobody waits for: with a cancellation and attributes of its own,
     * so that nothing that becomes of it touches this one.
     *
     * @param ownId its id
     * @param now when it begins
     */
    public Exchange shadow(String ownId, Instant now) {
        return new Exchange(ownId, caller, now, request, reader, new Cancellation(), new ConcurrentHashMap<>(4),
                Optional.of(id), rewritten ? chat : null);
    }

    /** The id of the client's exchange that this one only mirrors; empty for a client's own. */
    public Optional<String> shadowOf() {
        return shadowOf;
    }

    /** Fires when the answer is no longer wanted. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Notes that filters and listeners leave for each other, by names of their own; safe for use by many threads. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return "Exchange[" + id + "]";
    }
}
