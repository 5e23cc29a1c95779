package io.patchbay.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;

class SecretCipherTest {
    private static final SecretCipher CIPHER = new SecretCipher("correct horse");

    @Test
    void whatIsSealedIsOpenedWhereverItStands() {
        String salt = CIPHER.newSalt();
        String sealed = CIPHER.seal("openai-2", "sk-ä$1", salt);

        assertThat(SecretCipher.isSealed(sealed + "\n")).isTrue();
        assertThat(SecretCipher.salt(sealed)).contains(salt);
        assertThat(sealed).doesNotContain("sk-").isNotEqualTo(CIPHER.seal("openai-2", "sk-ä$1", salt));
        assertThat(open(Optional.of(CIPHER), "Bearer " + sealed + "!")).isEqualTo("Bearer sk-ä$1!");
        assertThat(open(Optional.of(new SecretCipher("correct horse")), sealed)).isEqualTo("sk-ä$1");
    }

    @Test
    void whatCannotBeOpenedIsAReferenceAgain() {
        String sealed = CIPHER.seal("a", "sk", CIPHER.newSalt());
        List<String> failed = new ArrayList<>();
        assertThat(SecretCipher.open(Optional.of(new SecretCipher("wrong")), sealed, failed::add))
                .isEqualTo("$[secret:a]");
        assertThat(open(Optional.empty(), sealed)).isEqualTo("$[secret:a]");
        assertThat(open(Optional.of(CIPHER), sealed.replace(":a:", ":b:"))).isEqualTo("$[secret:b]");
        assertThat(failed).containsExactly("a");
    }

    @Test
    void theStoreSealsWhatItWritesAndOneKeyServesAll(@TempDir Path directory) throws Exception {
        SecretStore store = new SecretStore(directory, Optional.of(CIPHER));
        Files.writeString(directory.resolve("plain"), "p");
        store.write("one", "1");
        store.write("two", "2");

        String one = Files.readString(directory.resolve("one"));
        assertThat(SecretCipher.salt(one)).isPresent()
                .isEqualTo(SecretCipher.salt(Files.readString(directory.resolve("two"))));
        assertThat(store.names()).containsExactly("one", "plain", "two");

        Map<String, Object> properties = new HashMap<>(Map.of("a", one, "b", new String[]{"x", one}, "c", 3));
        new SealedSecrets(Optional.of(CIPHER)).modifyConfiguration(null, FrameworkUtil.asDictionary(properties));
        assertThat(properties).containsEntry("a", "1").containsEntry("b", new String[]{"x", "1"}).containsEntry("c", 3);
    }

    private static String open(Optional<SecretCipher> cipher, String value) {
        return SecretCipher.open(cipher, value, name -> {});
    }
}
