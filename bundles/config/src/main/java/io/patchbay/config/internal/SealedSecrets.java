package io.patchbay.config.internal;

import java.util.Collections;
import java.util.Dictionary;
import java.util.Optional;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sealed secrets that Felix's interpolation, which comes before, has put into a configuration. */
final class SealedSecrets implements ConfigurationPlugin {
    /** After interpolation, which has 500. */
    static final int RANKING = 600;

    private static final Logger LOG = LoggerFactory.getLogger(SealedSecrets.class);

    private final Optional<SecretCipher> cipher;

    SealedSecrets(Optional<SecretCipher> cipher) {
        this.cipher = cipher;
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> reference, Dictionary<String, Object> properties) {
        for (String key : Collections.list(properties.keys())) {
            switch (properties.get(key)) {
                case String text when SecretCipher.isIn(text) -> properties.put(key, open(text));
                case String[] texts -> {
                    String[] opened = new String[texts.length];
                    for (int i = 0; i < texts.length; i++) {
                        opened[i] = open(texts[i]);
                    }
                    properties.put(key, opened);
                }
                default -> {
                    // Nothing is sealed in it.
                }
            }
        }
    }

    private String open(String text) {
        return SecretCipher.open(cipher, text, name -> LOG.warn(cipher.isPresent()
                ? "secret {} cannot be decrypted: it was sealed with another PATCHBAY_MASTER_KEY, or is damaged"
                : "secret {} is encrypted, and PATCHBAY_MASTER_KEY is not set", name));
    }
}
