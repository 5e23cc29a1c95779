package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.lease.Leases;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RampTest {
    private static final String NAME = "acme";

    @TempDir
    Path directory;

    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(directory);
        framework.put(TestBundle.supplying(NAME, "1.0.0"));
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void theShareGrowsByTheSameFactorInTheSameTime() {
        assertThat(Ramp.share(0)).isEqualTo(0.01);
        assertThat(Ramp.share(0.5)).isCloseTo(0.1, Offset.offset(1e-9));
        assertThat(Ramp.share(1)).isEqualTo(1);
        assertThat(Ramp.share(1.2)).isEqualTo(1);
    }

    @Test
    void aVersionThatIsInUseIsReplacedBitByBit() throws Exception {
        Leases old = leasesOf("1.0.0");
        assertThat(old.take()).isTrue();
        framework.put(TestBundle.supplying(NAME, "1.1.0"));
        assertThat(leasesOf("1.1.0").share()).isGreaterThan(0);
        old.giveBack();
    }

    @Test
    void aVersionThatNobodyUsesIsReplacedAtOnce() throws Exception {
        framework.put(TestBundle.supplying(NAME, "1.1.0"));
        assertThat(leasesOf("1.1.0").share()).isZero();
    }

    private Leases leasesOf(String version) {
        return Arrays.stream(framework.context().getBundles())
                .filter(bundle -> NAME.equals(bundle.getSymbolicName())
                        && bundle.getVersion().toString().equals(version))
                .map(bundle -> Leases.of(bundle.getBundleId())).findFirst().orElseThrow();
    }
}
