package io.patchbay.provider.azure.internal;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.BearerTokens;
import io.patchbay.upstream.CredentialCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens of Microsoft Entra ID, by Microsoft's own library: for a key that is a client's secret; without a key, for what
 * the environment says this machine is.
 *
 * <p>The library keeps nothing: who calls this does. The variables are those of Azure's SDKs: <a
 * href="https://learn.microsoft.com/azure/developer/java/sdk/authentication/credential-chains">credential chains</a>.
 */
final class EntraTokens implements BearerTokens.Source {
    private static final String TENANT = "tenantId";
    private static final String ALL = "/.default";
    /** The number of an error of Entra ID, which its documentation explains. */
    private static final Pattern ERROR_NUMBER = Pattern.compile("AADSTS\\d+");

    private final UpstreamHttpClient client;
    private final String authority;
    private final String scope;
    private final Map<String, String> environment;

    EntraTokens(CredentialCalls calls, String authority, String scope, Map<String, String> environment) {
        client = new UpstreamHttpClient(calls);
        this.authority = authority.endsWith("/") ? authority : authority + "/";
        this.scope = scope;
        this.environment = environment;
    }

    /** Whether a key is one that needs a token. */
    static boolean areFor(Key key) {
        return Authentication.secret(key, TENANT).isPresent();
    }

    @Override
    public BearerTokens.Token fetch(Optional<Key> key) throws Exception {
        String whose = key.map(there -> "the key '" + there.name() + "'").orElse("this machine");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<IAuthenticationResult> asked = key.isPresent()
                    ? forKey(key.get(), executor)
                    : forMachine(executor);
            IAuthenticationResult result = asked.get();
            return new BearerTokens.Token(result.accessToken(), result.expiresOnDate().toInstant());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MsalServiceException refused) {
                throw refused(whose, refused);
            }
            throw e;
        }
    }

    private Future<IAuthenticationResult> forKey(Key key, ExecutorService executor) throws Exception {
        return forClient(secret(key, TENANT), secret(key, "clientId"),
                ClientCredentialFactory.createFromSecret(secret(key, "clientSecret")), executor);
    }

    private Future<IAuthenticationResult> forMachine(ExecutorService executor) throws Exception {
        Optional<String> tenant = variable("AZURE_TENANT_ID");
        Optional<String> clientId = variable("AZURE_CLIENT_ID");
        Optional<String> secret = variable("AZURE_CLIENT_SECRET");
        Optional<String> assertion = variable("AZURE_FEDERATED_TOKEN_FILE");
        if (tenant.isPresent() && clientId.isPresent() && secret.isPresent()) {
            return forClient(tenant.get(), clientId.get(), ClientCredentialFactory.createFromSecret(secret.get()),
                    executor);
        }
        if (tenant.isPresent() && clientId.isPresent() && assertion.isPresent()) {
            return forClient(tenant.get(), clientId.get(), ClientCredentialFactory
                    .createFromClientAssertion(Files.readString(Path.of(assertion.get())).strip()), executor);
        }
        ManagedIdentityId identity = clientId.map(ManagedIdentityId::userAssignedClientId)
                .orElseGet(ManagedIdentityId::systemAssigned);
        String resource = scope.endsWith(ALL) ? scope.substring(0, scope.length() - ALL.length()) : scope;
        return ManagedIdentityApplication.builder(identity).httpClient(client).executorService(executor)
                .disableInternalRetries().build().acquireTokenForManagedIdentity(
                        ManagedIdentityParameters.builder(resource).forceRefresh(true).build());
    }

    private Future<IAuthenticationResult> forClient(String tenant, String clientId, IClientCredential credential,
            ExecutorService executor) throws Exception {
        return ConfidentialClientApplication.builder(clientId, credential).authority(authority + tenant + "/")
                .instanceDiscovery(false).httpClient(client).executorService(executor).disableInternalRetries().build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(scope)).skipCache(true).build());
    }

    private static String secret(Key key, String name) {
        return Authentication.secret(key, name).orElseThrow(() -> new GatewayException(ErrorKind.KEY_REFUSED,
                "The key '" + key.name() + "' has a tenant, but no " + name + "."));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The library's words may be anything: what is told is the error's name, its number and the status. */
    private static GatewayException refused(String whose, MsalServiceException e) {
        int status = Optional.ofNullable(e.statusCode()).orElse(0);
        Matcher number = ERROR_NUMBER.matcher(String.valueOf(e.getMessage()));
        return new GatewayException(kind(status), "Microsoft Entra ID gives no token for " + whose + ": "
                + e.errorCode() + (number.find() ? ", " + number.group() : "") + " (status " + status + ").", e)
                .withUpstreamStatus(status);
    }

    private static ErrorKind kind(int status) {
        return switch (status) {
            case 429 -> ErrorKind.RATE_LIMITED;
            case 0, 400, 401, 403, 404 -> ErrorKind.KEY_REFUSED;
            default -> ErrorKind.UPSTREAM;
        };
    }
}
