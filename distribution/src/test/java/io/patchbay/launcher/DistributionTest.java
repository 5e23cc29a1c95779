package io.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    Path directory;

    @Test
    void clientsComeInLastAndConfigurationComesAfterWhatIsDeployed() throws Exception {
        for (String jar : new String[]{"system/org.apache.felix.scr-2.jar", "bundles/io.patchbay.config.jar",
            "bundles/io.patchbay.core.jar", "bundles/io.patchbay.ingress.jar", "bundles/io.patchbay.management.jar",
            "bundles/io.patchbay.upstream.jar", "bundles/read.me", "dialects/io.patchbay.dialect.x.jar",
            "providers/io.patchbay.provider.x.jar"}) {
            write(jar, "x");
        }

        assertThat(new Distribution(directory).bundles())
                .extracting(item -> directory.relativize(item.jar()).toString(), Distribution.Item::startLevel)
                .containsExactly(tuple("system/org.apache.felix.scr-2.jar", 1),
                        tuple("bundles/io.patchbay.config.jar", 4), tuple("bundles/io.patchbay.core.jar", 5),
                        tuple("bundles/io.patchbay.ingress.jar", 6), tuple("bundles/io.patchbay.management.jar", 3),
                        tuple("bundles/io.patchbay.upstream.jar", 2));
    }

    @Test
    void anotherJarIsAnotherDistributionEvenIfItIsAsOldAndAsBig() throws Exception {
        Distribution distribution = new Distribution(directory);
        write("bundles/a.jar", "x");
        String before = distribution.fingerprint();
        assertThat(distribution.fingerprint()).isEqualTo(before);

        Files.move(write("other", "y"), directory.resolve("bundles/a.jar"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(distribution.fingerprint()).isNotEqualTo(before);
    }

    private Path write(String name, String content) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
}
