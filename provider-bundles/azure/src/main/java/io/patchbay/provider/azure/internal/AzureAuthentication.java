package io.patchbay.provider.azure.internal;

import io.patchbay.api.exchange.Key;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.BearerTokens;
import io.patchbay.upstream.UpstreamRequest;
import java.time.InstantSource;

/** Proves an API key in a header of Azure's own, and all else by a token of Microsoft Entra ID. */
final class AzureAuthentication implements Authentication {
    private static final Authentication API_KEY = Authentication.header("api-key", "");

    private final BearerTokens tokens;

    AzureAuthentication(InstantSource clock, BearerTokens.Source entra) {
        tokens = new BearerTokens(clock, entra);
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request, Key key) {
        return EntraTokens.areFor(key) ? tokens.authenticate(request, key) : API_KEY.authenticate(request, key);
    }

    @Override
    public UpstreamRequest authenticate(UpstreamRequest request) {
        return tokens.authenticate(request);
    }
}
