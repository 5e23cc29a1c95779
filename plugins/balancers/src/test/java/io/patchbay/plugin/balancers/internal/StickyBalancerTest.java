package io.patchbay.plugin.balancers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyBalancerTest {
    private static final int USERS = 10_000;

    private final Target main = Target.of("main", "m", 0.95);
    private final Target canary = Target.of("canary", "m", 0.05);
    private final Target third = Target.of("third", "m", 0.5);

    private final RandomGenerator random = new SplittableRandom(7);

    @Test
    void aCanaryGetsItsFewPercentAndAlwaysTheSameUsers() {
        StickyBalancer balancer = by("user");

        Shares.of(Shares.MANY_PICKS, 0, balancer, List.of(main, canary), StickyBalancerTest::of).assertShare(canary,
                0.05);
        assertThat(firsts(balancer, List.of(main, canary))).isEqualTo(firsts(balancer, List.of(canary, main)));
    }

    @Test
    void aTargetThatLeavesMovesOnlyItsOwnShare() {
        StickyBalancer balancer = by("user");
        List<Target> before = firsts(balancer, List.of(main, canary, third));
        List<Target> after = firsts(balancer, List.of(main, canary));

        assertThat(before).contains(third);
        for (int user = 0; user < USERS; user++) {
            if (!before.get(user).equals(third)) {
                assertThat(after.get(user)).isEqualTo(before.get(user));
            }
        }
    }

    @Test
    void aHeaderDecidesWhereThereIsOneAndElseWhatComesNext() {
        StickyBalancer balancer = by("header:x-session", "user");
        Exchange session = exchange("anybody", Headers.of("X-Session", "42"), StickyBalancerTest::empty);
        Exchange sameSession = exchange("another", Headers.of("x-session", "42"), StickyBalancerTest::empty);

        assertThat(IntStream.range(0, 100).mapToObj(i -> exchange("of " + i, Headers.of("x-session", "42"),
                StickyBalancerTest::empty)).map(each -> first(balancer, each))).containsOnly(first(balancer, session));
        assertThat(first(balancer, sameSession)).isEqualTo(first(balancer, session));
        assertThat(firsts(balancer, List.of(main, canary, third))).contains(main, third);
    }

    @Test
    void aConversationStaysWithItsTargetWhileItGrows() {
        StickyBalancer balancer = by("prompt");
        for (int i = 0; i < 100; i++) {
            Message system = Message.of(Role.SYSTEM, "Be brief.");
            Message first = Message.of(Role.USER, "Question " + i);
            Exchange begun = saying(system, first);
            Exchange grown = saying(system, first, Message.of(Role.ASSISTANT, "Yes."), Message.of(Role.USER, "And?"));

            assertThat(first(balancer, grown)).isEqualTo(first(balancer, begun));
        }
        assertThat(IntStream.range(0, 100).mapToObj(i -> first(balancer, saying(Message.of(Role.USER, "No. " + i)))))
                .contains(main, third);
    }

    @Test
    void onlyTheBeginningOfThePromptCounts() {
        StickyBalancer balancer = new StickyBalancer(() -> random, 9, "prompt");

        assertThat(IntStream.range(0, 100)
                .mapToObj(i -> first(balancer, saying(Message.of(Role.DEVELOPER, "Be brief. " + i),
                        Message.of(Role.USER, "Question " + i)))))
                .containsOnly(first(balancer, saying(Message.of(Role.SYSTEM, "Be brief."))));
    }

    @Test
    void whatHasNothingToGoByIsDrawnByWeight() {
        Shares.of(Shares.MANY_PICKS, 0, by("header:x-session"), List.of(main, canary), _ -> Shares.UNREAD)
                .assertShare(canary, 0.05);
        Shares.of(Shares.MANY_PICKS, 0, by("prompt"), List.of(main, canary), _ -> saying()).assertShare(canary, 0.05);
        Shares.of(Shares.MANY_PICKS, 0, by("prompt"), List.of(main, canary), _ -> exchange("a", Headers.EMPTY, _ -> {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "no JSON");
        })).assertShare(canary, 0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "users", "header:", "header: "})
    void whatIsNothingToGoByIsRefusedInWords(String text) {
        String refusal = "'" + text + "' is nothing to go by: write header:<name>, user or prompt";

        assertThatThrownBy(() -> by(text)).isInstanceOf(IllegalArgumentException.class).hasMessage("by: " + refusal);
        assertThat(by("user").check(Map.of("by", new String[]{"user", text}))).isEqualTo(Map.of("by", refusal));
        assertThat(by("user").check(Map.of("by", new String[]{"header:x", "prompt"}, "promptChars", 1))).isEmpty();
    }

    private StickyBalancer by(String... what) {
        return new StickyBalancer(() -> random, 4_096, what);
    }

    private Target first(StickyBalancer balancer, Exchange exchange) {
        return balancer.order(exchange, List.of(main, canary, third)).getFirst();
    }

    private static List<Target> firsts(StickyBalancer balancer, List<Target> targets) {
        return IntStream.range(0, USERS).mapToObj(user -> balancer.order(of(user), targets).getFirst()).toList();
    }

    private static Exchange of(int user) {
        return exchange("user " + user, Headers.EMPTY, StickyBalancerTest::empty);
    }

    private static Exchange saying(Message... messages) {
        return exchange("anybody", Headers.EMPTY, _ -> ChatRequest.builder("m").messages(List.of(messages)).build());
    }

    private static ChatRequest empty(WireRequest request) {
        return ChatRequest.builder("m").build();
    }

    private static Exchange exchange(String caller, Headers headers, Function<WireRequest, ChatRequest> reader) {
        return Exchange.of("test", Caller.of(caller, List.of(ModelPattern.ANY)), Instant.EPOCH,
                WireRequest.builder("openai-chat", Operation.CHAT).headers(headers).build(), reader);
    }
}
