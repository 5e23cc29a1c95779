package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mock under test: what it is asked, and how long it would have waited. */
final class Mock {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MockProvider provider;
    private final List<Long> pauses = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private Headers headers = Headers.EMPTY;

    private Mock(Map<String, Object> settings) {
        provider = new MockProvider(settings(settings), (ms, over) -> {
            over.check();
            pauses.add(ms);
        });
    }

    static Mock with(Map<String, Object> settings) {
        return new Mock(settings);
    }

    static Mock failing(String... faults) {
        return with(Map.of("faults", faults, "reply", "one two three four"));
    }

    /** Settings with their defaults, but for some. */
    static MockProvider.Settings settings(Map<String, Object> set) {
        return (MockProvider.Settings) Proxy.newProxyInstance(MockProvider.Settings.class.getClassLoader(),
                new Class<?>[]{MockProvider.Settings.class},
                (_, method, _) -> method.getDeclaringClass() == Annotation.class
                        ? MockProvider.Settings.class
                        : set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    MockProvider provider() {
        return provider;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    List<Long> pauses() {
        return pauses;
    }

    Mock header(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    Answer chat(String members) {
        return send(Operation.CHAT, "{\"model\":\"mock-1\"," + members + "}");
    }

    Answer say(String text, boolean stream) {
        return chat("\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]");
    }

    Answer send(Operation operation, String body) {
        return provider.send(attempt(operation, body, headers, cancellation));
    }

    static Attempt attempt(Operation operation, String body, Headers headers, Cancellation cancellation) {
        WireRequest request = WireRequest.builder("openai-chat", operation).headers(headers).body(Bytes.utf8(body))
                .model("mock-1").stream(body.contains("\"stream\":true")).build();
        Exchange exchange = Exchange.of("x-1", Caller.ANONYMOUS, Instant.ofEpochSecond(7), request,
                wire -> ChatRequest.builder(wire.model()).build());
        return Attempt.builder(exchange, Target.of("mock", "mock-1", 1)).cancellation(cancellation).build();
    }

    static List<Frame> frames(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    static Bytes bytes(List<Frame> frames) {
        Bytes joined = Bytes.EMPTY;
        for (Frame frame : frames) {
            joined = joined.splice(joined.size(), joined.size(), frame.bytes().orElseThrow());
        }
        return joined;
    }

    /** The JSON of each event, the terminator left out. */
    static List<JsonNode> events(Answer answer) {
        return frames(answer).stream().map(frame -> frame.data().utf8()).filter(data -> !data.equals("[DONE]"))
                .map(Mock::json).toList();
    }

    static JsonNode body(Answer answer) {
        return json(bytes(frames(answer)).utf8());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
