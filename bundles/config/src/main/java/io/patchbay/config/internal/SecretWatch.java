package io.patchbay.config.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which secrets, of those that are referred to, have become others. Not for concurrent use. */
final class SecretWatch {
    private final SecretStore secrets;
    private final Map<String, Watched> watched = new HashMap<>();

    private static final class Watched {
        private final FileWatch watch;
        private String digest;

        private Watched(FileWatch watch, String digest) {
            this.watch = watch;
            this.digest = digest;
        }
    }

    SecretWatch(SecretStore secrets) {
        this.secrets = secrets;
    }

    /** From now on, these are what is watched. */
    void watch(Collection<String> names) {
        watched.keySet().retainAll(names);
        for (String name : names) {
            watched.computeIfAbsent(name, added -> new Watched(new FileWatch(secrets.file(added)), digest(added)));
        }
    }

    /** What a secret is now is no news. */
    void note(String name) {
        Watched secret = watched.get(name);
        if (secret != null) {
            secret.digest = digest(name);
        }
    }

    /** The names of those that have changed since this was asked last, once their files are still. */
    List<String> changed() {
        return watched.entrySet().stream().filter(entry -> hasChanged(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey).toList();
    }

    private boolean hasChanged(String name, Watched secret) {
        if (!secret.watch.hasChanged()) {
            return false;
        }
        String digest = digest(name);
        boolean changed = !digest.equals(secret.digest);
        secret.digest = digest;
        return changed;
    }

    private String digest(String name) {
        try {
            Optional<byte[]> content = secrets.content(name);
            return content.isEmpty()
                    ? ""
                    : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.get()));
        } catch (IOException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
