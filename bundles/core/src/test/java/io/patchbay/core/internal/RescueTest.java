package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
        bench.prefilling("main", "a", noting(Bench.stream("+Hel\n")), "claude-*", "other");
        bench.prefilling("spare", "a", noting(Bench.stream("+lo\n", "finish\n")), "claude-*");
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

    private String text() {
        try (Answer answer = bench.handle("m", true)) {
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
