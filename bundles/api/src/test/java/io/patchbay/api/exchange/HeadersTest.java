package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private final Headers headers = Headers.builder().add("A", "1").add("b", "2").add("a", "3").build();

    @Test
    void namesAreComparedWithoutRegardToCase() {
        assertThat(headers.first("a")).contains("1");
        assertThat(headers.all("A")).containsExactly("1", "3");
        assertThat(headers.contains("B")).isTrue();
        assertThat(headers.first("c")).isEmpty();
        assertThat(headers.all("c")).isEmpty();
    }

    @Test
    void orderAndSpellingStay() {
        List<String> seen = new ArrayList<>();
        headers.forEach((name, value) -> seen.add(name + value));

        assertThat(seen).containsExactly("A1", "b2", "a3");
        assertThat(headers.size()).isEqualTo(3);
    }

    @Test
    void withAddsAndLeavesTheOldOnesAlone() {
        assertThat(headers.with("a", "4").all("a")).containsExactly("1", "3", "4");
        assertThat(headers.withOnly("a", "4").all("a")).containsExactly("4");
        assertThat(headers.withOnly("a", "4").first("b")).contains("2");
        assertThat(headers.without("A"::equals).all("a")).containsExactly("3");
        assertThat(headers.without(_ -> true)).isEqualTo(Headers.EMPTY);
        assertThat(headers.all("a")).containsExactly("1", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\ny: z", "x\n", "x\u0000"})
    void aHeaderThatWouldMakeAnotherIsRefused(String text) {
        assertThatThrownBy(() -> Headers.of("a", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.of(text, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.with("a", text)).isInstanceOf(IllegalArgumentException.class)
                .message().doesNotContain("\n");
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThatThrownBy(() -> Headers.builder().add("", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextOfHeadersShowsNoValue() {
        assertThat(Headers.of("authorization", "Bearer secret").toString()).isEqualTo("Headers authorization");
    }

    @Test
    void equalHeadersAreEqual() {
        assertThat(headers.without("b"::equals)).isEqualTo(Headers.of("A", "1").with("a", "3"))
                .hasSameHashCodeAs(Headers.of("A", "1").with("a", "3"));
    }
}
