package io.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path directory;

    @Test
    void itIsMadeWithSecretsThatAreItsOwners() throws Exception {
        Home home = new Home(directory.resolve("a b/home"));

        home.create();
        home.create();

        assertThat(home.root()).isDirectoryContaining("glob:**/{conf,deploy,data,logs,secrets}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secrets"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(new Home(file.resolve("home"))::create)
                .hasMessageStartingWith("cannot make the home " + file.resolve("home"))
                .satisfies(e -> assertThat(((Exit) e).status()).isEqualTo(73));
    }

    @Test
    void theDocumentIsYamlBeforeJson() throws Exception {
        Home home = new Home(directory);
        home.create();
        assertThat(home.document()).isEmpty();

        Path json = Files.createFile(home.resolve("conf/patchbay.json"));
        assertThat(home.document()).contains(json);
        Path yaml = Files.createFile(home.resolve("conf/patchbay.yaml"));
        assertThat(home.document()).contains(yaml);
    }

    @Test
    void aPidFileThatNobodyHoldsIsNoProcess() throws Exception {
        Home home = new Home(directory);
        home.create();
        assertThat(home.process()).isEmpty();

        try (FileChannel taken = home.take()) {
            assertThat(taken.isOpen()).isTrue();
            assertThat(home.resolve("data/patchbay.pid")).content().isEqualTo(ProcessHandle.current().pid() + "\n");
        }

        assertThat(home.process()).isEmpty();
    }

    @Test
    void whereItListensIsForgottenByTheNextOne() throws Exception {
        Home home = new Home(directory);
        home.create();
        Properties state = new Properties();
        state.setProperty("port", "1");
        home.writeState(state);
        assertThat(home.readState()).isEqualTo(state);

        home.take().close();

        assertThat(home.readState()).isEmpty();
    }

    @Test
    void aThrowAwayHomeLeavesNothing() throws Exception {
        Home home = new Home(directory.resolve("home"));
        home.create();
        Files.createFile(home.resolve("data/x"));

        home.delete();

        assertThat(home.root()).doesNotExist();
    }
}
