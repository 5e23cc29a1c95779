package io.patchbay.config.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets with a master key: AES-256-GCM, the key by PBKDF2 with HMAC-SHA256. What is sealed is one word,
 * {@code patchbay-secret:1:name:salt:sealed}, of which version and name are authenticated; so a file tells what it is, and
 * Felix's interpolation may put it anywhere into a value before it is opened. Thread-safe.
 */
final class SecretCipher {
    private static final Pattern SEALED =
            Pattern.compile("patchbay-secret:1:(?<name>[A-Za-z0-9._-]+):(?<salt>[\\w-]{22}):(?<sealed>[\\w-]{38,})");
    /** What OWASP recommends for PBKDF2 with HMAC-SHA256. */
    private static final int ITERATIONS = 600_000;
    private static final int KEY_BITS = 256;
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 12;
    private static final int SALT_BYTES = 16;
    /** A gateway writes with one salt; more come from elsewhere. */
    private static final int MAX_KEYS = 16;

    private final char[] masterKey;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    SecretCipher(String masterKey) {
        this.masterKey = masterKey.toCharArray();
    }

    /** Whether a file's text is sealed. */
    static boolean isSealed(String text) {
        return SEALED.matcher(text.strip()).matches();
    }

    /** Whether something in a value is sealed. */
    static boolean isIn(String value) {
        return SEALED.matcher(value).find();
    }

    /** The salt of what is sealed, so that one derived key serves all; empty where it is not. */
    static Optional<String> salt(String text) {
        Matcher sealed = SEALED.matcher(text.strip());
        return sealed.matches() ? Optional.of(sealed.group("salt")) : Optional.empty();
    }

    String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return encode(salt);
    }

    String seal(String name, String value, String salt) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, name, salt, iv);
            byte[] text = cipher.doFinal(value.getBytes(UTF_8));
            byte[] sealed = Arrays.copyOf(iv, iv.length + text.length);
            System.arraycopy(text, 0, sealed, iv.length, text.length);
            return "patchbay-secret:1:" + name + ":" + salt + ":" + encode(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A value in which everything that is sealed is opened.
     *
     * @param cipher absent where there is no master key
     * @param failed gets the name of what cannot be opened
     * @return the value; what cannot be opened is the reference again, so that nobody takes it for a secret
     */
    static String open(Optional<SecretCipher> cipher, String value, Consumer<String> failed) {
        return SEALED.matcher(value).replaceAll(found -> Matcher.quoteReplacement(cipher
                .flatMap(present -> present.open(found.group("name"), found.group("salt"), found.group("sealed")))
                .orElseGet(() -> {
                    failed.accept(found.group("name"));
                    return "$[secret:" + found.group("name") + "]";
                })));
    }

    private Optional<String> open(String name, String salt, String sealed) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, name, salt, Arrays.copyOf(bytes, IV_BYTES));
            return Optional.of(new String(cipher.doFinal(bytes, IV_BYTES, bytes.length - IV_BYTES), UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String name, String salt, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(salt), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(("patchbay-secret:1:" + name).getBytes(UTF_8));
        return cipher;
    }

    private SecretKey key(String salt) {
        if (keys.size() >= MAX_KEYS) {
            keys.clear();
        }
        return keys.computeIfAbsent(salt, this::derive);
    }

    private SecretKey derive(String salt) {
        PBEKeySpec spec = new PBEKeySpec(masterKey, Base64.getUrlDecoder().decode(salt), ITERATIONS, KEY_BITS);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
