package io.patchbay.ingress.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Headers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who sent a request. Immutable: made anew when a virtual key or the settings change.
 *
 * <p>A virtual key that is disabled or cannot be used still closes the door: a missing secret must never open it.
 */
final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
    private static final Headers CHALLENGE = Headers.of("www-authenticate", "Bearer realm=\"patchbay\"");

    private final Map<TokenDigest, Caller> callers = new HashMap<>();
    private final boolean keyed;
    private final boolean anonymous;

    /**
     * An authenticator.
     *
     * @param keys all virtual keys
     * @param anonymous whether a request without a token is let in all the same
     */
    Authenticator(Collection<VirtualKey.Credential> keys, boolean anonymous) {
        this.keyed = !keys.isEmpty();
        this.anonymous = anonymous;
        for (VirtualKey.Credential key : keys) {
            key.digest().ifPresent(digest -> add(digest, key.caller()));
        }
    }

    private void add(TokenDigest digest, Caller caller) {
        Caller first = callers.putIfAbsent(digest, caller);
        if (first != null) {
            LOG.warn("The virtual keys {} and {} have the same token; it stands for {}", first, caller, first);
        }
    }

    /** Whether the server may listen on other addresses than loopback. */
    boolean guarded() {
        return keyed || anonymous;
    }

    /**
     * Says who sent a request.
     *
     * @param token what came with it
     * @param loopback whether it came to a server that listens on loopback only
     * @throws Refusal with 401 if the sender must not be let in
     */
    Caller authenticate(Optional<String> token, boolean loopback) {
        if (!keyed) {
            if (anonymous || loopback) {
                return Caller.ANONYMOUS;
            }
            throw refusal("This gateway has no virtual key that could let you in.");
        }
        if (token.isEmpty()) {
            if (anonymous) {
                return Caller.ANONYMOUS;
            }
            throw refusal("The request has no credential: send a virtual key of this gateway.");
        }
        Caller caller = callers.get(TokenDigest.of(token.get()));
        if (caller == null) {
            throw refusal("The credential is no virtual key of this gateway.");
        }
        return caller;
    }

    /** The owner of the virtual key of a name; empty where there is none that can be used. */
    Optional<Caller> named(String name) {
        return callers.values().stream().filter(caller -> caller.name().equals(name)).findFirst();
    }

    private static Refusal refusal(String message) {
        return new Refusal(401, CHALLENGE,
                new GatewayException(ErrorKind.AUTHENTICATION, message).withCode("invalid_api_key"));
    }
}
