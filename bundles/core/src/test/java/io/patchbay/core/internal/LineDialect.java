package io.patchbay.core.internal;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A dialect for tests, in which a request is {@code model: prompt}, and an answer has a line for each event: {@code
 * +text}, {@code call tool}, {@code usage N}, {@code finish}, {@code error text}, {@code #comment}, {@code end}.
 */
record LineDialect(String name) implements Dialect, ChatCodec {

    /** The dialect whose streams end with a line of their own. */
    static final String TERMINATING = "t";

    /** An exchange in the dialect of this name. */
    static Exchange exchange(String dialect, String model, boolean stream) {
        Bytes body = Bytes.utf8(model + ": hello");
        WireRequest request = WireRequest.builder(dialect, Operation.CHAT)
                .path("/lines")
                .headers(Headers.builder().add("x-team", "blue").add("authorization", "Bearer client").build())
                .body(body)
                .model(model)
                .modelAt(0, model.length())
                .stream(stream)
                .build();
        LineDialect reader = new LineDialect(dialect);
        return Exchange.of("id-1", Caller.ANONYMOUS, Instant.EPOCH, request, reader::readRequest);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/lines", Operation.CHAT));
    }

    @Override
    public Optional<String> token(Headers headers, String query) {
        return headers.first("authorization");
    }

    @Override
    public WireRequest scan(RawRequest raw) {
        throw new UnsupportedOperationException("exchanges are made by hand");
    }

    @Override
    public FrameScanner scanner(WireRequest request) {
        return frame -> {
            Glimpse all = Glimpse.NOTHING;
            for (String line : frame.data().utf8().lines().toList()) {
                Glimpse one = scan(line);
                all = new Glimpse(all.useful() || one.useful(), one.finish().or(all::finish),
                        one.usage().or(all::usage),
                        one.error().or(all::error), all.last() || one.last());
            }
            return all;
        };
    }

    private static Glimpse scan(String line) {
        if (line.startsWith("+") || line.startsWith("call ")) {
            return Glimpse.CONTENT;
        }
        if (line.startsWith("usage ")) {
            return new Glimpse(false, Optional.empty(), Optional.of(usage(line)), Optional.empty(), false);
        }
        return switch (line) {
            case "finish" ->
                    new Glimpse(true, Optional.of(FinishReason.STOP), Optional.empty(), Optional.empty(), false);
            case "end" -> Glimpse.LAST;
            case "", "start" -> Glimpse.NOTHING;
            default -> line.startsWith("#")
                    ? Glimpse.NOTHING
                    : Glimpse.of(new GatewayException(ErrorKind.UPSTREAM, line));
        };
    }

    private static Usage usage(String line) {
        return Usage.of(0, Long.parseLong(line.substring(6)));
    }

    @Override
    public GatewayException readError(int status, Headers headers, Bytes body) {
        ErrorKind kind = switch (status) {
            case 400 -> ErrorKind.INVALID_REQUEST;
            case 401 -> ErrorKind.KEY_REFUSED;
            case 429 -> ErrorKind.RATE_LIMITED;
            case 503 -> ErrorKind.OVERLOADED;
            default -> ErrorKind.UPSTREAM;
        };
        GatewayException error = new GatewayException(kind, body.utf8()).withUpstreamStatus(status);
        return headers.first("retry-after").map(Long::parseLong).map(Duration::ofSeconds).map(error::withRetryAfter)
                .orElse(error);
    }

    @Override
    public Answer writeError(GatewayException error) {
        return Answer.whole(error.status(), Headers.EMPTY, writeStreamError(error));
    }

    @Override
    public Optional<Bytes> terminator() {
        return name.equals(TERMINATING) ? Optional.of(Bytes.utf8("end\n")) : Optional.empty();
    }

    @Override
    public Bytes writeStreamError(GatewayException error) {
        return Bytes.utf8("error " + error.publicMessage() + "\n");
    }

    @Override
    public ChatRequest readRequest(WireRequest request) {
        return ChatRequest.builder(request.model()).stream(request.stream())
                .message(Message.of(Role.USER, request.body().utf8())).build();
    }

    /** A prompt that ends so is for a provider of this dialect only. */
    static final String NOT_PORTABLE = "here!";

    @Override
    public void checkPortable(ChatRequest request) {
        if (request.messages().getFirst().text().endsWith(NOT_PORTABLE)) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "Only here.").withParam("prompt");
        }
    }

    @Override
    public WireRequest writeRequest(ChatRequest request) {
        String prompts = request.messages().stream().map(this::line).collect(Collectors.joining(" / "));
        String limit = request.maxOutputTokens().isPresent() ? ", " + request.maxOutputTokens().getAsInt() : "";
        Bytes body = Bytes.utf8(prompts + " (" + name + limit + ")");
        return WireRequest.builder(name, Operation.CHAT).path("/lines").body(body).model(request.model())
                .stream(request.stream()).dropped(List.of("mood", "mood", "pace")).build();
    }

    private String line(Message message) {
        return message.text() + message.extras().stream().filter(extra -> extra.dialect().equals(name))
                .map(extra -> "{" + extra.name() + "=" + extra.value().text() + "}").collect(Collectors.joining());
    }

    @Override
    public ChatResponse readResponse(Bytes body) {
        ChatAccumulator accumulator = new ChatAccumulator();
        FrameDecoder decoder = decoder();
        decoder.decode(Frame.of(body)).forEach(accumulator::add);
        return accumulator.response();
    }

    @Override
    public Bytes writeResponse(ChatResponse response) {
        return Bytes.utf8(name + " +" + response.text() + "\nfinish\n");
    }

    @Override
    public FrameDecoder decoder() {
        boolean[] started = new boolean[1];
        return frame -> {
            List<ChatEvent> events = new ArrayList<>();
            for (String line : frame.data().utf8().lines().toList()) {
                if (line.equals("start")) {
                    events.add(new ChatEvent.Start("nameless", "", List.of()));
                } else if (line.startsWith("+")) {
                    if (!started[0]) {
                        started[0] = true;
                        events.add(new ChatEvent.PartStart(0, 0, Part.Text.of("")));
                    }
                    events.add(new ChatEvent.TextDelta(0, line.substring(1)));
                } else if (line.startsWith("call ")) {
                    Part call = new Part.ToolCall("call-1", line.substring(5), new Json(""), List.of());
                    events.add(new ChatEvent.PartStart(1, 0, call));
                } else if (line.startsWith("usage ")) {
                    events.add(new ChatEvent.UsageReport(usage(line)));
                } else if (line.equals("finish")) {
                    events.add(new ChatEvent.Finish(0, FinishReason.STOP, List.of()));
                }
            }
            return events;
        };
    }

    @Override
    public EventEncoder encoder(WireRequest request) {
        return new EventEncoder() {
            @Override
            public String contentType() {
                return "text/lines";
            }

            @Override
            public Bytes encode(List<ChatEvent> events) {
                StringBuilder lines = new StringBuilder();
                for (ChatEvent event : events) {
                    if (event instanceof ChatEvent.Start start && start.id().equals("nameless")) {
                        lines.append(name).append(" by ").append(start.model()).append('\n');
                    } else if (event instanceof ChatEvent.TextDelta delta) {
                        lines.append(name).append(" +").append(delta.text()).append('\n');
                    } else if (event instanceof ChatEvent.PartEnd) {
                        lines.append(name).append(" part ends\n");
                    } else if (event instanceof ChatEvent.Finish finish && finish.reason() == FinishReason.LENGTH) {
                        lines.append(name).append(" at its limit\n");
                    }
                }
                return Bytes.utf8(lines.toString());
            }

            @Override
            public Bytes end() {
                return Bytes.utf8(name + " end\n");
            }
        };
    }
}
