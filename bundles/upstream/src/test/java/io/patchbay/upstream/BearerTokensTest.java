package io.patchbay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import io.patchbay.testkit.FakeClock;
import io.patchbay.upstream.BearerTokens.Token;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BearerTokensTest {
    private static final Key KEY = key("one");
    private static final UpstreamRequest REQUEST = UpstreamRequest.builder(URI.create("http://h")).build();

    private final FakeClock clock = new FakeClock();
    private final List<Optional<Key>> fetched = new ArrayList<>();
    private final Deque<Runnable> waiting = new ConcurrentLinkedDeque<>();
    private Duration life = Duration.ofHours(1);
    private Optional<Exception> failure = Optional.empty();

    @Test
    void aTokenIsSentUntilItIsDue() {
        BearerTokens tokens = tokens(Runnable::run);

        assertThat(sent(tokens)).isEqualTo("Bearer token-1");
        clock.advance(Duration.ofMinutes(54));
        assertThat(sent(tokens)).isEqualTo("Bearer token-1");

        assertThat(fetched).containsExactly(Optional.of(KEY));
    }

    @Test
    void itIsRenewedAheadOfItsEndAndNobodyWaits() {
        BearerTokens tokens = tokens(waiting::add);
        FutureTask<String> first = new FutureTask<>(() -> sent(tokens));
        Thread.startVirtualThread(first);
        run(first);
        clock.advance(Duration.ofMinutes(56));

        assertThat(sent(tokens)).isEqualTo("Bearer token-1");
        assertThat(sent(tokens)).isEqualTo("Bearer token-1");
        assertThat(waiting).as("one renewal for all").hasSize(1);
        waiting.remove().run();

        assertThat(sent(tokens)).isEqualTo("Bearer token-2");
    }

    @Test
    void theOldOneServesWhileItCannotBeRenewed() {
        BearerTokens tokens = tokens(Runnable::run);
        sent(tokens);
        failure = Optional.of(new GatewayException(ErrorKind.UPSTREAM, "down"));

        clock.advance(Duration.ofMinutes(56));
        assertThat(sent(tokens)).isEqualTo("Bearer token-1");
        assertThat(sent(tokens)).isEqualTo("Bearer token-1");
        assertThat(fetched).as("the endpoint is left in peace for a while").hasSize(2);
        clock.advance(Duration.ofMinutes(4));

        assertThatThrownBy(() -> sent(tokens)).hasMessage("down");
        failure = Optional.empty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sent(tokens)).isEqualTo("Bearer token-4");
    }

    @Test
    void aFailureIsSharedForAMoment() {
        failure = Optional.of(new IllegalStateException("secret"));
        BearerTokens tokens = tokens(Runnable::run);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sent(tokens)).isInstanceOfSatisfying(GatewayException.class, error -> {
                assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM);
                assertThat(error.message()).contains("IllegalStateException").doesNotContain("secret");
            });
        }

        assertThat(fetched).hasSize(1);
    }

    @Test
    void whatWeHaveSaidOfAFailureIsFoundInALibrarysException() {
        failure = Optional.of(new IllegalStateException(new GatewayException(ErrorKind.KEY_REFUSED, "no such client")));

        assertThatThrownBy(() -> sent(tokens(Runnable::run))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED));
    }

    @Test
    void aTokenOfAFewMomentsIsNotFetchedForEachRequest() {
        life = Duration.ofMinutes(2);
        BearerTokens tokens = tokens(Runnable::run);

        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(4));
            sent(tokens);
        }

        assertThat(fetched).hasSize(2);
    }

    @Test
    void aChangedSecretActsAtOnce() {
        BearerTokens tokens = tokens(Runnable::run);
        sent(tokens);

        String rotated = tokens.authenticate(REQUEST, key("two")).headers().first("authorization").orElseThrow();

        assertThat(rotated).isEqualTo("Bearer token-2");
        assertThat(fetched).containsExactly(Optional.of(KEY), Optional.of(key("two")));
    }

    @Test
    void withoutAKeyTheMachineIsAsked() {
        assertThat(tokens(Runnable::run).authenticate(REQUEST).headers().first("authorization"))
                .contains("Bearer token-1");
        assertThat(fetched).containsExactly(Optional.empty());
    }

    @Test
    void aTokenIsInNoText() {
        assertThat(new Token("secret", clock.instant()).toString()).doesNotContain("secret");
    }

    private BearerTokens tokens(Executor executor) {
        return new BearerTokens(clock, key -> {
            fetched.add(key);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return new Token("token-" + fetched.size(), clock.instant().plus(life));
        }, executor);
    }

    /** Runs what waits once it is there, and what waits for it to its end. */
    private void run(FutureTask<?> user) {
        Awaitility.await().until(() -> !waiting.isEmpty());
        waiting.remove().run();
        try {
            user.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String sent(BearerTokens tokens) {
        return tokens.authenticate(REQUEST, KEY).headers().first("authorization").orElseThrow();
    }

    private static Key key(String secret) {
        return Key.of("k", Map.of("clientSecret", secret));
    }
}
