package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternTest {
    @ParameterizedTest
    @CsvSource({"gpt-*,gpt-4o,true", "gpt-*,gpt-,true", "gpt-*,gpt,false", "gpt-*,GPT-4o,false", "*,'',true",
        "*,anything,true", "'','',true", "'',x,false", "a*b*c,abc,true", "a*b*c,aXbYbZc,true", "a*b*c,aXc,false",
        "*-mini,gpt-mini-mini,true", "*-mini,gpt-mini-x,false", "**,x,true", "gpt-4o,gpt-4o,true",
        "gpt-4o,gpt-4o-mini,false", "a.c,abc,false"})
    void matches(String pattern, String model, boolean expected) {
        assertThat(new ModelPattern(pattern).matches(model)).isEqualTo(expected);
    }

    @Test
    void aPatternWithoutAStarIsLiteral() {
        assertThat(new ModelPattern("gpt-4o").literal()).isTrue();
        assertThat(new ModelPattern("gpt-*").literal()).isFalse();
    }

    @Test
    void anyOfSeveralIsEnoughAndNoneFitsNothing() {
        assertThat(ModelPattern.anyMatches(List.of(new ModelPattern("a"), new ModelPattern("b*")), "bc")).isTrue();
        assertThat(ModelPattern.anyMatches(List.of(new ModelPattern("a")), "bc")).isFalse();
        assertThat(ModelPattern.anyMatches(List.of(), "bc")).isFalse();
    }

    @Test
    void aHostilePatternAndNameTakeNoTime() {
        String name = "a".repeat(2_000);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5),
                () -> assertThat(new ModelPattern("*a".repeat(1_000) + "b").matches(name)).isFalse());
    }
}
