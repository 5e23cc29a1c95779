package io.patchbay.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Properties;

/**
 * What a gateway says of its health.
 *
 * @param ready whether it takes requests
 * @param text the same in words
 */
record Health(boolean ready, String text) {
    private static final int TIMEOUT_MS = 3_000;

    /** Asks the gateway on its management port. */
    static Health of(Properties state) {
        String port = state.getProperty("managementPort");
        if (port == null) {
            return new Health(true, "is up, without a management port");
        }
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/health/ready");
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK
                    ? new Health(true, "is ready")
                    : new Health(false, "is not ready (HTTP " + status + ")");
        } catch (IOException e) {
            return new Health(false, "does not say whether it is ready (" + e.getMessage() + ")");
        }
    }
}
