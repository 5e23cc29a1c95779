package io.patchbay.management.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @TempDir
    Path home;

    @Test
    void theEnvironmentComesFirst() throws IOException {
        write("from the file");
        AdminToken token = find(Map.of("PATCHBAY_ADMIN_TOKEN", " from-the-environment "));
        assertThat(token.accepts("Bearer from-the-environment")).isTrue();
        assertThat(token.origin()).isEqualTo("PATCHBAY_ADMIN_TOKEN");
    }

    @Test
    void anEmptyVariableIsNone() throws IOException {
        write("from-the-file\n");
        AdminToken token = find(Map.of("PATCHBAY_ADMIN_TOKEN", " "));
        assertThat(token.accepts("Bearer from-the-file")).isTrue();
        assertThat(token.accepts("Bearer ")).isFalse();
        assertThat(token.origin()).isEqualTo(file().toString());
    }

    @Test
    void theFirstStartMakesATokenThatOnlyTheOwnerCanRead() throws IOException {
        AdminToken token = find(Map.of());
        String written = Files.readString(file()).strip();
        assertThat(written).matches("[0-9A-Za-z]{43}");
        assertThat(token.accepts("Bearer " + written)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        assertThat(file().getParent()).isDirectoryNotContaining(path -> !path.equals(file()));
    }

    @Test
    void theNextStartKeepsIt() throws IOException {
        find(Map.of());
        String written = Files.readString(file());
        assertThat(find(Map.of()).accepts("Bearer " + written)).isTrue();
        assertThat(Files.readString(file())).isEqualTo(written);
    }

    @Test
    void everyGatewayHasItsOwn(@TempDir Path other) throws IOException {
        find(Map.of());
        AdminToken.find(Map.of(), Optional.of(other));
        assertThat(Files.readString(other.resolve("secrets/admin-token"))).isNotEqualTo(Files.readString(file()));
    }

    @Test
    void anEmptyFileIsRefusedRatherThanOpenToAnEmptyToken() throws IOException {
        write("\n");
        assertThatThrownBy(() -> find(Map.of())).isInstanceOf(IOException.class)
                .hasMessageContaining("admin-token")
                .hasMessageContaining("empty");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(home.resolve("secrets"), "a file where a directory should be");
        assertThatThrownBy(() -> find(Map.of())).isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
    }

    @Test
    void withoutAHomeTheVariableIsNeeded() {
        assertThatThrownBy(() -> AdminToken.find(Map.of(), Optional.empty())).isInstanceOf(IOException.class)
                .hasMessageContaining("PATCHBAY_ADMIN_TOKEN");
    }

    private AdminToken find(Map<String, String> environment) throws IOException {
        return AdminToken.find(environment, Optional.of(home));
    }

    private Path file() {
        return home.resolve("secrets/admin-token");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
    }
}
