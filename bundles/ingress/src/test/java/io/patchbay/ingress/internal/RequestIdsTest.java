package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private final RequestIds ids = new RequestIds();

    @Test
    void keepsWhatIsSafeToShow() {
        for (String sane : new String[]{"a", "A-z_0.9", "x".repeat(128)}) {
            assertThat(ids.idFor(sane)).isEqualTo(sane);
        }
    }

    @Test
    void replacesWhatIsNot() {
        for (String bad : new String[]{"", "x".repeat(129), "a b", "a\u0000", "ä", "a/b", "<script>"}) {
            assertThat(ids.idFor(bad)).isNotEqualTo(bad).matches("[A-Za-z0-9._-]{1,128}");
        }
    }

    @Test
    void madeIdsAreUnique() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(ids.idFor(null));
            made.add(new RequestIds().idFor(null));
        }
        assertThat(made).hasSize(2_000);
    }
}
