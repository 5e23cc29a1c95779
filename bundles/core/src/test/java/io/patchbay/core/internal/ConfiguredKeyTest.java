package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredKeyTest {
    @Test
    void aSecretThatIsEmptyIsNotThere() {
        ProviderKey key =
                key(Map.of(".value", "", ".accessKeyId", "AKID", ".secretAccessKey", "s", ".sessionToken", " "));

        assertThat(key.usable()).isTrue();
        assertThat(key.key()).isEqualTo(Key.of("one", Map.of("accessKeyId", "AKID", "secretAccessKey", "s")));
    }

    @Test
    void aKeyWithoutSecretsIsNotUsed() {
        assertThat(key(Map.of(".value", "", ".accessKeyId", "")).usable()).isFalse();
    }

    @Test
    void aKeyWithAReferenceToNothingIsNotUsed() {
        assertThat(key(Map.of(".accessKeyId", "AKID", ".secretAccessKey", "$[secret:missing]")).usable()).isFalse();
    }

    private static ProviderKey key(Map<String, Object> secrets) {
        Map<String, Object> properties = new HashMap<>(secrets);
        properties.put("service.pid", "io.patchbay.key~one");
        List<ProviderKey> told = new ArrayList<>();
        new ConfiguredKey(TestSettings.of(ConfiguredKey.Settings.class, Map.of("provider", "main"), Map.of()),
                properties).whenever(told::add);
        return told.getLast();
    }
}
