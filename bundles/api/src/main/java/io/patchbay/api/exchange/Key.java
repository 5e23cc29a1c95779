package io.patchbay.api.exchange;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One credential of a provider, as an attempt carries it. Immutable; equal if name and secrets are; its secrets appear in no text that it makes.
 */
public final class Key {
    private final String name;
    private final Map<String, String> secrets;

    private Key(String name, Map<String, String> secrets) {
        this.name = Objects.requireNonNull(name, "name");
        this.secrets = Map.copyOf(secrets);
    }

    /**
     * A key.
     *
     * @param name its name in the configuration
     * @param secrets its secrets by name, such as {@code value} or {@code secretAccessKey}
     */
    public static Key of(String name, Map<String, String> secrets) {
        return new Key(name, secrets);
    }

    /** The key's name in the configuration; safe to show. */
    public String name() {
        return name;
    }

    /** The secret that most providers need; empty where the key has none of that name. */
    public Optional<String> value() {
        return secret("value");
    }

    /** A secret by its name, such as {@code secretAccessKey}. */
    public Optional<String> secret(String secretName) {
        return Optional.ofNullable(secrets.get(secretName));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && name.equals(that.name) && secrets.equals(that.secrets);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "Key[" + name + "]";
    }
}
