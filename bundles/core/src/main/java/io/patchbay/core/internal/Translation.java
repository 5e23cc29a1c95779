package io.patchbay.core.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.EmbeddingRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange goes to a provider and its answer comes back: as it is where both speak one dialect, through the
 * neutral model where not.
 *
 * <p>The request goes out from the client's original each time, so that no attempt inherits what another one changed. One
 * of these is for one attempt.
 */
final class Translation {
    private static final String DROPPED = "x-patchbay-dropped";
    private static final int MOST_DROPPED = 20;
    private static final int LONGEST_NAME = 64;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\w.$-]");

    private final Exchange exchange;
    private final Dialect client;
    private final @Nullable Dialect upstream;
    private final Prefill prefill;
    private String asked = "";
    private String repeated = "";
    private List<String> dropped = List.of();

    private Translation(Exchange exchange, Dialect client, @Nullable Dialect upstream, Prefill prefill) {
        this.exchange = exchange;
        this.client = client;
        this.upstream = upstream;
        this.prefill = prefill;
    }

    /**
     * How the exchange goes to a provider.
     *
     * @param dialects finds the first dialect of some names that is there, or comes soon
     * @param model what the provider is asked for, by which it may choose its dialect
     * @throws GatewayException of kind {@code OVERLOADED} where the dialect of the client or of the provider is not
     *         there now; of kind {@code INVALID_REQUEST} where only a provider of the client's dialect can do what it asks
     */
    static Translation of(Function<List<String>, Optional<Dialect>> dialects, Exchange exchange,
            ProviderEntry provider, String model) {
        if (!provider.info().offers(exchange.request())) {
            throw lacking(exchange.request(), provider.name());
        }
        List<String> speaks = provider.speaks(model);
        String spoken = exchange.request().dialect();
        Dialect client = dialects.apply(List.of(spoken)).orElseThrow(() -> missing(spoken));
        Prefill prefill = provider.info().prefill();
        if (speaks.isEmpty()) {
            return new Translation(exchange, client, null, prefill);
        }
        if (speaks.contains(spoken)) {
            return new Translation(exchange, client, client, prefill);
        }
        Dialect upstream = dialects.apply(speaks).orElseThrow(() -> missing(speaks.getFirst()));
        if (client instanceof ChatCodec codec && exchange.request().operation().equals(Operation.CHAT)) {
            codec.checkPortable(exchange.chat());
        }
        return new Translation(exchange, client, upstream, prefill);
    }

    /** The dialect of the provider's bytes; empty for a provider that answers with events. */
    Optional<Dialect> upstream() {
        return Optional.ofNullable(upstream);
    }

    /** Whether the answer's bytes are those that the client expects. */
    boolean passesThrough() {
        return upstream != null && upstream.name().equals(client.name());
    }

    /**
     * The request for the provider, asking for a model.
     *
     * @param strict whether all of it must be said
     * @throws GatewayException where the request is wrong, or cannot be said in the provider's dialect
     */
    WireRequest request(String model, boolean strict) {
        asked = model;
        WireRequest original = exchange.request();
        Optional<ChatRequest> rewritten = exchange.rewrittenChat();
        if (upstream == null || (passesThrough() && rewritten.isEmpty())) {
            return original.withModel(model).toBuilder().query(Strictness.without(original.query()))
                    .headers(upstreamHeaders(original.headers())).build();
        }
        WireRequest written = original.operation().equals(Operation.EMBEDDINGS)
                ? writeEmbedding(model)
                : writeChat(chatCodec(upstream), model, upstream.name());
        dropped = Stream.concat(written.dropped().stream(), untold()).distinct().limit(MOST_DROPPED).toList();
        if (strict && !dropped.isEmpty()) {
            throw unsayable(upstream);
        }
        Headers headers = passesThrough() ? upstreamHeaders(original.headers()) : Headers.EMPTY;
        return written.toBuilder().headers(headers.withOnly("content-type", "application/json")).build();
    }

    /**
     * The provider's answer, with frames that tell their events where anybody asks; what is in another dialect than the
     * client's keeps no bytes.
     *
     * @param decode whether somebody may ask for the events
     */
    Answer answer(Answer answer, boolean decode) {
        if (upstream == null) {
            return answer;
        }
        if (exchange.request().operation().equals(Operation.EMBEDDINGS)) {
            return passesThrough() ? answer : answer.map(this::embedding).withHeaders(said());
        }
        if (!exchange.request().operation().equals(Operation.CHAT)
                || (passesThrough() && !decode && answer.streamed() == exchange.request().stream())) {
            return answer;
        }
        ChatCodec codec = chatCodec(upstream);
        FrameDecoder decoder = new Unrepeated(answer.streamed()
                ? codec.decoder()
                : frame -> codec.readResponse(frame.data()).events(), repeated);
        return passesThrough()
                ? answer.map(frame -> frame.decodedBy(decoder))
                : answer.map(frame -> Frame.of(named(frame.decodedBy(decoder).events()))).withHeaders(said());
    }

    /** What only the client's dialect knows, by names that can stand in a header. */
    private Stream<String> untold() {
        if (passesThrough() || upstream == null || !exchange.request().operation().equals(Operation.CHAT)) {
            return Stream.empty();
        }
        ChatRequest chat = exchange.chat();
        String spoken = upstream.name();
        return chat.untold().stream()
                .filter(name -> chat.extras().stream()
                        .noneMatch(extra -> extra.name().equals(name) && extra.dialect().equals(spoken)))
                .map(name -> UNPRINTABLE.matcher(name).replaceAll("?"))
                .map(name -> name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    /** What is not said to the provider, for the client to know: never silently. */
    private Headers said() {
        return dropped.isEmpty() ? Headers.EMPTY : Headers.of(DROPPED, String.join(", ", dropped));
    }

    /** Names the model that was asked where the provider's dialect does not say which one answers. */
    private List<ChatEvent> named(List<ChatEvent> events) {
        return events.stream().map(event -> event instanceof ChatEvent.Start start && start.model().isEmpty()
                ? new ChatEvent.Start(start.id(), asked, start.extras())
                : event).toList();
    }

    private WireRequest writeChat(ChatCodec codec, String model, String dialect) {
        ChatRequest chat = exchange.chat().toBuilder().model(model).build();
        if (!prefill.follows(chat, model)) {
            return codec.writeRequest(chat);
        }
        repeated = prefill.repeated() ? chat.messages().getLast().text() : "";
        WireRequest written = codec.writeRequest(prefill.marked(chat, dialect));
        return written.toBuilder().path(prefill.path() + written.path()).build();
    }

    private WireRequest writeEmbedding(String model) {
        EmbeddingRequest read = embeddingCodec(client).readEmbeddingRequest(exchange.request());
        return embeddingCodec(chosen())
                .writeEmbeddingRequest(new EmbeddingRequest(model, read.inputs(), read.dimensions(), read.extras()));
    }

    private Frame embedding(Frame frame) {
        Bytes written = embeddingCodec(client)
                .writeEmbeddingResponse(embeddingCodec(chosen()).readEmbeddingResponse(frame.data()),
                        exchange.request());
        return Frame.of(written);
    }

    private Dialect chosen() {
        return upstream == null ? client : upstream;
    }

    private ChatCodec chatCodec(Dialect dialect) {
        if (dialect instanceof ChatCodec codec && exchange.request().operation().equals(Operation.CHAT)) {
            return codec;
        }
        throw untranslatable(dialect);
    }

    private EmbeddingCodec embeddingCodec(Dialect dialect) {
        if (dialect instanceof EmbeddingCodec codec) {
            return codec;
        }
        throw untranslatable(dialect);
    }

    private GatewayException unsayable(Dialect dialect) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, "A provider of the dialect " + dialect.name()
                + " cannot be told " + String.join(", ", dropped) + ": leave it out, or do not be strict.")
                .withParam(dropped.getFirst()).withCode("unsupported_parameter");
    }

    private GatewayException untranslatable(Dialect dialect) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, "A request for "
                + exchange.request().operation().name() + " in " + client.name() + " cannot be sent to a provider of "
                + "the dialect " + dialect.name() + ".").withParam("model");
    }

    private static GatewayException lacking(WireRequest request, String provider) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, "The provider '" + provider + "' has no "
                + request.operation().name() + ": another one may, or its setting 'surfaces' does not name it.")
                .withCode("surface_not_supported");
    }

    /** The error for a dialect whose bundle is not there. */
    static GatewayException missing(String dialect) {
        return new GatewayException(ErrorKind.OVERLOADED, "The dialect " + dialect + " is not installed now.");
    }

    private static Headers upstreamHeaders(Headers client) {
        return client.without(UpstreamHeaders::withheld);
    }
}
