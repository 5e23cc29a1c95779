package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("a"), "1");
    }

    @Test
    void aChangeIsToldOnceTheFileIsStill() throws Exception {
        FileWatch watch = new FileWatch(file);
        assertThat(watch.hasChanged()).isFalse();

        Files.writeString(file, "22");
        assertThat(watch.hasChanged()).as("not still yet").isFalse();
        Files.writeString(file, "333");
        assertThat(watch.hasChanged()).as("not still yet").isFalse();
        assertThat(watch.hasChanged()).isTrue();
        assertThat(watch.hasChanged()).as("told already").isFalse();
    }

    @Test
    void aFileInItsPlaceAndOneLessAreChanges() throws Exception {
        FileWatch watch = new FileWatch(file);
        Path other = Files.writeString(directory.resolve("b"), "2");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(watch.hasChanged()).isFalse();
        assertThat(watch.hasChanged()).isTrue();

        Files.delete(file);
        assertThat(watch.hasChanged()).isFalse();
        assertThat(watch.hasChanged()).isTrue();
    }

    @Test
    void aLinkThatLeadsElsewhereIsAChange() throws Exception {
        Path other = Files.writeString(directory.resolve("b"), "2");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        FileWatch watch = new FileWatch(link);

        Files.delete(link);
        Files.createSymbolicLink(link, other);

        assertThat(watch.hasChanged()).isFalse();
        assertThat(watch.hasChanged()).isTrue();
    }
}
