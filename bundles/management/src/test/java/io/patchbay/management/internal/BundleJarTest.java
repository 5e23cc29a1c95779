package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleJarTest {
    @TempDir
    Path directory;

    @Test
    void aBundleSaysWhichItIs() throws Exception {
        BundleJar jar = BundleJar.read(write(TestBundle.supplying("acme", "1.2.3.x")
                .header("Bundle-SymbolicName", "com.acme-x.y_z; a:=b").bytes()));
        jar.verify();
        assertThat(jar.title()).isEqualTo("com.acme-x.y_z 1.2.3.x");
        assertThat(jar.checksum()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Bundle-SymbolicName | '' | is a plain jar, no OSGi bundle",
        "Bundle-SymbolicName | a/../b | has a Bundle-SymbolicName that is none: a/../b",
        "Bundle-SymbolicName | a; singleton:=true | is a singleton", "Fragment-Host | host | is a fragment of host",
        "Bundle-Version | one | has a Bundle-Version that is none"})
    void aManifestThatIsOfNoUseIsRefused(String header, String value, String reason) {
        refused(TestBundle.of("acme", "1").header(header, value).bytes(), "a.jar " + reason);
    }

    @Test
    void aFileThatIsNotWholeOrNoJarIsToldApart() {
        byte[] whole = TestBundle.supplying("acme", "1").bytes();
        for (int length : new int[]{0, 2, 4, 100, whole.length - 1}) {
            refused(Arrays.copyOf(whole, length), "a.jar is not whole");
        }
        refused("hello, I am a text".getBytes(java.nio.charset.StandardCharsets.UTF_8), "a.jar is no jar");
    }

    @Test
    void contentThatWasDamagedIsFound() throws Exception {
        byte[] bytes = TestBundle.supplying("acme", "1").bytes();
        BundleJar jar = BundleJar.read(write(bytes));
        jar.verify();
        int damaged = 0;
        for (int at = bytes.length / 3; at < bytes.length / 2; at += 7) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x55;
            write(changed);
            try {
                jar.verify();
            } catch (RefusedException e) {
                assertThat(e).hasMessageContaining("a.jar is damaged");
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(10);
    }

    private void refused(byte[] content, String reason) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> BundleJar.read(write(content)))
                .withMessageStartingWith(reason);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("a.jar"), content);
    }
}
