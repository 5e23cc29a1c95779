package io.patchbay.provider.vertex.internal;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Key;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.BearerTokens;
import io.patchbay.upstream.CredentialCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Access tokens of Google Cloud, by Google's own library: for a key that is the JSON of a service account, or of another
 * credential that Google has files for; without a key, the application default credentials.
 *
 * <p>Source: <a href="https://cloud.google.com/docs/authentication/application-default-credentials">application default
 * credentials</a>.
 */
final class GoogleTokens implements BearerTokens.Source {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String FILE = "GOOGLE_APPLICATION_CREDENTIALS";
    /** The word for what is wrong: RFC 6749 section 5.2. */
    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"([a-z_]+)\"");

    private final HttpTransportFactory transport;
    private final Map<String, String> environment;

    GoogleTokens(CredentialCalls calls, Map<String, String> environment) {
        transport = () -> new UpstreamTransport(calls);
        this.environment = environment;
    }

    @Override
    public BearerTokens.Token fetch(Optional<Key> key) {
        String whose = key.map(there -> "the key '" + there.name() + "'").orElse("this machine");
        try {
            GoogleCredentials credentials = key.isPresent() ? of(key.get()) : ofMachine();
            // Who waits for a token tries again by itself.
            AccessToken token = credentials.createScoped(SCOPE).createWithCustomRetryStrategy(false)
                    .refreshAccessToken();
            return new BearerTokens.Token(token.getTokenValue(),
                    Objects.requireNonNull(token.getExpirationTime(), "expiration").toInstant());
        } catch (IOException | IllegalArgumentException e) {
            throw failure(whose, e);
        }
    }

    private GoogleCredentials of(Key key) throws IOException {
        String json = Authentication.secret(key, "value").orElseThrow(() -> new GatewayException(ErrorKind.KEY_REFUSED,
                "The key '" + key.name() + "' has no value."));
        return read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** The library would read the file once and for all. */
    private GoogleCredentials ofMachine() throws IOException {
        String file = environment.getOrDefault(FILE, "");
        if (file.isBlank()) {
            return GoogleCredentials.getApplicationDefault(transport);
        }
        try (InputStream json = Files.newInputStream(Path.of(file))) {
            return read(json);
        }
    }

    private GoogleCredentials read(InputStream json) throws IOException {
        return GoogleCredentials.fromStream(json, transport);
    }

    /** The library's words may hold anything: what is told is the error's name and the status. */
    private static GatewayException failure(String whose, Exception e) {
        for (Throwable cause : (Iterable<Throwable>) Stream.<Throwable>iterate(e, at -> at != null,
                Throwable::getCause)::iterator) {
            switch (cause) {
                case GatewayException ours -> {
                    return ours;
                }
                case HttpResponseException answer -> {
                    return refused(whose, answer);
                }
                default -> {}
            }
        }
        return new GatewayException(ErrorKind.KEY_REFUSED, "There are no credentials of Google Cloud that work for "
                + whose + ".", e);
    }

    private static GatewayException refused(String whose, HttpResponseException answer) {
        Matcher error = ERROR.matcher(Optional.ofNullable(answer.getContent()).orElse(""));
        return new GatewayException(kind(answer.getStatusCode()), "Google gives no token for " + whose + ": "
                + (error.find() ? error.group(1) + ", " : "") + "status " + answer.getStatusCode() + ".", answer)
                .withUpstreamStatus(answer.getStatusCode());
    }

    private static ErrorKind kind(int status) {
        return switch (status) {
            case 429 -> ErrorKind.RATE_LIMITED;
            case 400, 401, 403, 404 -> ErrorKind.KEY_REFUSED;
            default -> ErrorKind.UPSTREAM;
        };
    }
}
