package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class RescueTest {
    private final Bench bench = new Bench();
    private final List<String> asked = new ArrayList<>();

    @Test
    void aStreamInTheClientsOwnBytesGoesOnWhereItBroke() {
        prefilling("main", "a", Bench.stream("+Hello \n", "+wo\n"));
        prefilling("spare", "a", Bench.stream("+rld\n", "finish\n", "end\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("+Hello \n+wo\na +rld\na end\n");
        assertThat(asked).containsExactly("m: hello", "m: hello / Hello wo (a)");
        assertThat(bench.finished.getLast().rescued()).isTrue();
        assertThat(bench.finished.getLast().error()).isEmpty();
        assertThat(bench.finished.getLast().attempts()).hasSize(2);
    }

    @Test
    void aTranslatedStreamGoesOnInTheSameWay() {
        bench.dialect("b");
        prefilling("main", "b", Bench.stream("+Hel\n"));
        prefilling("spare", "a", Bench.stream("+lo\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("a +Hel\na +lo\na end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void whatGoesOnMayBreakInItsTurn(String spoken) {
        bench.dialect("b");
        prefilling("main", spoken, Bench.stream("+One\n"));
        prefilling("second", "a", Bench.stream("+, two\n", "usage 7\n"));
        prefilling("third", "b", Bench.stream("+, three\n", "finish\n"));
        bench.route("m", List.of("main"), Map.of("fallbacks", new String[]{"second", "third"}));

        assertThat(text()).contains("+One\n", "a +, two\n").endsWith("a +, three\na end\n").containsOnlyOnce("One");
        assertThat(asked.getLast()).isEqualTo("m: hello / One, two (b)");
        assertThat(asked).hasSize(3);
        assertThat(bench.finished.getLast().error()).isEmpty();
    }

    @Test
    void eachGoesOnOnce() {
        prefilling("main", "a", Bench.stream("+m\n"));
        prefilling("spare", "a", Bench.stream("+s\n"));
        bench.route("m", List.of("main"), "spare");
        assertBreaks("+m\na +s\na +m\n");
        assertThat(asked).containsExactly("m: hello", "m: hello / m (a)", "m: hello / ms (a)");
    }

    @Test
    void whereAllFailTheyAreAskedAgain() {
        prefilling("main", "a", Bench.inTurn(Bench.stream("+Hel\n"), Bench.status(500)));
        prefilling("spare", "a", Bench.inTurn(Bench.status(500), Bench.stream("+lo\n", "finish\n")));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("+Hel\na +lo\na end\n");
        assertThat(asked).hasSize(4);
    }

    @Test
    void aLongStreamIsNotKept() {
        String[] chunks = Stream.generate(() -> "+" + "x".repeat(1 << 16) + "\n").limit(17).toArray(String[]::new);
        prefilling("main", "a", Bench.stream(chunks));
        prefilling("spare", "a", Bench.stream("+lo\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");
        assertBreaks(String.join("", chunks));
        assertThat(asked).hasSize(1);
    }

    @Test
    void blanksAtTheEndAreNotToldToTheNextNorSaidTwice() {
        prefilling("main", "a", Bench.stream("+Hello \n"));
        prefilling("spare", "a", Bench.stream("+ \n", "+  world\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("+Hello \na +world\na end\n");
        assertThat(asked.getLast()).isEqualTo("m: hello / Hello (a)");
    }

    @Test
    void onlyATargetThatGoesOnFromABeginningIsAskedTo() {
        bench.provider(Origins.bundle(), "other", noting(Bench.stream("+no\n", "finish\n")));
        prefilling("main", "a", Bench.inTurn(Bench.stream("+Hel\n"), Bench.stream("+lo\n", "finish\n")));
        bench.route("m", List.of("main"), "other");

        assertThat(text()).isEqualTo("+Hel\na +lo\na end\n");
    }

    @Test
    void onlyTheModelsThatAreNamedAreAskedToGoOn() {
        bench.prefilling("main", "a", noting(Bench.stream("+Hel\n")),
                Map.of("prefill", new String[]{"claude-*", "other"}));
        bench.prefilling("spare", "a", noting(Bench.stream("+lo\n", "finish\n")),
                Map.of("prefill", new String[]{"claude-*"}));
        for (String model : List.of("claude-1", "m")) {
            bench.route(model, List.of("main"), "spare");
        }
        try (Answer answer = bench.handle("claude-1", true)) {
            assertThat(Bench.text(answer)).isEqualTo("+Hel\na +lo\na end\n");
        }
        assertBreaks("+Hel\n");
        assertThat(asked).hasSize(3);
    }

    @Test
    void whereNobodyGoesOnTheStreamBreaksWithItsError() {
        bench.provider(Origins.bundle(), "main", Bench.stream("+Hel\n"));
        prefilling("spare", "a", Bench.status(400));
        bench.route("m", List.of("main"), "spare");
        assertBreaks("+Hel\n");
        assertThat(bench.finished.getLast().error()).contains(ErrorKind.UPSTREAM);
        assertThat(bench.finished.getLast().rescued()).isFalse();
    }

    @Test
    void aRouteThatDoesNotWantItGetsTheError() {
        prefilling("main", "a", Bench.stream("+Hel\n"));
        bench.route("m", List.of("main"), Map.of("rescue", "none"));
        assertBreaks("+Hel\n");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aCallThatHasBegunIsNotGoneOnFrom() {
        prefilling("main", "a", Bench.stream("+Hel\n", "call weather\n"));
        bench.route("m", List.of("main"));
        assertBreaks("+Hel\ncall weather\n");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRouteMayStartOverAndSaysSo() {
        bench.provider(Origins.bundle(), "main", Bench.stream("+Hel\n"));
        bench.provider(Origins.bundle(), "spare", noting(Bench.stream("+Hello\n", "finish\n")));
        bench.route("m", List.of("main"), Map.of("rescue", "restart", "fallbacks", new String[]{"spare"}));

        assertThat(text()).isEqualTo("+Hel\na +\n\n[The answer broke off here. It starts over.]\n\nHello\na end\n");
        assertThat(asked).containsExactly("m: hello");
    }

    @Test
    void whoGoesOnMayOnlySayWhatIsLeftOfTheLimit() {
        prefilling("main", "a", Bench.stream("+Hello, wörld\n"));
        prefilling("spare", "a", Bench.stream("+!\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text(limited(10))).isEqualTo("+Hello, wörld\na +!\na end\n");
        assertThat(asked).as("14 bytes are taken for 4 tokens")
                .containsExactly("m: hello (a, 10)", "m: hello / Hello, wörld (a, 6)");
    }

    @Test
    void whatTheUpstreamSaysItUsedCountsAsFarAsItGoes() {
        prefilling("main", "a", Bench.stream("+Hello\n", "usage 90\n", "+worlds\n"));
        prefilling("spare", "a", Bench.stream("+!\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text(limited(100))).endsWith("a +!\na end\n");
        assertThat(asked.getLast()).isEqualTo("m: hello / Helloworlds (a, 8)");
    }

    @Test
    void whereTheLimitIsUsedUpTheAnswerEndsAtIt() {
        prefilling("main", "a", Bench.stream("+Hello\n", "+ world\n"));
        prefilling("spare", "a", Bench.stream("+!\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text(limited(3))).isEqualTo("+Hello\n+ world\na part ends\na at its limit\na end\n");
        assertThat(asked).hasSize(1);
        assertThat(bench.finished.getLast().error()).isEmpty();
        assertThat(bench.finished.getLast().attempts()).hasSize(1);
        assertThat(bench.finished.getLast().rescued()).isFalse();
    }

    @Test
    void whatStartsOverHasTheWholeLimit() {
        prefilling("main", "a", Bench.stream("+\n"));
        prefilling("spare", "a", Bench.stream("+Hello\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text(limited(3))).endsWith("a +Hello\na end\n");
        assertThat(asked.getLast()).isEqualTo("m: hello (a, 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void whoWantsToBeToldSoIsAndAtItsOwnPath(String spoken) {
        bench.dialect("b");
        bench.provider(Origins.bundle(), "main", Bench.stream("+Hel\n"));
        List<String> paths = new ArrayList<>();
        bench.prefilling("spare", spoken, attempt -> {
            paths.add(attempt.request().path());
            return noting(Bench.stream("+lo\n", "finish\n")).send(attempt);
        }, Map.of("prefillMember", "prefix", "prefillPath", "/beta"));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("+Hel\na +lo\na end\n");
        assertThat(asked).containsExactly("m: hello / Hel{prefix=true} (" + spoken + ")");
        assertThat(paths).containsExactly("/beta/lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void whatIsRepeatedIsNotSaidTwice(String spoken) {
        bench.dialect("b");
        bench.provider(Origins.bundle(), "main", Bench.stream("+Hel\n"));
        bench.prefilling("spare", spoken, Bench.stream("+Hel\n", "+lo\n", "finish\n"), Map.of("prefillRepeated", true));
        bench.route("m", List.of("main"), "spare");

        assertThat(text()).isEqualTo("+Hel\na +lo\na end\n");
    }

    @Test
    void aClientsOwnBeginningIsGoneOnFromInTheSameWay() {
        bench.dialect("b");
        bench.prefilling("main", "b", noting(Bench.stream("+Hello\n", "finish\n")),
                Map.of("prefillMember", "prefix", "prefillRepeated", true));
        Exchange exchange = LineDialect.exchange("a", "m", true);

        assertThat(text(exchange.withChat(
                exchange.chat().toBuilder().message(Message.of(Role.ASSISTANT, "Hel")).build())))
                .isEqualTo("a +lo\na end\n");
        assertThat(text(exchange)).isEqualTo("a +Hello\na end\n");
        assertThat(asked).containsExactly("m: hello / Hel{prefix=true} (b)", "m: hello (b)");
    }

    @Test
    void whatTheClientSaysOfItsBeginningInTheSameDialectStays() {
        bench.dialect("b");
        bench.prefilling("main", "b", noting(Bench.stream("+lo\n", "finish\n")), Map.of("prefillMember", "prefix"));
        Exchange exchange = LineDialect.exchange("a", "m", true);
        for (Extra said : List.of(new Extra("b", "prefix", new Json("false")),
                new Extra("a", "prefix", new Json("false")))) {
            Message begun = new Message(Role.ASSISTANT, List.of(Part.Text.of("Hel")), List.of(said));
            text(exchange.withChat(exchange.chat().toBuilder().message(begun).build()));
        }

        assertThat(asked).containsExactly("m: hello / Hel{prefix=false} (b)", "m: hello / Hel{prefix=true} (b)");
    }

    @Test
    void whatWasSaidJoinsTheClientsOwnBeginning() {
        prefilling("main", "a", Bench.stream("+lo wo\n"));
        prefilling("spare", "a", Bench.stream("+rld\n", "finish\n"));
        bench.route("m", List.of("main"), "spare");
        Exchange exchange = LineDialect.exchange("a", "m", true);

        assertThat(text(exchange.withChat(
                exchange.chat().toBuilder().message(Message.of(Role.ASSISTANT, "Hel")).build())))
                .isEqualTo("+lo wo\na +rld\na end\n");
        assertThat(asked.getLast()).isEqualTo("m: hello / Hello wo (a)");
    }

    @Test
    void aSettingThatIsNoneOfThemIsRefused() {
        assertThatThrownBy(() -> bench.route("m", List.of("main"), Map.of("rescue", "perhaps")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rescue is one of continue, restart, none, not 'perhaps'");
    }

    private void prefilling(String name, String dialect, Provider provider) {
        bench.prefilling(name, dialect, noting(provider));
    }

    private Provider noting(Provider provider) {
        return attempt -> {
            asked.add(attempt.request().body().utf8());
            return provider.send(attempt);
        };
    }

    private static Exchange limited(int tokens) {
        Exchange exchange = LineDialect.exchange("a", "m", true);
        return exchange.withChat(exchange.chat().toBuilder().maxOutputTokens(tokens).build());
    }

    private String text() {
        return text(LineDialect.exchange("a", "m", true));
    }

    private String text(Exchange exchange) {
        try (Answer answer = bench.handle(exchange)) {
            return Bench.text(answer);
        }
    }

    private void assertBreaks(String said) {
        StringBuilder text = new StringBuilder();
        try (Answer answer = bench.handle("m", true)) {
            assertThatThrownBy(() -> {
                while (true) {
                    text.append(answer.next().orElseThrow().bytes().orElseThrow().utf8());
                }
            }).isInstanceOf(GatewayException.class);
        }
        assertThat(text).hasToString(said);
    }
}
