package io.patchbay.upstream;

import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.internal.Setting;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a provider that speaks over HTTP, as its configuration has them.
 *
 * <p>Immutable.
 */
public final class ProviderSettings {
    private final URI baseUrl;
    private final String modelsPath;
    private final Headers headers;
    private final ConnectionSettings connection;
    private final int maxResponseBytes;
    private final int maxEventBytes;

    private ProviderSettings(Map<String, ?> configuration) {
        baseUrl = baseUrl(Setting.BASE_URL.text(configuration));
        modelsPath = path(Setting.MODELS_PATH, configuration);
        if (!Setting.PREFILL_PATH.text(configuration).isEmpty()) {
            path(Setting.PREFILL_PATH, configuration);
        }
        headers = headers(configuration);
        connection = ConnectionSettings.builder()
                .connectTimeout(Setting.CONNECT_TIMEOUT.millis(configuration))
                .maxConnections(Setting.MAX_CONNECTIONS.number(configuration))
                .maxWaiting(Setting.MAX_WAITING.number(configuration))
                .maxAge(Setting.CONNECTION_MAX_AGE.millis(configuration))
                .proxy(Setting.PROXY.text(configuration))
                .trustFile(Setting.TRUST_FILE.text(configuration))
                .http2(Setting.HTTP2.flag(configuration))
                .build();
        maxResponseBytes = Setting.MAX_RESPONSE_BYTES.number(configuration);
        maxEventBytes = Setting.MAX_EVENT_BYTES.number(configuration);
    }

    /**
     * Reads a configuration; the README of this bundle lists the settings.
     *
     * @param configuration values by name, as Config Admin has them; what is absent has its default
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static ProviderSettings of(Map<String, ?> configuration) {
        return new ProviderSettings(configuration);
    }

    /**
     * Reads a configuration.
     *
     * @param configuration values by name
     * @param baseUrl the base URL where the configuration has none
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public static ProviderSettings of(Map<String, ?> configuration, String baseUrl) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.putIfAbsent(Setting.BASE_URL.key(), baseUrl);
        return new ProviderSettings(all);
    }

    /** The address that a dialect's paths are put after, without a slash at its end. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The path after the base URL at which the upstream lists its models. */
    public String modelsPath() {
        return modelsPath;
    }

    /** Headers that every request carries; they replace the client's of the same name. */
    public Headers headers() {
        return headers;
    }

    /** How connections are made. */
    public ConnectionSettings connection() {
        return connection;
    }

    /** The most bytes of an answer that is no stream. */
    public int maxResponseBytes() {
        return maxResponseBytes;
    }

    /** The most bytes of one event of a stream. */
    public int maxEventBytes() {
        return maxEventBytes;
    }

    private static URI baseUrl(String text) {
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI uri;
        try {
            uri = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("baseUrl is no address: " + e.getMessage(), e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "baseUrl is http://host or https://host with a port and a path if need be, not '" + text + "'");
        }
        return uri;
    }

    private static String path(Setting setting, Map<String, ?> configuration) {
        String text = setting.text(configuration);
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(setting.key() + " begins with a slash");
        }
        return text;
    }

    private static Headers headers(Map<String, ?> configuration) {
        Headers.Builder headers = Headers.builder();
        for (String header : Setting.HEADERS.texts(configuration)) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("headers holds an entry that is not 'name: value'");
            }
            headers.add(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        }
        return headers.build();
    }
}
