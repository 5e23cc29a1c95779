package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RampTest {
    @Test
    void theShareGrowsByTheSameFactorInTheSameTime() {
        assertThat(Ramp.share(0)).isEqualTo(0.01);
        assertThat(Ramp.share(0.5)).isCloseTo(0.1, Offset.offset(1e-9));
        assertThat(Ramp.share(1)).isEqualTo(1);
        assertThat(Ramp.share(1.2)).isEqualTo(1);
    }
}
