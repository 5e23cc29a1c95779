package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Key;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one key has gone through with all models. Safe for use by many threads. */
final class KeyHealth {
    private final Places places = new Places();
    private final boolean kept;
    private final Optional<Key> credential;
    private volatile @Nullable ProviderKey configured;
    private volatile Optional<ErrorKind> out = Optional.empty();

    private KeyHealth(@Nullable ProviderKey configured, boolean kept) {
        this.configured = configured;
        this.credential = configured == null ? Optional.empty() : Optional.of(configured.key());
        this.kept = kept;
    }

    /** What a key has gone through that is configured. */
    static KeyHealth of(ProviderKey configured) {
        return new KeyHealth(configured, true);
    }

    /** What is forgotten with the attempt: the key is not configured any more, or not like that. */
    static KeyHealth passing(ProviderKey configured) {
        return new KeyHealth(configured, false);
    }

    /** What stands for the key of a provider that is called without one. */
    static KeyHealth unkeyed() {
        return new KeyHealth(null, true);
    }

    /** The key as an attempt carries it; empty for none. */
    Optional<Key> credential() {
        return credential;
    }

    /** The key's name; empty for none. */
    String name() {
        return credential.isEmpty() ? "" : credential.get().name();
    }

    /** How many attempts may use it at a time; 0 for as many as come. */
    int maxConcurrent() {
        ProviderKey own = configured;
        return own == null ? 0 : own.maxConcurrent();
    }

    Places places() {
        return places;
    }

    boolean kept() {
        return kept;
    }

    /** Whether this is about that credential of that provider, whatever else is configured. */
    boolean isOfCredential(ProviderKey other) {
        ProviderKey own = configured;
        return own != null && own.provider().equals(other.provider()) && own.key().equals(other.key());
    }

    /** Whether this is about a key of a provider, where those are named. */
    boolean isOf(Optional<String> provider, Optional<String> key) {
        ProviderKey own = configured;
        return own != null && provider.map(own.provider()::equals).orElse(true)
                && key.map(own.name()::equals).orElse(true);
    }

    /** Takes note of a changed configuration; whether it says anything new. */
    boolean configure(ProviderKey changed) {
        boolean other = !changed.equals(configured);
        configured = changed;
        if (other) {
            out = Optional.empty();
        }
        return other;
    }

    /** Why it is out until its configuration changes; empty where it is not. */
    Optional<ErrorKind> out() {
        return out;
    }

    /** Takes it out; false for what stands for no key, which cannot be. */
    boolean takeOut(ErrorKind why) {
        if (credential.isEmpty()) {
            return false;
        }
        out = Optional.of(why);
        return true;
    }

    void reset() {
        out = Optional.empty();
    }
}
