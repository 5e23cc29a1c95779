package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** What the contract tests of providers share: an upstream, an attempt, and what the author of a provider gives. */
abstract class ProviderFixture {
    static final long SEED = 20_260_101;
    static final Duration SECOND = Duration.ofSeconds(1);

    final GatewayException gone = new GatewayException(ErrorKind.CANCELLED, "The client is gone.");
    final Cancellation cancellation = new Cancellation();
    FakeUpstream upstream = FakeUpstream.start();

    /** A provider whose base URL is this one; made anew for each test. */
    protected abstract Provider provider(String baseUrl);

    /** Checks that a request carries the credential of {@link #key}, where the vendor wants it. */
    protected abstract void assertAuthenticated(ReceivedRequest request);

    /** The key that attempts carry; its secret {@code value} is {@code test-secret} unless overridden. */
    protected Key key() {
        return Key.of("test", Map.of("value", "test-secret"));
    }

    /** A request in a dialect that the provider speaks. */
    protected WireRequest request(boolean stream) {
        return OpenAiChat.request(stream);
    }

    @AfterEach
    void closeUpstream() {
        upstream.close();
    }

    void assertUpstreamFails(WireRequest request) {
        assertThatThrownBy(() -> drain(send(request))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    Answer send(WireRequest request) {
        return provider(upstream.url() + "/base").send(attempt(request));
    }

    Attempt attempt(WireRequest request) {
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        Timeouts defaults = Timeouts.DEFAULT;
        return Attempt.builder(exchange, Target.of("test", request.model(), 1))
                .key(key())
                .timeouts(new Timeouts(SECOND, defaults.headers(), defaults.firstEvent(), defaults.stall(),
                        defaults.total()))
                .cancellation(cancellation)
                .build();
    }

    static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    static List<Frame> drain(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        try (answer) {
            for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    static Bytes bytes(List<Frame> frames) {
        return join(frames.stream().map(frame -> frame.bytes().orElseThrow()).toList());
    }

    static List<Bytes> data(List<Frame> frames) {
        return frames.stream().map(Frame::data).filter(data -> !data.isEmpty()).toList();
    }

    static Bytes join(List<Bytes> pieces) {
        Bytes joined = Bytes.EMPTY;
        for (Bytes piece : pieces) {
            joined = joined.splice(joined.size(), joined.size(), piece);
        }
        return joined;
    }
}
